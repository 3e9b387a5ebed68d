import { randomBytes } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import path from 'node:path';
import { importStore } from '../functions/_shared/aws/import-store.ts';
import { mappingTable } from '../functions/_shared/aws/mapping-table.ts';
import { listNameSchema } from '../functions/_shared/domain/contact.ts';
import { changedFields, emptyFields } from '../functions/_shared/domain/contact-change.ts';
import type { ContactImport, ImportProblem, ImportStep } from '../functions/_shared/domain/contact-import.ts';
import { plainWords } from '../functions/_shared/domain/plain-words.ts';
import { whenInWords } from '../functions/_shared/domain/when-in-words.ts';
import { type ColumnField, columnFields } from '../functions/_shared/lists/column-fields.ts';
import { connectImports } from '../functions/_shared/lists/connect-imports.ts';
import { howFar, howFarInWords } from '../functions/_shared/lists/how-far-in-words.ts';
import { importContacts, isUnfinished } from '../functions/_shared/lists/import-contacts.ts';
import { openListFile, type ReadMapping } from '../functions/_shared/lists/list-file.ts';
import { titleOf } from '../functions/_shared/lists/list-name.ts';
import { planContacts, usualRowsInPart } from '../functions/_shared/lists/plan-contacts.ts';
import type { NamedColumns } from '../functions/_shared/lists/recognise-layout.ts';
import { undoImport } from '../functions/_shared/lists/undo-import.ts';
import { type CommandIo, defineCommand, Refusal, UsageError, unknown } from './command.ts';

/** Number of changes shown in a dry run. The counts include all. */
const changesShown = 50;

export const importCommand = defineCommand({
  usage: 'contacts import FILE --list LIST [--dry-run] [--title TITLE] [--map FIELD=HEADER]…',
  summary: 'puts the people of a CSV or Excel (.xlsx) file on a list; --dry-run shows what would change',
  options: {
    list: { type: 'string', value: 'LIST', about: 'the list that the people are put on' },
    'dry-run': { type: 'boolean', about: 'show what would change, and change nothing' },
    title: { type: 'string', value: 'TITLE', about: 'what a new list is called' },
    map: {
      type: 'string',
      value: 'FIELD=HEADER',
      multiple: true,
      about: 'which column a field is in, where it is not found by itself',
    },
  },
  examples: [
    'contacts import press.csv --list general-press --dry-run',
    'contacts import press.csv --list general-press --map "email=E-mail (work)"',
  ],
  positionals: { atLeast: 1, atMost: 1 },
  async run({ values, positionals: [file = ''], io }) {
    const { list } = values;
    if (list === undefined) throw new UsageError('say which list: --list NAME');
    if (!listNameSchema.safeParse(list).success)
      throw new UsageError(`"${list}" is no name of a list: lower-case letters, digits and hyphens`);
    if (!existsSync(file)) throw new Refusal(`There is no file ${file}.`);
    const named = readNamedColumns(values.map ?? []);
    const connection = await io.connect();
    const { table, newsroom, by, now } = connection;
    const imports = await connectImports(connection, newsroom, named);
    const changes: Change[] = [];
    let changesLeftOut = 0;
    const importing = {
      importId: `${now().toISOString().slice(0, 10)}-${randomBytes(4).toString('hex')}`,
      list,
      listTitle: values.title ?? titleOf(list),
      file: path.basename(file),
      open: async () => createReadStream(file),
      source: file,
      by,
      at: now().toISOString(),
      rowsInPart: usualRowsInPart,
      mayGoOn: () => true,
      onProgress: progressOf(io, howFarInWords),
      onSteps: (steps: readonly ImportStep[]) => {
        for (const step of steps)
          if (changes.length < changesShown) changes.push(changeOf(step));
          else changesLeftOut += 1;
      },
    };
    const made = values['dry-run']
      ? await planContacts(imports, importing, null, async () => undefined)
      : await importContacts(imports, importing);
    if (named && made.state !== 'unreadable')
      await rememberColumns(file, imports.readMapping, named, (mapping) =>
        mappingTable(table).putMapping(mapping),
      );
    const { counts, importId, layout, state } = made;
    const problems = made.problems.map(({ row, column, code, message }) => ({ row, column, code, message }));
    io.record(
      {
        ...counts,
        problems,
        list,
        importId: values['dry-run'] ? null : importId,
        layout,
        ...(values['dry-run'] ? { changes, changesLeftOut } : {}),
      },
      () => importInWords(made, values['dry-run'] ? changes : [], values['dry-run'] ? changesLeftOut : 0, io),
    );
    return state === 'unreadable' ? 1 : 0;
  },
});

function readNamedColumns(written: readonly string[]): NamedColumns | null {
  const named: NamedColumns = {};
  for (const pair of written) {
    const [name = '', ...rest] = pair.split('=');
    const field = columnFields.find((known): known is ColumnField => known === name);
    if (!field || rest.length === 0)
      throw new UsageError(
        unknown(`--map is written FIELD=HEADER, and "${name}" is no field`, name, columnFields),
      );
    named[field] = rest.join('=');
  }
  return Object.keys(named).length > 0 ? named : null;
}

/** Remembers the columns for this header, so that the next file with the same header needs no `--map`. */
async function rememberColumns(
  file: string,
  readMapping: ReadMapping,
  named: NamedColumns,
  remember: (mapping: { header: string[]; columns: Record<string, string> }) => Promise<void>,
): Promise<void> {
  const { layout } = await openListFile(async () => createReadStream(file), file, readMapping);
  if (layout.name === 'mapped')
    await remember({ header: layout.columns.map(plainWords), columns: { ...named } });
}

interface Change {
  row: number;
  change: 'add' | 'update' | 'suppress';
  contact: string;
  /** Field → its value before and after. */
  fields: Record<string, { before: unknown; after: unknown }>;
}

function changeOf(step: ImportStep): Change {
  if (step.kind === 'suppress')
    return {
      row: step.row,
      change: 'suppress',
      contact: step.contactId,
      fields: { suppressed: { before: null, after: step.reason } },
    };
  const { before, after, row } = step;
  const was = before ?? emptyFields;
  const fields = Object.fromEntries(
    changedFields(was, after).map((name) => [name, { before: was[name], after: after[name] }]),
  );
  return { row, change: before ? 'update' : 'add', contact: after.email, fields };
}

/** Prints the progress of imports that take longer than two seconds. */
function progressOf<A extends unknown[]>(io: CommandIo, inWords: (...far: A) => string) {
  let last = Date.now();
  return (...far: A) => {
    if (Date.now() - last < 2000) return;
    last = Date.now();
    io.say(`  ${inWords(...far)} …`);
  };
}

/** Number of problems shown per kind. Problems with columns and beats are all shown. */
const shownOfAKind = 5;
const namedOneByOne = /^(column|beat)-/;

/** Shows some problems of each kind, because many broken rows must not hide that a column was left out. */
function someOfEachKind(problems: readonly ImportProblem[]): ImportProblem[] {
  const shown = new Map<string, number>();
  return problems.filter(({ code }) => {
    const before = shown.get(code) ?? 0;
    shown.set(code, before + 1);
    return namedOneByOne.test(code) || before < shownOfAKind;
  });
}

function importInWords(
  made: ContactImport,
  changes: readonly Change[],
  changesLeftOut: number,
  { style }: CommandIo,
): string {
  const { counts, problems, problemsLeftOut, list, layout, importId, state } = made;
  const lines = someOfEachKind(problems).map(
    ({ row, column, message }) =>
      `  ${style.caution('!')} ${row ? `row ${row}${column ? `, ${column}` : ''}: ` : ''}${message}`,
  );
  const more = problems.length + problemsLeftOut - lines.length;
  if (state === 'unreadable') return [`${style.bad('✗')} The file was not imported.`, ...lines].join('\n');
  const said = [
    [counts.added, 'new'],
    [counts.updated, 'changed'],
    [counts.unchanged, 'unchanged'],
    [counts.duplicates, 'duplicates'],
    [counts.invalid, 'not imported'],
    [counts.suppressed, 'suppressed and staying so'],
  ] as const;
  return [
    `${style.good('✓')} ${style.bold(list)}: ${counts.rows} rows (${layout}) – ${said
      .filter(([n]) => n > 0)
      .map(([n, what]) => `${n} ${what}`)
      .join(', ')}`,
    ...changes.map((change) => changeInWords(change)),
    ...(changesLeftOut > 0 ? [style.dim(`  and ${changesLeftOut} more people`)] : []),
    ...lines,
    ...(more > 0 ? [style.dim(`  and ${more} more problems`)] : []),
    style.dim(
      state === 'planned'
        ? '  Nothing was changed.'
        : `  To take it back: npx dateline contacts undo ${importId}`,
    ),
  ].join('\n');
}

function changeInWords({ row, change, contact, fields }: Change): string {
  const sign = { add: '+', update: '~', suppress: '–' }[change];
  const words = (value: unknown): string => {
    if (Array.isArray(value)) return value.join(', ');
    if (value === null) return 'nothing';
    return typeof value === 'object' ? Object.values(value).join(', ') : JSON.stringify(value);
  };
  const details = Object.entries(fields).map(([name, { before, after }]) =>
    change === 'add' ? `      ${name}: ${words(after)}` : `      ${name}: ${words(before)} → ${words(after)}`,
  );
  return [`  ${sign} row ${row}  ${contact}`, ...details].join('\n');
}

export const undoCommand = defineCommand({
  usage: 'contacts undo IMPORT',
  summary: 'takes an import back, within thirty days',
  options: {},
  examples: ['contacts undo 2025-06-12-1a2b3c4d'],
  positionals: { atLeast: 1, atMost: 1 },
  async run({ positionals: [importId = ''], io }) {
    const connection = await io.connect();
    const imports = await connectImports(connection, connection.newsroom, null);
    const { by, now } = connection;
    const outcome = await undoImport(imports, {
      importId,
      by,
      now: now(),
      onProgress: progressOf(
        io,
        (undone: number, of: number) => `${undone} of ${of} people are as they were`,
      ),
    });
    const words = {
      undone: 'The lists are as they were; what was changed since stays changed, and who left stays away.',
      unknown: `There is no import "${importId}". See them: npx dateline contacts imports`,
      'not-applied': 'This import changed nothing.',
      'too-late': 'Imports can be taken back for thirty days.',
    };
    io.record({ importId, outcome }, () => words[outcome]);
    return outcome === 'undone' ? 0 : 1;
  },
});

export const importsCommand = defineCommand({
  usage: 'contacts imports',
  summary: 'the imports of the last thirty days and what they did',
  options: {},
  examples: ['contacts imports'],
  positionals: { atLeast: 0, atMost: 0 },
  async run({ io }) {
    const { bucket, newsroom } = await io.connect();
    const { listImports, readProgress } = importStore(bucket);
    const imports = await Array.fromAsync(listImports());
    for (const made of imports.sort((a, b) => (a.at < b.at ? -1 : 1))) {
      const { importId, list, file, by, at, state, counts } = made;
      const progress = isUnfinished(made) ? await readProgress(importId) : null;
      const far = progress && howFar(made, progress);
      io.record(
        { importId, list, file, by, at, state, ...counts, ...(far ? { progress: far } : {}) },
        () =>
          `${importId}  ${whenInWords(at, newsroom.zone)}  ${list}  ${file}  +${counts.added} ~${counts.updated}  ${state}, by ${by}${far ? `: ${howFarInWords(far)}` : ''}`,
      );
    }
    return 0;
  },
});
