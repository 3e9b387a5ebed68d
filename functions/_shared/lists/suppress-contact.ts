import type { AuditLine } from '../domain/audit.ts';
import type { SuppressionReason } from '../domain/contact.ts';
import type { Instant } from '../domain/report.ts';

export interface Dependencies {
  suppress: (contactId: string, reason: SuppressionReason, evidence: string, at: Instant) => Promise<boolean>;
  appendAudit: (line: AuditLine) => Promise<void>;
}

export interface Suppression {
  contactId: string;
  reason: SuppressionReason;
  /** How we know, without an address: `one-click; list general-press; release forum`. */
  evidence: string;
  by: string;
  at: Instant;
}

/** Writes to nobody again, and says so in the trail once. False when it was so already (or for a stronger reason). */
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
