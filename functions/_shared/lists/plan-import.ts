import type { ContactTable } from '../aws/contact-table.ts';
import type { SuppressionReason } from '../domain/contact.ts';
import { changedFields } from '../domain/contact-change.ts';
import {
  type ImportCounts,
  type ImportProblem,
  type ImportStep,
  mergeImported,
  problemsKept,
} from '../domain/contact-import.ts';
import type { Newsroom } from '../domain/newsroom.ts';
import type { Instant } from '../domain/report.ts';
import { watchColumns } from './columns-left-out.ts';
import type { OpenFile } from './decode-file.ts';
import { type ListFile, openListFile, type ReadMapping } from './list-file.ts';
import { type ReadRow, readContactRow } from './read-contact-row.ts';
import { UnreadableFile } from './read-csv.ts';
import type { Wish } from './read-wish.ts';
import type { Layout } from './recognise-layout.ts';
import { watchBeats } from './unknown-beats.ts';

export interface Dependencies extends Pick<ContactTable, 'readCards' | 'readStandings'> {
  contactIdOf: (email: string) => string;
  /** The mapping that was given for this header earlier, or null. */
  readMapping: ReadMapping;
  vocabulary: Newsroom['vocabulary'];
  /** The beats of the vocabulary and of all segments. */
  beatsInUse: readonly string[];
}

export interface Planning {
  open: OpenFile;
  /** The file's name, which helps to recognise its kind. */
  file: string;
  list: string;
  at: Instant;
}

/** The result of planning. If `unreadable` is true, the steps do not count. */
export interface Plan {
  /** The title of the list, if the first line of the file gives one. */
  title: string | null;
  layout: string;
  encoding: string;
  counts: ImportCounts;
  problems: ImportProblem[];
  problemsLeftOut: number;
  unreadable: boolean;
}

/** Number of rows whose cards and standings are read together. */
const rowsAtOnce = 500;

/**
 * Reads a file and decides, row by row, what importing it into a list would do, without doing it. Yields the steps and
 * returns the counts. For a file of any length, memory holds one batch of rows and the ids seen so far (for a workbook
 * also its shared strings).
 */
export async function* planImport(
  dependencies: Dependencies,
  { open, file, list, at }: Planning,
): AsyncGenerator<ImportStep[], Plan> {
  const tally = newTally();
  let opened: ListFile | null = null;
  const outcome = (unreadable: boolean): Plan => ({
    title: opened?.title ?? null,
    layout: opened?.layout.name ?? 'unknown',
    encoding: opened?.encoding ?? 'unknown',
    ...tally.result(),
    unreadable,
  });
  try {
    opened = await openListFile(open, file, dependencies.readMapping);
    const { layout } = opened;
    const seen = new Map<string, number>();
    for await (const batch of inBatches(readRows(opened, dependencies, tally)))
      yield await planRows(dependencies, batch, { list, at, seen, tally, layout });
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    const { row, code, message } = error;
    tally.remark({ row, column: null, code, message });
    return outcome(true);
  }
  return outcome(false);
}

/** Rows of a file, including empty ones. More rows cannot be processed in one invocation. */
const longestList = 1_000_000;

/** Reads the rows. After the last row, remarks about the whole file are added to the tally. */
async function* readRows(
  { rows, layout, remarks }: ListFile,
  { vocabulary, beatsInUse, contactIdOf }: Dependencies,
  tally: Tally,
): AsyncGenerator<ReadRow> {
  const columns = watchColumns(layout);
  const beats = watchBeats(beatsInUse);
  const beatsColumn = layout.columns[layout.mapping.beats?.[0] ?? 0] ?? '';
  for await (const row of rows()) {
    if (row.row > longestList)
      throw new UnreadableFile(
        row.row,
        'file-too-large',
        'A list of more than a million rows is not read. Split the file, and delete empty rows at its end.',
      );
    if (row.row <= layout.headerRow || row.cells.every((cell) => cell === '')) continue;
    const { read, problems } = readContactRow(row, layout, vocabulary);
    for (const { severity: _, ...problem } of problems) tally.problem(problem);
    columns.see(row, () => read && contactIdOf(read.email));
    if (read) {
      beats.see(row.row, beatsColumn, read.fields.beats);
      yield read;
    } else tally.count('invalid');
  }
  tally.remark(...remarks(), ...columns.problems(), ...beats.problems());
}

async function* inBatches(rows: AsyncIterable<ReadRow>): AsyncGenerator<ReadRow[]> {
  let batch: ReadRow[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < rowsAtOnce) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function planRows(
  dependencies: Dependencies,
  rows: readonly ReadRow[],
  plan: { list: string; at: Instant; seen: Map<string, number>; tally: Tally; layout: Layout },
): Promise<ImportStep[]> {
  const named = rows.map((read) => ({ ...read, contactId: dependencies.contactIdOf(read.email) }));
  const ids = named.map(({ contactId }) => contactId);
  const [cards, standings] = await Promise.all([
    dependencies.readCards(ids),
    dependencies.readStandings(ids),
  ]);
  const steps: ImportStep[] = [];
  for (const row of named) {
    const { contactId } = row;
    const first = plan.seen.get(contactId);
    const suppressed = standings.get(contactId)?.suppressed ?? null;
    const reason = suppressionOf(row.wish);
    if (first !== undefined) {
      // A row that says "left" counts, wherever it is in the file.
      if (reason && !suppressed) steps.push(suppressStep(row, reason));
      plan.tally.problem(duplicate(row, first, plan.layout));
      plan.tally.count('duplicates');
      continue;
    }
    plan.seen.set(contactId, row.row);
    if (suppressed || reason || row.wish === 'left-list') {
      if (reason) steps.push(suppressStep(row, reason));
      plan.tally.count('suppressed');
      continue;
    }
    const before = cards.get(contactId) ?? null;
    const after = mergeImported(before, row, plan.list, plan.at);
    if (before && changedFields(before, after).length === 0) {
      plan.tally.count('unchanged');
      continue;
    }
    plan.tally.count(before ? 'updated' : 'added');
    steps.push({ kind: 'write', row: row.row, contactId, before, after });
  }
  return steps;
}

function suppressionOf(wish: Wish): SuppressionReason | null {
  return wish === 'welcome' || wish === 'unknown' || wish === 'left-list' ? null : wish;
}

function suppressStep(
  { row, contactId }: { row: number; contactId: string },
  reason: SuppressionReason,
): ImportStep {
  return { kind: 'suppress', row, contactId, reason };
}

function duplicate({ row }: ReadRow, first: number, layout: Layout): ImportProblem {
  return {
    row,
    column: layout.columns[layout.mapping.email?.[0] ?? 0] ?? null,
    code: 'duplicate-in-file',
    message: `This person stands in row ${first} already; that row was taken.`,
  };
}

type Tally = ReturnType<typeof newTally>;

function newTally() {
  const counts: ImportCounts = {
    rows: 0,
    added: 0,
    updated: 0,
    unchanged: 0,
    duplicates: 0,
    invalid: 0,
    suppressed: 0,
  };
  const problems: ImportProblem[] = [];
  const remarks: ImportProblem[] = [];
  let problemsLeftOut = 0;
  return {
    count(kind: Exclude<keyof ImportCounts, 'rows'>) {
      counts[kind] += 1;
      counts.rows += 1;
    },
    problem(problem: ImportProblem) {
      if (problems.length < problemsKept) problems.push(problem);
      else problemsLeftOut += 1;
    },
    /** Adds remarks about the whole file. They are stored separately, so that many broken rows cannot displace them. */
    remark(...more: readonly ImportProblem[]) {
      remarks.push(...more);
    },
    result: () => ({
      counts,
      problems: [...remarks, ...problems].toSorted((a, b) => a.row - b.row),
      problemsLeftOut,
    }),
  };
}
