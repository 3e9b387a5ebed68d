import type { Card } from './contact.ts';

/** The fields of a card that people edit. Dateline sets the others. */
export type CardFields = Pick<
  Card,
  | 'name'
  | 'outlet'
  | 'outletKind'
  | 'role'
  | 'phone'
  | 'beats'
  | 'regions'
  | 'languages'
  | 'zone'
  | 'lists'
  | 'tier'
  | 'consent'
  | 'notes'
>;

export const emptyFields: CardFields = {
  name: null,
  outlet: null,
  outletKind: null,
  role: null,
  phone: null,
  beats: [],
  regions: [],
  languages: [],
  zone: null,
  lists: [],
  tier: null,
  consent: null,
  notes: null,
};

const fieldNames = [
  'name',
  'outlet',
  'outletKind',
  'role',
  'phone',
  'beats',
  'regions',
  'languages',
  'zone',
  'lists',
  'tier',
  'consent',
  'notes',
] as const satisfies readonly (keyof CardFields)[];

export type FieldName = (typeof fieldNames)[number];

/** The fields in which two cards differ. */
export function changedFields(before: CardFields, after: CardFields): FieldName[] {
  return fieldNames.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}

/** Fields that do not identify a person. */
const impersonal: readonly FieldName[] = ['beats', 'regions', 'languages', 'lists', 'tier', 'outletKind'];

/**
 * A change in the form that the audit trail keeps. The trail cannot be edited, so it must not contain personal data
 * that would have to be erased later. For names, outlets, roles and notes it says only that they changed.
 */
export function auditedChange(
  before: CardFields,
  after: CardFields,
): { before: Record<string, unknown>; after: Record<string, unknown> } {
  const changed = changedFields(before, after);
  const view = (card: CardFields, unsaid: string) =>
    Object.fromEntries(changed.map((name) => [name, impersonal.includes(name) ? card[name] : unsaid]));
  return { before: view(before, '(not kept)'), after: view(after, '(changed)') };
}
