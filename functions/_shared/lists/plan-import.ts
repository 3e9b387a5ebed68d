import type { Card, Standing, SuppressionReason } from '../domain/contact.ts';
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
import type { OpenFile } from './decode-file.ts';
import { type ReadRow, readContactRow } from './read-contact-row.ts';
import { inspectCsv, readCsv, UnreadableFile } from './read-csv.ts';
import { type Layout, type Mapping, recogniseLayout } from './recognise-layout.ts';

export interface Dependencies {
  contactIdOf: (email: string) => string;
  readCards: (contactIds: readonly string[]) => Promise<Map<string, Card>>;
  readStandings: (contactIds: readonly string[]) => Promise<Map<string, Standing>>;
  /** The mapping that was given for a header before, or null. */
  readMapping: (columns: readonly string[]) => Mapping | null;
  vocabulary: Newsroom['vocabulary'];
}

export interface Planning {
  open: OpenFile;
  list: string;
  at: Instant;
}

/** What is known at the end of planning; a file that cannot be read has `unreadable` and no steps that count. */
export interface Plan {
  /** Of the list, when the file's first line gives it. */
  title: string | null;
  layout: string;
  encoding: string;
  counts: ImportCounts;
  problems: ImportProblem[];
  problemsLeftOut: number;
  unreadable: boolean;
}

/** Rows whose cards and standings are read together. */
const rowsAtOnce = 500;

/**
 * Reads a file and decides, row by row, what importing it into a list would do, without doing it. Yields the steps
 * and returns the counts. Memory holds a batch of rows and the ids seen, whatever the file's length.
 */
export async function* planImport(
  dependencies: Dependencies,
  { open, list, at }: Planning,
): AsyncGenerator<ImportStep[], Plan> {
  const { dialect, head, title } = await inspectCsv(open);
  const layout = recogniseLayout(head, dependencies.readMapping);
  const tally = newTally();
  const outcome = (unreadable: boolean): Plan => ({
    title,
    layout: layout?.name ?? 'unknown',
    encoding: dialect.encoding,
    ...tally.result(),
    unreadable,
  });
  if (!layout) {
    tally.problem(noAddresses(head.length));
    return outcome(true);
  }
  const seen = new Map<string, number>();
  try {
    for await (const batch of inBatches(readRows(readCsv(open, dialect), layout, dependencies, tally)))
      yield await planRows(dependencies, batch, { list, at, seen, tally, layout });
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    tally.problem({ row: error.row, column: null, code: 'quote-unclosed', message: error.message });
    return outcome(true);
  }
  if (layout.isGuessed) tally.problem(guessedColumns(layout));
  return outcome(false);
}

function noAddresses(rows: number): ImportProblem {
  return rows === 0
    ? { row: 0, column: null, code: 'file-empty', message: 'The file holds no rows.' }
    : {
        row: 1,
        column: null,
        code: 'no-address-column',
        message:
          'No column with email addresses was found. Give it a header such as "Email", or say which it is with --map email="…".',
      };
}

function guessedColumns({ columns, mapping, headerRow }: Layout): ImportProblem {
  const read = (['email', 'name', 'outlet'] as const).flatMap((field) => {
    const [column] = mapping[field] ?? [];
    return column === undefined ? [] : [`${columns[column]} as ${field}`];
  });
  return {
    row: headerRow,
    column: null,
    code: headerRow === 0 ? 'no-header' : 'header-unknown',
    message: `${
      headerRow === 0 ? 'The file has no header row' : 'The header is in words that are not known'
    }; columns were read by what is in them: ${read.join(', ')}. If that is wrong, say which column is which with --map.`,
  };
}

async function* readRows(
  rows: AsyncIterable<{ row: number; cells: string[] }>,
  layout: Layout,
  { vocabulary }: Dependencies,
  tally: Tally,
): AsyncGenerator<ReadRow> {
  for await (const csvRow of rows) {
    if (csvRow.row <= layout.headerRow || csvRow.cells.every((cell) => cell === '')) continue;
    const { read, problems } = readContactRow(csvRow, layout, vocabulary);
    for (const { severity: _, ...problem } of problems) tally.problem(problem);
    if (read) yield read;
    else tally.count('invalid');
  }
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
    if (first !== undefined) {
      // Wherever in the file it stands, a row that says "left" counts.
      if (row.suppress && !suppressed) steps.push(suppressStep(row, row.suppress));
      plan.tally.problem(duplicate(row, first, plan.layout));
      plan.tally.count('duplicates');
      continue;
    }
    plan.seen.set(contactId, row.row);
    if (suppressed || row.suppress) {
      if (row.suppress) steps.push(suppressStep(row, row.suppress));
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
    result: () => ({ counts, problems: problems.toSorted((a, b) => a.row - b.row), problemsLeftOut }),
  };
}
