import { appendAudit } from '../aws/audit-table.ts';
import type { Bucket } from '../aws/bucket.ts';
import {
  deleteCard,
  editCard,
  putCard,
  putCards,
  putEntries,
  readCards,
  readStandings,
  suppress,
} from '../aws/contact-table.ts';
import { withImportLock } from '../aws/import-lock.ts';
import { readImport, streamPlan, uploadPlan, writeImport } from '../aws/import-store.ts';
import { readKeyring } from '../aws/keyring-table.ts';
import { registerList } from '../aws/list-table.ts';
import { readMappings } from '../aws/mapping-table.ts';
import { readSegments } from '../aws/segment-table.ts';
import { readSignUps } from '../aws/sign-up-table.ts';
import type { Table } from '../aws/table.ts';
import { contactIdOf } from '../domain/contact-id.ts';
import type { Newsroom } from '../domain/newsroom.ts';
import type { Dependencies } from './import-contacts.ts';
import { headerKey } from './read-header.ts';
import { mapColumns, type NamedColumns } from './recognise-layout.ts';

/** What imports need, bound to a newsroom: for the queue's handler, the command line and the console alike. */
export async function connectImports(
  table: Table,
  bucket: Bucket,
  { vocabulary }: Pick<Newsroom, 'vocabulary'>,
  /** Columns that the person importing named for this file. */
  named: NamedColumns | null,
): Promise<Dependencies> {
  const { contactKey } = await readKeyring(table);
  const remembered = new Map(
    (await readMappings(table)).map(({ header, columns }) => [header.join('\n'), columns]),
  );
  return {
    vocabulary,
    beatsInUse: [
      ...new Set([
        ...Object.keys(vocabulary),
        ...(await readSegments(table)).flatMap(({ include, exclude }) =>
          [...include, ...exclude].flatMap(({ beats }) => beats ?? []),
        ),
      ]),
    ],
    contactIdOf: (email) => contactIdOf(email, contactKey),
    readMapping: (columns) => {
      const chosen = named ?? remembered.get(columns.map(headerKey).join('\n'));
      return chosen ? mapColumns(columns, chosen) : null;
    },
    readCards: (contactIds) => readCards(table, contactIds),
    readStandings: (contactIds) => readStandings(table, contactIds),
    putCards: (cards) => putCards(table, cards),
    putEntries: (cards) => putEntries(table, cards),
    putCard: (before, after) => putCard(table, before, after),
    editCard: (before, after) => editCard(table, before, after),
    deleteCard: (card) => deleteCard(table, card),
    suppress: (...suppression) => suppress(table, ...suppression),
    exclusively: (work) => withImportLock(table, work),
    readSignUps: (contactIds) => readSignUps(table, contactIds),
    registerList: (list) => registerList(table, list),
    appendAudit: (line) => appendAudit(table, line),
    readImport: (importId) => readImport(bucket, importId),
    writeImport: (made) => writeImport(bucket, made),
    uploadPlan: (importId) => uploadPlan(bucket, importId),
    streamPlan: (importId) => streamPlan(bucket, importId),
  };
}
