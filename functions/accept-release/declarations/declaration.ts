import { TomlDate } from 'smol-toml';
import type * as z from 'zod';
import type { Problem } from '../../_shared/domain/report.ts';
import { problem } from '../problems.ts';
import { cleanLine } from '../words/clean-text.ts';
import { type Declared, type DeclaredField, declaredSchema, fieldNamed } from './declared-schema.ts';
import { fieldAt } from './field-at.ts';
import { unknownField } from './unknown-field.ts';

/** What was declared in one place: the values, and the line of the file each stands in. */
export interface Declaration {
  values: Declared;
  lines: ReadonlyMap<string, number>;
  problems: Problem[];
  /** `front matter`, or the sidecar's file name. */
  from: string;
}

export const emptyDeclaration = (from: string, problems: Problem[]): Declaration => ({
  values: {},
  lines: new Map(),
  problems,
  from,
});

export function unreadable(from: string, message: string, at: number | undefined): Declaration {
  const code = from === 'front matter' ? 'front-matter-unreadable' : 'sidecar-unreadable';
  return emptyDeclaration(from, [
    problem(code, `The ${from} cannot be read: ${message}`, at === undefined ? {} : { line: at }),
  ]);
}

/** The fields of a map as a parser gives it. `written`: the line of each key, as it is written. */
export function declare(value: unknown, written: ReadonlyMap<string, number>, from: string): Declaration {
  if (value === null || value === undefined) return emptyDeclaration(from, []);
  if (!(value instanceof Map))
    return unreadable(from, 'it must be a list of “field: value” lines.', undefined);
  const { entries, lines, problems } = byField(value, written, from);
  const usable: Record<string, unknown> = {};
  for (const [field, entry] of entries) {
    const parsed = declaredSchema.safeParse({ [field]: entry });
    if (parsed.success) usable[field] = entry;
    else
      problems.push(
        problem(
          'field-invalid',
          `“${field}” in the ${from} cannot be used: ${explain(parsed.error)}`,
          fieldAt(lines.get(field), field),
        ),
      );
  }
  return { values: declaredSchema.parse(usable), lines, problems, from };
}

/** The entries under the names of our fields; keys that are none of them, or come twice, are problems. */
function byField(
  map: ReadonlyMap<unknown, unknown>,
  written: ReadonlyMap<string, number>,
  from: string,
): { entries: Map<DeclaredField, unknown>; lines: Map<string, number>; problems: Problem[] } {
  const entries = new Map<DeclaredField, unknown>();
  const lines = new Map(written);
  const problems: Problem[] = [];
  for (const [key, entry] of map) {
    const name = String(key);
    const at = lines.get(name);
    const field = fieldNamed(name);
    if (field === null) problems.push(...unknownField(name, at, from));
    else if (entries.has(field)) problems.push(fieldRepeated(field, at, from));
    else entries.set(field, plainValue(entry));
    if (field !== null && at !== undefined) lines.set(field, at);
  }
  return { entries, lines, problems };
}

export function fieldRepeated(name: string, at: number | undefined, from: string): Problem {
  return problem('field-repeated', `“${name}” is declared twice in the ${from}.`, fieldAt(at, name));
}

function explain(error: z.ZodError): string {
  const own = error.issues.find((issue) => issue.code === 'custom');
  if (own) return own.message;
  const paths = error.issues.map((issue) => issue.path.slice(1).join('.')).filter((path) => path !== '');
  const keys = error.issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []));
  if (keys.length > 0) return `it has no part named “${cleanLine(String(keys[0])).slice(0, 40)}”.`;
  return paths.length > 0 ? `see “${paths[0]}”.` : 'it is not of the kind expected here.';
}

/** Maps become plain objects, dates of TOML become text. A key such as `__proto__` changes no prototype. */
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
