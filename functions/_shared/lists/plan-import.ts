import type { ContactTable } from '../aws/contact-table.ts';
import type { SuppressionReason } from '../domain/contact.ts';
import { changedFields } from '../domain/contact-change.ts';
import {
  type ImportCounts,
  type ImportProblem,
  type ImportProgress,
  type ImportStep,
  mergeImported,
  problemsKept,
} from '../domain/contact-import.ts';
import type { Newsroom } from '../domain/newsroom.ts';
import type { Instant } from '../domain/report.ts';
import { watchColumns } from './columns-left-out.ts';
import type { OpenFile } from './decode-file.ts';
import { inBatches } from './in-batches.ts';
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

/** What some more rows would do, and what is planned with them. */
export interface Planned extends Pick<ImportProgress, 'rows' | 'counts'> {
  steps: ImportStep[];
}

/**
 * Reads a file and decides, row by row, what importing it into a list would do, without doing it. Yields the steps and
 * returns the counts. For a file of any length, memory holds one batch of rows and the ids seen so far (for a workbook
 * also its shared strings). The rows that are planned `already` are read again, because later rows may repeat them and
 * the remarks are about the whole file, but no card is. A caller who stops returns null.
 */
export async function* planImport(
  dependencies: Dependencies,
  { open, file, list, at }: Planning,
  already: Pick<ImportProgress, 'rows' | 'counts'>,
): AsyncGenerator<Planned, Plan | null> {
  const tally = newTally(already.counts);
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
    let rows = 0;
    for await (const batch of inBatches(readRows(opened, dependencies, tally), rowsAtOnce)) {
      const named = batch.map((read) => nameRow(read, dependencies.contactIdOf(read.email), seen));
      for (const row of named) if (row.first !== null) tally.duplicate(duplicate(row, row.first, layout));
      rows += batch.length;
      if (rows <= already.rows) continue;
      const steps = await planRows(dependencies, named, { list, at, tally });
      yield { steps, rows, counts: tally.counts() };
    }
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    const { row, code, message } = error;
    tally.remark({ row, column: null, code, message });
    return outcome(true);
  }
  return outcome(false);
}

/** Rows of a file, including empty ones: as many as a sheet of Excel has. Memory holds the ids of all. */
const longestList = 1_048_576;

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
        'A list of more than 1,048,576 rows is not read. Split the file, and delete empty rows at its end.',
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

interface NamedRow extends ReadRow {
  contactId: string;
  /** The earlier row with this person, or null. */
  first: number | null;
}

/** `seen`: of each person the first row. */
function nameRow(read: ReadRow, contactId: string, seen: Map<string, number>): NamedRow {
  const first = seen.get(contactId) ?? null;
  if (first === null) seen.set(contactId, read.row);
  return { ...read, contactId, first };
}

async function planRows(
  dependencies: Dependencies,
  rows: readonly NamedRow[],
  plan: { list: string; at: Instant; tally: Tally },
): Promise<ImportStep[]> {
  const ids = rows.map(({ contactId }) => contactId);
  const [cards, standings] = await Promise.all([
    dependencies.readCards(ids),
    dependencies.readStandings(ids),
  ]);
  const steps: ImportStep[] = [];
  for (const row of rows) {
    const { contactId } = row;
    const suppressed = standings.get(contactId)?.suppressed ?? null;
    const reason = suppressionOf(row.wish);
    if (row.first !== null) {
      // A row that says "left" counts, wherever it is in the file.
      if (reason && !suppressed) steps.push(suppressStep(row, reason));
      continue;
    }
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

/** The rows that are planned already are counted again only as duplicates and as invalid. */
function newTally(already: ImportCounts) {
  const { added, updated, unchanged, suppressed } = already;
  const rows = added + updated + unchanged + suppressed;
  const counts: ImportCounts = { ...already, rows, duplicates: 0, invalid: 0 };
  const problems: ImportProblem[] = [];
  const remarks: ImportProblem[] = [];
  let problemsLeftOut = 0;
  const count = (kind: Exclude<keyof ImportCounts, 'rows'>) => {
    counts[kind] += 1;
    counts.rows += 1;
  };
  const note = (problem: ImportProblem) => {
    if (problems.length < problemsKept) problems.push(problem);
    else problemsLeftOut += 1;
  };
  return {
    count,
    problem: note,
    duplicate(problem: ImportProblem) {
      note(problem);
      count('duplicates');
    },
    counts: () => ({ ...counts }),
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
