import type { AuditTable } from '../aws/audit-table.ts';
import type { ContactTable } from '../aws/contact-table.ts';
import type { DeliveryFiles } from '../aws/delivery-files.ts';
import type { ListTable } from '../aws/list-table.ts';
import type { RecordAnonymiser } from '../aws/record-anonymiser.ts';
import type { SignUpTable } from '../aws/sign-up-table.ts';
import type { Instant } from '../domain/report.ts';

export interface Dependencies
  extends Pick<ContactTable, 'suppress' | 'clearStanding' | 'readCard' | 'deleteCard' | 'deleteEntries'>,
    Pick<ListTable, 'readListNames'>,
    Pick<SignUpTable, 'deleteSignUp'>,
    Pick<DeliveryFiles, 'listDeliveryIds'>,
    Pick<RecordAnonymiser, 'anonymiseRecord'>,
    Pick<AuditTable, 'appendAudit'> {
  forgetInFiles: (contactId: string) => Promise<number>;
  /** Rows of dropped lists that hold this person's address. */
  forgetInLists: (contactId: string) => Promise<number>;
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
  // From all lists: a crash may have left an entry on one that the card does not name.
  await dependencies.deleteEntries(contactId, await dependencies.readListNames());
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
