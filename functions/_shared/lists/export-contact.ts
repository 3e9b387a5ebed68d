import type { AuditStore } from '../aws/audit-store.ts';
import type { ContactTable } from '../aws/contact-table.ts';
import type { DeliveryFiles } from '../aws/delivery-files.ts';
import type { DeliveryTable } from '../aws/delivery-table.ts';
import type { SignUpTable } from '../aws/sign-up-table.ts';
import type { AuditLine } from '../domain/audit.ts';
import type { Card, Standing } from '../domain/contact.ts';
import type { RecipientRecord } from '../domain/delivery.ts';
import type { SignUp } from '../domain/sign-up.ts';

export type Dependencies = Pick<ContactTable, 'readCard' | 'readStanding'> &
  Pick<SignUpTable, 'readSignUp'> &
  Pick<AuditStore, 'readAudit'> &
  Pick<DeliveryFiles, 'listDeliveryIds'> &
  Pick<DeliveryTable, 'readRecord'>;

/** Everything that is stored about one person, to be given to that person. */
export interface ContactExport {
  contactId: string;
  card: Card | null;
  standing: Standing;
  signUp: SignUp | null;
  trail: AuditLine[];
  deliveries: RecipientRecord[];
}

export async function exportContact(dependencies: Dependencies, contactId: string): Promise<ContactExport> {
  const deliveries: RecipientRecord[] = [];
  for await (const deliveryId of dependencies.listDeliveryIds()) {
    const record = await dependencies.readRecord(deliveryId, contactId);
    if (record) deliveries.push(record);
  }
  return {
    contactId,
    card: await dependencies.readCard(contactId),
    standing: await dependencies.readStanding(contactId),
    signUp: await dependencies.readSignUp(contactId),
    trail: await Array.fromAsync(dependencies.readAudit(`CONTACT#${contactId}`)),
    deliveries,
  };
}
