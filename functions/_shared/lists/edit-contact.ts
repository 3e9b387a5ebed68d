import type { AuditStore } from '../aws/audit-store.ts';
import type { ContactTable } from '../aws/contact-table.ts';
import type { Card } from '../domain/contact.ts';
import { auditedChange, type CardFields, changedFields, emptyFields } from '../domain/contact-change.ts';
import type { Instant } from '../domain/report.ts';

export type Dependencies = Pick<ContactTable, 'readCard' | 'editCard'> & Pick<AuditStore, 'appendAudit'>;

export interface ContactEdit {
  contactId: string;
  /** The revision that the editor saw. */
  revision: number;
  change: Partial<CardFields>;
  by: string;
  at: Instant;
}

export type Edited =
  | { outcome: 'saved' | 'unchanged'; card: Card }
  /** Somebody else saved first; `card` is their version. Nothing was written. */
  | { outcome: 'changed-since'; card: Card }
  | { outcome: 'missing' };

/**
 * Changes a card if it is still the one that the editor saw (optimistic lock). If two admins edit one card, the second
 * is told.
 */
export async function editContact(dependencies: Dependencies, edit: ContactEdit): Promise<Edited> {
  const before = await dependencies.readCard(edit.contactId);
  if (!before) return { outcome: 'missing' };
  if (before.revision !== edit.revision) return { outcome: 'changed-since', card: before };
  const after: Card = { ...before, ...edit.change, revision: before.revision + 1, updatedAt: edit.at };
  if (changedFields(before, after).length === 0) return { outcome: 'unchanged', card: before };
  if (!(await dependencies.editCard(before, after))) {
    const card = await dependencies.readCard(edit.contactId);
    return card ? { outcome: 'changed-since', card } : { outcome: 'missing' };
  }
  await dependencies.appendAudit({
    subject: `CONTACT#${edit.contactId}`,
    at: edit.at,
    by: edit.by,
    act: 'edit-contact',
    reason: null,
    ...auditedChange(before, after),
  });
  return { outcome: 'saved', card: after };
}

/** Attempts before giving up on a card that other people keep changing. */
const tries = 5;

/**
 * Writes fields that only the caller may set (a person's own wishes), whatever the revision of the card. Creates the
 * card if there is none and `email` is given.
 */
export async function setOwnFields(
  dependencies: Dependencies,
  own: {
    contactId: string;
    email: string | null;
    change: (card: CardFields) => Partial<CardFields>;
    by: string;
    act: string;
    at: Instant;
  },
): Promise<Card | null> {
  const { contactId, email, at } = own;
  for (let attempt = 0; attempt < tries; attempt++) {
    const before = await dependencies.readCard(contactId);
    if (!before && email === null) return null;
    const fields: CardFields = before ?? emptyFields;
    const after: Card = {
      contactId,
      email: before?.email ?? email ?? '',
      createdAt: before?.createdAt ?? at,
      ...fields,
      ...own.change(fields),
      revision: (before?.revision ?? 0) + 1,
      updatedAt: at,
    };
    if (before && changedFields(before, after).length === 0) return before;
    if (!(await dependencies.editCard(before, after))) continue;
    const { before: was, after: is } = auditedChange(fields, after);
    await dependencies.appendAudit({
      subject: `CONTACT#${contactId}`,
      at,
      by: own.by,
      act: own.act,
      reason: null,
      before: was,
      after: is,
    });
    return after;
  }
  throw new Error(`the card of ${contactId} changed ${tries} times while it was edited`);
}
