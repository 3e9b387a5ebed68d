import type { Card } from './contact.ts';

/** What people edit of a card; the rest is kept by us. */
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

/** What says nothing about who somebody is. */
const impersonal: readonly FieldName[] = ['beats', 'regions', 'languages', 'lists', 'tier', 'outletKind'];

/**
 * A change as the audit trail keeps it: the trail cannot be edited, so that it must hold nothing that erasing a person
 * would have to take out. Of names, outlets, roles, notes it says only that they changed.
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
