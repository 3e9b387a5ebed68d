import { parse as parseToml, TomlDate } from 'smol-toml';
import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { readRegion } from '../../_shared/domain/contact-regions.ts';
import { nearest as nearestOf } from '../../_shared/domain/nearest.ts';
import type { Problem } from '../../_shared/domain/report.ts';
import { problem } from '../problems.ts';
import { cleanLine, cleanText } from '../words/clean-text.ts';

const line = z.union([z.string(), z.number()]).transform((value) => cleanLine(String(value)));
const word = z.string().transform(cleanLine).pipe(z.string().min(1).max(200));
const words = z.union([word.transform((one) => [one]), z.array(word).max(200)]);
/** “—” names no place: taken for nothing, it would send the release to every region. */
const regions = words.refine((names) => names.every((name) => readRegion(name) !== null), {
  error: 'a region has a name: write a country or a place, as in “VN” or “Mekong Delta”, or remove the line.',
});
const prose = z.string().transform((value) => cleanText(value).trim());
const nullable = <T extends z.ZodType>(schema: T) => schema.nullable().optional();

/** `none` in the newsroom's languages, `no`, `false`, or nothing at all. */
const isNone = (value: string | boolean) =>
  /^(?:|none|no|nil|false|null|~|n\/a|not applicable|-|–|—|aucun|non|ninguno|kein|keine[rs]?|нет|không(?: có)?|لا يوجد|لا|无|無|没有)$/iu.test(
    String(value).trim(),
  );

const contactSchema = z.union([
  line.transform((text) => ({ name: null, organisation: null, email: null, phone: null, text })),
  z.strictObject({
    name: nullable(line),
    organisation: nullable(line),
    organization: nullable(line),
    email: nullable(line),
    phone: nullable(line),
    title: nullable(line),
    role: nullable(line),
  }),
]);
const imageSchema = z.union([
  word.transform((file) => ({ file })),
  z.strictObject({ file: word, alt: nullable(line), caption: nullable(line), credit: nullable(line) }),
]);
const attachmentSchema = z.union([
  word.transform((file) => ({ file })),
  z.strictObject({ file: word, title: nullable(line) }),
]);

/** What the desk may declare, in front matter or in a sidecar. */
export const declaredSchema = z.strictObject({
  title: nullable(line),
  subtitle: nullable(line),
  summary: nullable(prose),
  language: nullable(word),
  dateline: nullable(
    z.union([line, z.strictObject({ place: nullable(line), city: nullable(line), date: nullable(line) })]),
  ),
  /** Short for `dateline.date`, as content systems export it. */
  date: nullable(line),
  /** Who issues the release: stands in for a contact's missing organisation. */
  organisation: nullable(line),
  /** Text, as written: read by the same reader as an embargo in the file. `false`: declared to have none. */
  embargo: z
    .union([line, z.boolean()])
    .nullable()
    .transform((value) => (value === null || isNone(value) ? false : value))
    .optional(),
  sendAt: nullable(line),
  lists: nullable(words),
  segments: nullable(words),
  exclude: nullable(words),
  topics: nullable(words),
  regions: nullable(regions),
  contacts: nullable(z.union([contactSchema.transform((one) => [one]), z.array(contactSchema).max(50)])),
  boilerplate: nullable(prose),
  images: nullable(z.union([imageSchema.transform((one) => [one]), z.array(imageSchema).max(100)])),
  attachments: nullable(
    z.union([attachmentSchema.transform((one) => [one]), z.array(attachmentSchema).max(100)]),
  ),
  sender: nullable(z.union([line, z.strictObject({ name: nullable(line), replyTo: nullable(line) })])),
  correction: nullable(prose),
  liftNotice: nullable(z.boolean()),
  approval: nullable(z.enum(['required', 'four-eyes', 'auto'])),
  /** Releases with the same text: this is another one, and the desk knows. */
  sameTextAs: nullable(words),
});
export type Declared = z.infer<typeof declaredSchema>;
export type DeclaredField = keyof Declared;
const known = declaredSchema.keyof().options;

/** What was declared in one place: the values, and the line of the file each stands in. */
export interface Declaration {
  values: Declared;
  lines: ReadonlyMap<string, number>;
  problems: Problem[];
  /** `front matter`, or the sidecar's file name. */
  from: string;
}

/** Content systems write these beside what we know; they say the same in other words, or nothing we need. */
const synonyms: Record<string, DeclaredField> = {
  headline: 'title',
  subheadline: 'subtitle',
  deck: 'subtitle',
  description: 'summary',
  lang: 'language',
  locale: 'language',
  embargoed: 'embargo',
  embargoUntil: 'embargo',
  embargo_until: 'embargo',
  embargoedUntil: 'embargo',
  send_at: 'sendAt',
  sendat: 'sendAt',
  lift_notice: 'liftNotice',
  tags: 'topics',
  beats: 'topics',
};
export const maximumDeclarationLength = 100_000;

/** Front matter between `---` (YAML) or `+++` (TOML), and the text below it. */
export function splitFrontMatter(text: string): {
  declaration: Declaration | null;
  body: string;
  firstLine: number;
  problems: Problem[];
} {
  const whole = { declaration: null, body: text, firstLine: 1, problems: [] };
  const opening = /^((?:[ \t]*\n)*)(---|\+\+\+)([^\n]*)\n/.exec(text);
  if (!opening) return whole;
  const [, blank = '', mark = '---', language = ''] = opening;
  const line = blank.split('\n').length;
  if (language.trim() !== '' && /^[-+\s]*$/.test(language)) return whole;
  if (language.trim() !== '')
    return {
      ...whole,
      problems: [
        problem(
          'front-matter-language',
          `The front matter asks to be read as “${cleanLine(language).slice(0, 30)}”.`,
          { line },
        ),
      ],
    };
  const closing = new RegExp(`^${mark === '---' ? '(?:---|\\.\\.\\.)' : '\\+\\+\\+'}[ \\t]*$`, 'm');
  const inner = text.slice(opening[0].length);
  const end = closing.exec(inner);
  const content = end ? inner.slice(0, end.index) : '';
  if (!end) {
    // A rule as the very first line of a text without front matter is only a rule.
    if (!/^[A-Za-z_]{2,30}\s*[:=]/.test(inner)) return whole;
    return {
      ...whole,
      problems: [
        problem('front-matter-unreadable', 'The front matter is opened but never closed.', { line }),
      ],
    };
  }
  if (
    mark === '---' &&
    !/^[ \t]*["']?[\p{L}_$][\p{L}\w$-]*["']?[ \t]*:|^[ \t]*[#{[&!*%]/mu.test(content) &&
    content.trim() !== ''
  )
    return whole;
  const body = inner.slice(end.index + end[0].length).replace(/^\n/, '');
  const firstLine = text.slice(0, text.length - body.length).split('\n').length;
  const declaration =
    mark === '---'
      ? parseYamlDeclaration(content, 'front matter', line)
      : parseTomlDeclaration(content, 'front matter', line);
  return { declaration, body, firstLine, problems: declaration.problems };
}

/** A sidecar file: YAML or JSON, by its name. */
export function parseSidecar(text: string, name: string): Declaration {
  return parseYamlDeclaration(text, name, 0);
}

const none = (from: string, problems: Problem[]): Declaration => ({
  values: {},
  lines: new Map(),
  problems,
  from,
});

function unreadable(from: string, message: string, at: number | undefined): Declaration {
  const code = from === 'front matter' ? 'front-matter-unreadable' : 'sidecar-unreadable';
  return none(from, [
    problem(code, `The ${from} cannot be read: ${message}`, at === undefined ? {} : { line: at }),
  ]);
}

/** JSON is YAML to this parser: one reader, one set of limits. No types beyond the core schema, few aliases, no tags. */
function parseYamlDeclaration(text: string, from: string, linesAbove: number): Declaration {
  if (text.length > maximumDeclarationLength) return unreadable(from, 'it is far too long.', undefined);
  if (deepest(text) > 30) return unreadable(from, 'it is nested too deeply.', undefined);
  const counter = new LineCounter();
  try {
    const document = parseDocument(text, {
      schema: 'core',
      version: '1.2',
      uniqueKeys: true,
      lineCounter: counter,
      merge: false,
      logLevel: 'silent',
    });
    const [error] = [...document.errors, ...document.warnings];
    if (error) {
      const at = counter.linePos(error.pos[0]).line + linesAbove;
      return unreadable(from, firstSentence(error.message), at);
    }
    const lines = new Map<string, number>();
    if (isMap(document.contents))
      for (const { key } of document.contents.items)
        if (isScalar(key) && key.range)
          lines.set(String(key.value), counter.linePos(key.range[0]).line + linesAbove);
    return declare(document.toJS({ maxAliasCount: 10, mapAsMap: true }), lines, from);
  } catch (error) {
    return unreadable(from, firstSentence(error instanceof Error ? error.message : ''), undefined);
  }
}

function deepest(text: string): number {
  let depth = 0;
  let most = 0;
  for (const character of text)
    if (character === '[' || character === '{') most = Math.max(most, ++depth);
    else if ((character === ']' || character === '}') && depth > 0) depth--;
  const indents = text.match(/^(?:- ){10,}/gm) ?? [];
  for (const indent of indents) most = Math.max(most, indent.length / 2);
  return most;
}

function firstSentence(message: string): string {
  return cleanLine(message.split('\n')[0] ?? '')
    .replace(/ at line \d+, column \d+:?$/, '')
    .slice(0, 160);
}

function parseTomlDeclaration(text: string, from: string, linesAbove: number): Declaration {
  if (text.length > maximumDeclarationLength || deepest(text) > 30)
    return unreadable(from, 'it is too long or too deep.', undefined);
  try {
    const table = parseToml(text);
    const lines = new Map<string, number>();
    for (const [index, row] of text.split('\n').entries()) {
      const key = /^\s*["']?([\w-]+)["']?\s*=/.exec(row)?.[1];
      if (key && !lines.has(key)) lines.set(key, index + 1 + linesAbove);
    }
    return declare(new Map(Object.entries(table)), lines, from);
  } catch (error) {
    return unreadable(from, firstSentence(error instanceof Error ? error.message : ''), undefined);
  }
}

/** A field that was declared in a document: its value on the line, or below it. */
export interface FieldLine {
  key: string;
  at: number;
  value: string;
  /** Lines below an empty value: items of a list, or `name: value` parts. */
  below: string[];
}

/** Declarations typed into a document, where indents are lost and quotes were made round. */
export function declareFields(fields: readonly FieldLine[], from: string): Declaration {
  const values = new Map<string, unknown>();
  const lines = new Map<string, number>();
  const problems: Problem[] = [];
  if (fields.length > 200) return unreadable(from, 'it is far too long.', fields[0]?.at);
  for (const { key, at, value, below } of fields) {
    const read = below.length === 0 ? scalarOf(value) : nestedOf(below);
    if (values.has(key))
      problems.push(problem('field-repeated', `“${key}” is declared twice in the ${from}.`, where(at, key)));
    else if (read instanceof Unreadable)
      problems.push(
        problem(
          'front-matter-unreadable',
          `“${key}” in the ${from} cannot be read: ${read.reason}`,
          where(at, key),
        ),
      );
    else values.set(key, read);
    lines.set(key, at);
  }
  const declared = declare(values, lines, from);
  return { ...declared, problems: [...problems, ...declared.problems] };
}

class Unreadable {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

/** A value as YAML reads it when it is a list, a map, quoted, yes or no, or nothing; else its words as they stand. */
function scalarOf(written: string): unknown {
  const text = written.trim();
  if (/^(?:|~|null)$/i.test(text)) return null;
  if (/^(?:true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  if (/^[|>][+-]?$/.test(text)) return new Unreadable('write it on one line.');
  const quoted = /^[“„«]([^“”„«»]*)[”“»]$/u.exec(text)?.[1] ?? /^[‘‚]([^‘’‚]*)[’‘]$/u.exec(text)?.[1];
  if (quoted !== undefined) return quoted.trim();
  return /^[[{"']/.test(text) ? flowOf(text) : text;
}

/** `[a, b]`, `{name: A}` or a quoted text, with the quotes and spaces that word processors make. */
function flowOf(text: string): unknown {
  if (text.length > maximumDeclarationLength || deepest(text) > 30)
    return new Unreadable('it is nested too deeply.');
  const plain = text
    .replace(/[\u00a0\u202f]/g, ' ')
    .replace(/[“”„«»]/g, '"')
    .replace(/(?<=^|[[{,:]\s*)[‘’‚]|[‘’](?=\s*(?:[\]},:]|$))/gu, "'");
  const document = parseDocument(plain, { schema: 'core', version: '1.2', logLevel: 'silent' });
  const [error] = [...document.errors, ...document.warnings];
  return error
    ? new Unreadable(firstSentence(error.message))
    : document.toJS({ maxAliasCount: 0, mapAsMap: true });
}

const partLine = /^([A-Za-z]{2,20})\s*[:：]\s*(.*)$/u;

/** Lines below a field: its parts as one map, or a list whose next entry begins where a part comes again. */
function nestedOf(lines: readonly string[]): unknown {
  const entries: unknown[] = [];
  for (const line of lines) {
    const [, name, value = ''] = partLine.exec(line) ?? [];
    const read = scalarOf(name === undefined ? line : value);
    if (read instanceof Unreadable) return read;
    const last = entries.at(-1);
    const key = name === undefined ? undefined : partNamed(name);
    if (key === undefined) entries.push(read);
    else if (last instanceof Map && !last.has(key)) last.set(key, read);
    else entries.push(new Map([[key, read]]));
  }
  const [only] = entries;
  return entries.length === 1 && only instanceof Map ? only : entries;
}
/** Word begins a line with a capital letter. */
const partNamed = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);

/** The field that a key names, however it is capitalised. */
export function fieldNamed(name: string): DeclaredField | null {
  return known.find((field) => field.toLowerCase() === name.toLowerCase()) ?? null;
}

function declare(value: unknown, lines: Map<string, number>, from: string): Declaration {
  if (value === null || value === undefined) return none(from, []);
  if (!(value instanceof Map))
    return unreadable(from, 'it must be a list of “field: value” lines.', undefined);
  const problems: Problem[] = [];
  const plain: Record<string, unknown> = {};
  for (const [key, entry] of value) {
    const name = String(key);
    const field = fieldNamed(name);
    if (field === null) problems.push(...unknownField(name, lines.get(name), from));
    else if (field in plain)
      problems.push(
        problem(
          'field-repeated',
          `“${field}” is declared twice in the ${from}.`,
          where(lines.get(name), field),
        ),
      );
    else plain[field] = plainValue(entry);
    const at = lines.get(name);
    if (field !== null && at !== undefined) lines.set(field, at);
  }
  const usable: Record<string, unknown> = {};
  for (const [field, entry] of Object.entries(plain)) {
    const schema = declaredSchema.safeParse({ [field]: entry });
    if (schema.success) usable[field] = entry;
    else
      problems.push(
        problem(
          'field-invalid',
          `“${field}” in the ${from} cannot be used: ${explain(schema.error)}`,
          where(lines.get(field), field),
        ),
      );
  }
  return { values: declaredSchema.parse(usable), lines, problems, from };
}
function where(at: number | undefined, field: string): Problem['where'] {
  return at === undefined ? { field } : { line: at, field };
}

function explain(error: z.ZodError): string {
  const own = error.issues.find((issue) => issue.code === 'custom');
  if (own) return own.message;
  const paths = error.issues.map((issue) => issue.path.slice(1).join('.')).filter((path) => path !== '');
  const keys = error.issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []));
  if (keys.length > 0) return `it has no part named “${cleanLine(String(keys[0])).slice(0, 40)}”.`;
  return paths.length > 0 ? `see “${paths[0]}”.` : 'it is not of the kind expected here.';
}

function unknownField(name: string, at: number | undefined, from: string): Problem[] {
  const shown = cleanLine(name).slice(0, 60);
  const nearest =
    (Object.hasOwn(synonyms, name) ? synonyms[name] : undefined) ??
    nearestOf(name.slice(0, 40), known) ??
    likest(name.slice(0, 40));
  const fix = nearest
    ? `Did you mean “${nearest}”? Correct it or remove the line.`
    : `Remove it. Known fields: ${known.join(', ')}.`;
  return [
    problem(
      'field-unknown',
      `The ${from} has a field “${shown}” that is not known.${nearest ? ` The nearest known one is “${nearest}”.` : ''}`,
      where(at, shown),
      fix,
    ),
  ];
}

/** The known field that shares most letter pairs with a name: letters swapped (`titel`) count little. */
function likest(name: string): string | null {
  const pairs = (word: string) =>
    new Set([...word.toLowerCase()].flatMap((letter, i, all) => [letter, letter + (all[i + 1] ?? '')]));
  const own = pairs(name);
  const ranked = known
    .map((field) => {
      const theirs = pairs(field);
      return { field, shared: [...theirs].filter((pair) => own.has(pair)).length / (own.size + theirs.size) };
    })
    .sort((a, b) => b.shared - a.shared);
  const [best] = ranked;
  return best && best.shared > 0.2 ? best.field : null;
}

/** Maps become plain objects without a prototype's reach; dates of TOML become text. */
function plainValue(value: unknown, depth = 0): unknown {
  if (depth > 6) return null;
  if (value instanceof TomlDate) return value.toISOString();
  if (value instanceof Map)
    return Object.fromEntries([...value].map(([key, entry]) => [String(key), plainValue(entry, depth + 1)]));
  if (Array.isArray(value)) return value.slice(0, 500).map((entry) => plainValue(entry, depth + 1));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [key, plainValue(entry, depth + 1)]),
    );
  return value;
}
