import type { AuditStore } from '../aws/audit-store.ts';
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
    Pick<AuditStore, 'appendAudit'> {
  forgetInFiles: (contactId: string) => Promise<number>;
  /** Removes this person's rows from dropped lists; returns the number of files. */
  forgetInLists: (contactId: string) => Promise<number>;
}

/** What was found and erased. */
export interface Erased {
  contactId: string;
  card: boolean;
  /** Delivery records that were anonymised. */
  records: number;
  files: number;
}

/**
 * Erases a person: address and name are removed everywhere. The id stays and is marked as erased, so that no import
 * brings the person back; it is a keyed hash, so nobody can read the address from it. The mark is set first: from then
 * on nothing is sent or imported, and after a crash the next attempt completes the rest.
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
  // Delete the entries on all lists: after a crash there may be an entry on a list that the card does not name.
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
