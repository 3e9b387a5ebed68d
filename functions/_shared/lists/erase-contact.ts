import type { AuditLine } from '../domain/audit.ts';
import type { Card, SuppressionReason } from '../domain/contact.ts';
import type { Instant } from '../domain/report.ts';

export interface Dependencies {
  suppress: (contactId: string, reason: SuppressionReason, evidence: string, at: Instant) => Promise<boolean>;
  clearStanding: (contactId: string) => Promise<void>;
  readCard: (contactId: string) => Promise<Card | null>;
  /** False when the card changed since it was read. */
  deleteCard: (card: Card) => Promise<boolean>;
  /** Also entries that a crash left on lists the card does not name. */
  deleteEntries: (contactId: string) => Promise<void>;
  deleteSignUp: (contactId: string) => Promise<void>;
  listDeliveryIds: () => AsyncIterable<string>;
  anonymiseRecord: (deliveryId: string, contactId: string) => Promise<boolean>;
  forgetInFiles: (contactId: string) => Promise<number>;
  /** Rows of dropped lists that hold this person's address. */
  forgetInLists: (contactId: string) => Promise<number>;
  appendAudit: (line: AuditLine) => Promise<void>;
}

/** What was found and forgotten. */
export interface Erased {
  contactId: string;
  card: boolean;
  /** Delivery records that are anonymous counts now. */
  records: number;
  files: number;
}

/**
 * Erases a person: address and name go everywhere. The id stays, marked erased, so that no import brings them back;
 * it is the keyed hash of an address and tells nobody which. The mark comes first: from there on nothing is sent and
 * nothing is imported, whatever a crash leaves to be done by the next try.
 */
export async function eraseContact(
  dependencies: Dependencies,
  { contactId, by, at }: { contactId: string; by: string; at: Instant },
): Promise<Erased> {
  await dependencies.suppress(contactId, 'erased', 'asked to be erased', at);
  await dependencies.clearStanding(contactId);
  let card = await dependencies.readCard(contactId);
  const hadCard = card !== null;
  while (card && !(await dependencies.deleteCard(card))) card = await dependencies.readCard(contactId);
  await dependencies.deleteEntries(contactId);
  await dependencies.deleteSignUp(contactId);
  let records = 0;
  for await (const deliveryId of dependencies.listDeliveryIds())
    if (await dependencies.anonymiseRecord(deliveryId, contactId)) records += 1;
  const files = (await dependencies.forgetInLists(contactId)) + (await dependencies.forgetInFiles(contactId));
  await dependencies.appendAudit({
    subject: `CONTACT#${contactId}`,
    at,
    by,
    act: 'erase',
    reason: null,
    before: null,
    after: { card: hadCard, records, files },
  });
  return { contactId, card: hadCard, records, files };
}
