import type { AuditStore } from '../aws/audit-store.ts';
import type { ContactTable } from '../aws/contact-table.ts';
import type { Card } from '../domain/contact.ts';
import type { Language } from '../domain/newsroom.ts';
import type { Notice } from '../domain/notice.ts';
import type { Instant } from '../domain/report.ts';

export type AccreditDependencies = Pick<ContactTable, 'readCard' | 'accredit'> &
  Pick<AuditStore, 'appendAudit'>;

export interface Decision {
  contactId: string;
  termsVersion: string;
  /** What the admin's decision is based on: a signed form, a press card. */
  evidence: string;
  by: string;
  at: Instant;
}

/** Accredits a contact by an admin's decision. */
export async function accreditContact(
  dependencies: AccreditDependencies,
  { contactId, termsVersion, evidence, by, at }: Decision,
): Promise<'accredited' | 'missing'> {
  if (!(await dependencies.readCard(contactId))) return 'missing';
  await dependencies.accredit(contactId, { termsVersion, at, evidence, by });
  await dependencies.appendAudit({
    subject: `CONTACT#${contactId}`,
    at,
    by,
    act: 'accredit',
    reason: evidence,
    before: null,
    after: { termsVersion },
  });
  return 'accredited';
}

export type RevokeDependencies = Pick<ContactTable, 'revokeAccreditation'> & Pick<AuditStore, 'appendAudit'>;

/** Revokes an accreditation. Takes effect from the next claim, also for deliveries that are already queued. */
export async function revokeAccreditation(
  dependencies: RevokeDependencies,
  { contactId, reason, by, at }: { contactId: string; reason: string; by: string; at: Instant },
): Promise<void> {
  await dependencies.revokeAccreditation(contactId);
  await dependencies.appendAudit({
    subject: `CONTACT#${contactId}`,
    at,
    by,
    act: 'revoke-accreditation',
    reason,
    before: null,
    after: null,
  });
}

export interface OfferDependencies
  extends Pick<ContactTable, 'readCard' | 'offerTerms'>,
    Pick<AuditStore, 'appendAudit'> {
  languageOf: (card: Card) => Language;
  /** The address of the terms page for this contact. */
  termsUrl: (contactId: string, version: string) => string;
  sendNotice: (noticeId: string, to: { email: string; contactId: string }, notice: Notice) => Promise<void>;
}

/** Marks a contact as trusted enough for accreditation, and sends them the embargo terms to accept by link. */
export async function offerTerms(
  dependencies: OfferDependencies,
  { contactId, version, by, at }: { contactId: string; version: string; by: string; at: Instant },
): Promise<'offered' | 'missing'> {
  const card = await dependencies.readCard(contactId);
  if (!card) return 'missing';
  await dependencies.offerTerms(contactId, { version, at, by });
  await dependencies.sendNotice(
    `terms-${contactId}-${at.replace(/[^0-9]/g, '')}`,
    { email: card.email, contactId },
    {
      kind: 'terms',
      language: dependencies.languageOf(card),
      name: card.name,
      termsVersion: version,
      termsUrl: dependencies.termsUrl(contactId, version),
    },
  );
  await dependencies.appendAudit({
    subject: `CONTACT#${contactId}`,
    at,
    by,
    act: 'offer-terms',
    reason: null,
    before: null,
    after: { termsVersion: version },
  });
  return 'offered';
}
