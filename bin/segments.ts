import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import * as z from 'zod';
import { auditStore } from '../functions/_shared/aws/audit-store.ts';
import { contactTable } from '../functions/_shared/aws/contact-table.ts';
import { listTable } from '../functions/_shared/aws/list-table.ts';
import { segmentTable } from '../functions/_shared/aws/segment-table.ts';
import { outletKinds } from '../functions/_shared/domain/contact.ts';
import { type Segment, segmentSchema } from '../functions/_shared/domain/segment.ts';
import { segmentSentence } from '../functions/_shared/domain/segment-sentence.ts';
import { previewSegment, type SegmentPreview } from '../functions/_shared/lists/preview-segment.ts';
import { setSegment } from '../functions/_shared/lists/set-segment.ts';
import { type CommandIo, defineCommand, defineGroup, Refusal, UsageError, unknown } from './command.ts';
import type { Connection } from './connection.ts';

const some = <const Value extends string>(value: Value, about: string) =>
  ({ type: 'string', multiple: true, value, about }) as const;
const attributes = {
  lists: some('A,B', 'people on one of these lists'),
  beats: some('A,B', 'who cover one of these beats'),
  regions: some('A,B', 'who cover one of these regions'),
  languages: some('A,B', 'who read one of these languages, as in en,vi'),
  'outlet-kinds': some('A,B', `of these outlets: ${outletKinds.join(', ')}`),
  tiers: some('1,2', 'of these tiers, 1 to 3'),
  'not-lists': some('A,B', 'leave out: who is on one of these lists'),
  'not-beats': some('A,B', 'leave out: who covers one of these beats'),
  'not-regions': some('A,B', 'leave out: who covers one of these regions'),
  'not-languages': some('A,B', 'leave out: who reads one of these languages'),
  'not-outlet-kinds': some('A,B', 'leave out: these outlets'),
  'not-tiers': some('1,2', 'leave out: these tiers'),
} as const;

const sampleSize = 5;

const setCommand = defineCommand({
  usage: [
    'segments set NAME --file RULE.yaml',
    'segments set NAME [--lists A,B] [--beats A,B] [--regions A,B] [--languages A,B] [--outlet-kinds A,B] [--tiers 1,2] [--not-lists A,B] …',
  ],
  summary: 'stores the rule of a segment as its next version',
  options: {
    file: { type: 'string', value: 'RULE.yaml', about: 'the rule as include and exclude in a file' },
    ...attributes,
  },
  examples: [
    'segments set health-vi --beats health --languages vi',
    'segments set peace --lists general-press --not-tiers 3',
  ],
  positionals: { atLeast: 1, atMost: 1 },
  async run({ values, positionals: [name = ''], io }) {
    const { file, ...written } = values;
    const rule = file === undefined ? ruleOfOptions(written) : await ruleOfFile(file);
    if (!segmentSchema.shape.name.safeParse(name).success)
      throw new UsageError(`"${name}" is no name of a segment: lower-case letters, digits and hyphens`);
    const connection = await io.connect();
    const { table, bucket, by, now } = connection;
    const outcome = await setSegment(
      {
        ...listTable(table),
        ...contactTable(table),
        ...segmentTable(table),
        ...auditStore(bucket),
      },
      { name, rule, by, at: now().toISOString() },
    );
    switch (outcome.outcome) {
      case 'blank':
        throw new Refusal(
          `“${outcome.attribute}” of this segment names nothing. Give it a value, or leave it out.`,
        );
      case 'unknown-list':
        throw new Refusal(
          `There is no list "${outcome.list}"${outcome.meant ? `; did you mean "${outcome.meant}"?` : '.'}`,
        );
      case 'changed-since':
        throw new Refusal('Somebody else has just changed this segment. Look at it and try again.');
      case 'saved':
      case 'unchanged':
        await show(io, connection, outcome.segment);
        return 0;
    }
  },
});

const ruleSchema = segmentSchema.pick({ include: true, exclude: true }).partial({ exclude: true }).strict();

async function ruleOfFile(file: string): Promise<Pick<Segment, 'include' | 'exclude'>> {
  const parsed = ruleSchema.safeParse(parse(await readFile(file, 'utf8')));
  if (!parsed.success) throw new UsageError(`${file}: ${z.prettifyError(parsed.error)}`);
  return { exclude: [], ...parsed.data };
}

const conditionOptionsSchema = z.object({
  lists: z.array(z.string()).optional(),
  beats: z.array(z.string()).optional(),
  regions: z.array(z.string()).optional(),
  languages: z.array(z.string()).optional(),
  outletKinds: z.array(z.enum(outletKinds)).optional(),
  tiers: z.array(z.coerce.number().int().min(1).max(3)).optional(),
});

function ruleOfOptions(written: Partial<Record<string, string[]>>): Pick<Segment, 'include' | 'exclude'> {
  const condition = (prefix: string) => {
    const many = (name: string) =>
      written[prefix + name]?.flatMap((value) => value.split(',').map((part) => part.trim()));
    const parsed = conditionOptionsSchema.safeParse({
      lists: many('lists'),
      beats: many('beats'),
      regions: many('regions'),
      languages: many('languages'),
      outletKinds: many('outlet-kinds'),
      tiers: many('tiers'),
    });
    if (!parsed.success) throw new UsageError(z.prettifyError(parsed.error));
    return Object.fromEntries(Object.entries(parsed.data).filter(([, values]) => values !== undefined));
  };
  const include = condition('');
  const exclude = condition('not-');
  if (Object.keys(include).length === 0)
    throw new UsageError(
      'say whom: --lists, --beats, --regions, --languages, --outlet-kinds, --tiers, or --file',
    );
  return { include: [include], exclude: Object.keys(exclude).length > 0 ? [exclude] : [] };
}

const showCommand = defineCommand({
  usage: 'segments show NAME',
  summary: 'the rule of a segment and whom it gives now',
  options: {},
  examples: ['segments show health-vi'],
  positionals: { atLeast: 1, atMost: 1 },
  async run({ positionals: [name = ''], io }) {
    const connection = await io.connect();
    const segments = await segmentTable(connection.table).readSegments();
    const segment = segments.find((known) => known.name === name);
    if (!segment) {
      const names = segments.map((known) => known.name);
      throw new Refusal(unknown(`There is no segment "${name}"`, name, names));
    }
    await show(io, connection, segment);
    return 0;
  },
});

const listCommand = defineCommand({
  usage: 'segments list',
  summary: 'every segment with the count it gives now',
  options: {},
  examples: ['segments list'],
  positionals: { atLeast: 0, atMost: 0 },
  async run({ io }) {
    const connection = await io.connect();
    const segments = await segmentTable(connection.table).readSegments();
    if (segments.length === 0)
      io.say('No segment yet. Set one: npx dateline segments set NAME --beats health');
    for (const segment of segments) await show(io, connection, segment);
    return 0;
  },
});

async function show(io: CommandIo, { table, now }: Connection, segment: Segment): Promise<void> {
  const preview = await previewSegment(
    { ...listTable(table), ...contactTable(table), ...segmentTable(table) },
    segment,
    { now: now().toISOString(), sampleSize },
  );
  const sentence = segmentSentence(segment);
  const { contacts: count, ...rest } = preview;
  io.record({ ...segment, sentence, count, ...rest }, () => inWords(segment, sentence, preview, io));
}

function inWords(
  { name, version }: Segment,
  sentence: string,
  preview: SegmentPreview,
  { style }: CommandIo,
): string {
  const { contacts, accredited, leftOut, sample } = preview;
  const out = Object.entries(leftOut).map(([reason, n]) => `${n} ${reason}`);
  return [
    `${style.bold(name)} ${style.dim(`version ${version}`)}`,
    `  ${sentence}`,
    `  ${contacts} people now, ${accredited} of them accredited${out.length > 0 ? `; left out: ${out.join(', ')}` : ''}`,
    ...sample.map(({ email, name: who, outlet }) =>
      style.dim(`    ${email}  ${[who, outlet].filter(Boolean).join(', ')}`),
    ),
  ].join('\n');
}

export const segments = defineGroup({
  name: 'segments',
  summary: 'rules over the lists: list, set, show',
  commands: { list: listCommand, set: setCommand, show: showCommand },
});
