import { defineGroup } from './command.ts';
import { importCommand, importsCommand, undoCommand } from './contacts-import.ts';
import {
  accreditCommand,
  editCommand,
  eraseCommand,
  inviteCommand,
  revokeCommand,
  suppressCommand,
  tidyCommand,
} from './contacts-keep.ts';
import { exportCommand, listCommand, showCommand } from './contacts-read.ts';

export const contacts = defineGroup({
  name: 'contacts',
  summary: 'people: import, list, show, edit, export, erase, suppress, accredit',
  commands: {
    import: importCommand,
    undo: undoCommand,
    imports: importsCommand,
    list: listCommand,
    show: showCommand,
    edit: editCommand,
    export: exportCommand,
    erase: eraseCommand,
    suppress: suppressCommand,
    accredit: accreditCommand,
    invite: inviteCommand,
    revoke: revokeCommand,
    tidy: tidyCommand,
  },
});
