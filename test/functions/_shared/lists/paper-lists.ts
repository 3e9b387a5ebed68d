import type { AuditLine } from '../../../../functions/_shared/domain/audit.ts';
import {
  type Card,
  goodStanding,
  type List,
  type Standing,
  type SuppressionReason,
  suppressionStrength,
} from '../../../../functions/_shared/domain/contact.ts';
import { contactIdOf } from '../../../../functions/_shared/domain/contact-id.ts';
import type {
  ContactImport,
  ImportProgress,
  ImportStep,
} from '../../../../functions/_shared/domain/contact-import.ts';
import { type Dependencies, importContacts } from '../../../../functions/_shared/lists/import-contacts.ts';
import type { Importing } from '../../../../functions/_shared/lists/plan-contacts.ts';
import {
  type Undoing,
  type UndoOutcome,
  undoImport,
} from '../../../../functions/_shared/lists/undo-import.ts';
import { configuration } from '../../../../infra/configuration.ts';
import { contactKey } from '../../../people.ts';

const { vocabulary } = configuration('local').newsroom;

/** Media lists in memory, with the rules of the real table: conditional writes, and entries beside cards. */
export class PaperLists {
  readonly cards = new Map<string, Card>();
  readonly entries = new Map<string, Map<string, Card>>();
  readonly standings = new Map<string, Standing>();
  readonly lists = new Map<string, List>();
  readonly imports = new Map<string, ContactImport>();
  readonly progress = new Map<string, ImportProgress>();
  /** The lines of each part of a plan, by import and file. */
  readonly parts = new Map<string, readonly string[]>();
  readonly audit: AuditLine[] = [];

  readonly dependencies: Dependencies = {
    vocabulary,
    beatsInUse: Object.keys(vocabulary),
    contactIdOf: (email) => contactIdOf(email, contactKey),
    readMapping: () => null,
    readSignUps: async () => new Set(),
    exclusively: (work) => work(async () => undefined),
    readCards: async (ids) =>
      new Map(
        ids
          .flatMap((id) => [this.cards.get(id)].filter((card) => card !== undefined))
          .map((card) => [card.contactId, card]),
      ),
    readStandings: async (ids) => new Map(ids.map((id) => [id, this.standingOf(id)])),
    putCards: async (cards) => {
      for (const card of cards) this.write(null, card);
    },
    putEntries: async () => undefined,
    putCard: async (before, after) => this.conditionally(before, after),
    editCard: async (before, after) => this.conditionally(before, after),
    deleteCard: async (card) => {
      if (this.cards.get(card.contactId)?.revision !== card.revision) return false;
      this.cards.delete(card.contactId);
      for (const list of card.lists) this.entries.get(list)?.delete(card.contactId);
      return true;
    },
    suppress: async (contactId, reason, evidence, at) => this.suppress(contactId, reason, evidence, at),
    registerList: async (list) => {
      if (!this.lists.has(list.list)) this.lists.set(list.list, list);
    },
    appendAudit: async (line) => void this.audit.push(line),
    readImport: async (importId) => this.imports.get(importId) ?? null,
    writeImport: async (made) => void this.imports.set(made.importId, made),
    readProgress: async (importId) => this.progress.get(importId) ?? null,
    writeProgress: async (importId, progress) => void this.progress.set(importId, progress),
    writePart: async (importId, file, lines) => void this.parts.set(`${importId}/${file}`, lines),
    streamPart: (importId, file) => this.steps(`${importId}/${file}`),
  };

  standingOf(contactId: string): Standing {
    return this.standings.get(contactId) ?? goodStanding(contactId);
  }

  suppress(contactId: string, reason: SuppressionReason, evidence: string, at: string): boolean {
    const standing = this.standingOf(contactId);
    const now = standing.suppressed ? suppressionStrength(standing.suppressed.reason) : 0;
    if (now >= suppressionStrength(reason)) return false;
    this.standings.set(contactId, { ...standing, suppressed: { reason, evidence, at } });
    return true;
  }

  /** Imports text as a file, in the same way as the queue, the command line and the console. */
  async import(text: string | Uint8Array, more: Partial<Importing> = {}): Promise<ContactImport> {
    return importContacts(this.dependencies, this.importing(text, more));
  }

  importing(text: string | Uint8Array, more: Partial<Importing> = {}): Importing {
    const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
    return {
      importId: `import-${this.imports.size + 1}`,
      list: 'press',
      listTitle: 'Press',
      file: 'lists/press.csv',
      open: async () => pieces(bytes),
      source: 'etag',
      rowsInPart: 500,
      mayGoOn: () => true,
      by: 'An Admin',
      at: '2026-01-05T08:00:00.000Z',
      onProgress: () => undefined,
      onSteps: () => undefined,
      ...more,
    };
  }

  undo(importId: string, more: Partial<Undoing> = {}): Promise<UndoOutcome> {
    const now = new Date('2026-01-06T00:00:00Z');
    const undoing = { importId, by: 'An Admin', now, onProgress: () => undefined, ...more };
    return undoImport(this.dependencies, undoing);
  }

  /** Everything except revisions and times of writing: what an undo must restore. */
  picture(): unknown {
    return {
      cards: [...this.cards.values()]
        .map(({ revision: _, updatedAt: __, ...card }) => ({
          ...card,
          lists: [...card.lists].sort(),
          beats: [...card.beats].sort(),
          regions: [...card.regions].sort(),
        }))
        .sort((a, b) => (a.contactId < b.contactId ? -1 : 1)),
      standings: [...this.standings].sort(([a], [b]) => (a < b ? -1 : 1)),
    };
  }

  private conditionally(before: Card | null, after: Card): boolean {
    if (this.cards.get(after.contactId)?.revision !== before?.revision) return false;
    this.write(before, after);
    return true;
  }

  private write(before: Card | null, after: Card): void {
    this.cards.set(after.contactId, after);
    for (const list of before?.lists ?? []) this.entries.get(list)?.delete(after.contactId);
    for (const list of after.lists) {
      const entries = this.entries.get(list) ?? new Map<string, Card>();
      this.entries.set(list, entries.set(after.contactId, after));
    }
  }

  private async *steps(part: string): AsyncGenerator<ImportStep> {
    for (const line of this.parts.get(part) ?? []) yield JSON.parse(line);
  }
}

/** Yields small pieces, so that characters and rows are cut in the middle. */
async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += 97) yield bytes.subarray(start, start + 97);
}
