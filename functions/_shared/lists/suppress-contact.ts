import type { AuditStore } from '../aws/audit-store.ts';
import type { ContactTable } from '../aws/contact-table.ts';
import type { SuppressionReason } from '../domain/contact.ts';
import type { Instant } from '../domain/report.ts';

export type Dependencies = Pick<ContactTable, 'suppress'> & Pick<AuditStore, 'appendAudit'>;

export interface Suppression {
  contactId: string;
  reason: SuppressionReason;
  /** How we know it, without an address: `one-click; list general-press; release forum`. */
  evidence: string;
  by: string;
  at: Instant;
}

/**
 * Suppresses a contact and writes one audit line. False if the contact was already suppressed for this or a stronger
 * reason.
 */
export async function suppressContact(
  dependencies: Dependencies,
  suppression: Suppression,
): Promise<boolean> {
  const { contactId, reason, evidence, by, at } = suppression;
  const changed = await dependencies.suppress(contactId, reason, evidence, at);
  if (changed)
    await dependencies.appendAudit({
      subject: `CONTACT#${contactId}`,
      at,
      by,
      act: reason === 'unsubscribed' ? 'unsubscribe' : 'suppress',
      reason: evidence,
      before: null,
      after: { suppressed: reason },
    });
  return changed;
}
