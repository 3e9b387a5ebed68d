import { parseDocument } from 'yaml';
import type { Problem } from '../../_shared/domain/report.ts';
import { problem } from '../problems.ts';
import { type Declaration, declare, fieldRepeated, unreadable } from './declaration.ts';
import { fieldAt } from './field-at.ts';
import { deepest, firstSentence, maximumDeclarationLength } from './parse-declaration.ts';

/** A field that was declared in a document: its value on the line, or below it. */
export interface FieldLine {
  key: string;
  at: number;
  value: string;
  /** Lines below an empty value: items of a list, or `name: value` parts. */
  below: string[];
}

/** Declarations typed into a document, where indents are lost and word processors changed the quotes. */
export function declareFields(fields: readonly FieldLine[], from: string): Declaration {
  const values = new Map<string, unknown>();
  const lines = new Map<string, number>();
  const problems: Problem[] = [];
  if (fields.length > 200) return unreadable(from, 'it is far too long.', fields[0]?.at);
  for (const { key, at, value, below } of fields) {
    const read = below.length === 0 ? scalarOf(value) : nestedOf(below);
    if (values.has(key)) problems.push(fieldRepeated(key, at, from));
    else if (read instanceof Unreadable)
      problems.push(
        problem(
          'front-matter-unreadable',
          `“${key}” in the ${from} cannot be read: ${read.reason}`,
          fieldAt(at, key),
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

/** Lists, maps, quoted texts, true and false, and empty values are read as YAML; anything else is text as written. */
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
    .replace(/(?<=^|[[{,:]\s{0,20})[‘’‚]|[‘’](?=\s{0,20}(?:[\]},:]|$))/gu, "'");
  const document = parseDocument(plain, { schema: 'core', version: '1.2', logLevel: 'silent' });
  const [error] = [...document.errors, ...document.warnings];
  return error
    ? new Unreadable(firstSentence(error.message))
    : document.toJS({ maxAliasCount: 0, mapAsMap: true });
}

const partLine = /^([A-Za-z]{2,20})\s{0,20}[:：](.*)$/u;

/** Lines below a field: its parts as one map, or a list. A new entry of the list begins when a part is repeated. */
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
