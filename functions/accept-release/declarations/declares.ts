import { type Fence, isTyped } from './collect-fields.ts';
import type { FieldLine } from './declare-fields.ts';
import { type DeclaredField, fieldNamed } from './declared-schema.ts';
import type { Entry } from './document-entries.ts';

export const isLowerCase = (key: string) => /^\p{Ll}/u.test(key);

const strong: ReadonlySet<DeclaredField> = new Set<DeclaredField>([
  'lists',
  'segments',
  'exclude',
  'sendAt',
  'liftNotice',
  'boilerplate',
  'subtitle',
]);

/** Whether a line is surely meant for Dateline: nobody else writes it above a press release. */
export function isStrong({ key, value }: FieldLine): boolean {
  const field = fieldNamed(key.replaceAll('_', ''));
  if (field === 'correction') return isLowerCase(key);
  if (field === 'approval') return isLowerCase(key) || /^(?:required|four-eyes|auto)$/i.test(value);
  if (field === 'embargo') return /^(?:false|null|~)$/i.test(value);
  return field !== null && strong.has(field);
}

/** Fields whose names also stand as labels above the headline of any press release. */
const labels: ReadonlySet<DeclaredField> = new Set<DeclaredField>([
  'embargo',
  'date',
  'dateline',
  'contacts',
  'organisation',
  'language',
]);

/** Whether some `key: value` lines are for Dateline, and not labels of a press release. */
export function declares(fields: readonly FieldLine[], fence: Fence, next: Entry | undefined): boolean {
  if (fields.some(isStrong)) return true;
  const names = fields.map(({ key }) => fieldNamed(key));
  const allKnown = names.every((name) => name !== null);
  const isField = names.some((name) => name !== null && !labels.has(name));
  if (isTyped(fence)) return allKnown || isField;
  if (!isField) return false;
  if (fence === 'drawn') return allKnown;
  if (fields.every(({ key }) => isLowerCase(key))) return true;
  // Word begins a line with a capital letter: “Correction: …” above a headline that looks like one.
  const isAboveHeadline = next !== undefined && (next.isHeading || next.isBold);
  return allKnown && (fields.length > 1 || isAboveHeadline);
}
