import { createHash } from 'node:crypto';
import type { ReleaseContent } from './reading.ts';

/** A hash of everything that is sent, so that the same content dropped again is recognised. */
export function contentHashOf(content: Omit<ReleaseContent, 'contentHash'>): string {
  const { problems: _problems, assumptions: _assumptions, sameTextAs: _sameTextAs, texts, ...said } = content;
  // It does not matter where the contacts were found.
  const shown = texts.map(({ contactsDeclared: _declared, ...text }) => text);
  return createHash('sha256')
    .update(canonical({ ...said, texts: shown }))
    .digest('hex');
}

/** JSON with sorted keys. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, entry]) => `${JSON.stringify(key)}:${canonical(entry)}`)
    .join(',')}}`;
}
