import { anonymiseDelivery, anonymiseRecord, listDeliveryIds } from '../aws/anonymise-records.ts';
import { appendAudit, readAudit } from '../aws/audit-table.ts';
import { type Bucket, listObjects } from '../aws/bucket.ts';
import {
  accredit,
  clearStanding,
  deleteCard,
  deleteEntries,
  editCard,
  offerTerms,
  readCard,
  readStanding,
  revokeAccreditation,
  suppress,
} from '../aws/contact-table.ts';
import { readDelivery, readKnown } from '../aws/delivery-table.ts';
import { readKeyring } from '../aws/keyring-table.ts';
import { readLists } from '../aws/list-table.ts';
import { forgetVersions } from '../aws/object-versions.ts';
import { deleteSignUp, readSignUp } from '../aws/sign-up-table.ts';
import type { Table } from '../aws/table.ts';
import { contactIdOf } from '../domain/contact-id.ts';
import { mergeRecord } from '../domain/delivery.ts';
import type { AccreditDependencies, RevokeDependencies } from './accredit-contact.ts';
import type { Dependencies as RetentionDependencies } from './apply-retention.ts';
import type { Dependencies as EditDependencies } from './edit-contact.ts';
import type { Dependencies as EraseDependencies } from './erase-contact.ts';
import type { Dependencies as ExportDependencies } from './export-contact.ts';
import { forgetInLists } from './forget-in-lists.ts';
import { forgetInFiles } from './personal-files.ts';
import type { Dependencies as SuppressDependencies } from './suppress-contact.ts';

export interface People
  extends EditDependencies,
    SuppressDependencies,
    AccreditDependencies,
    RevokeDependencies,
    EraseDependencies,
    ExportDependencies,
    RetentionDependencies {
  contactIdOf: (address: string) => string;
  offerTerms: (contactId: string, offer: { version: string; at: string; by: string }) => Promise<void>;
}

/** What admins may do with people, bound to a newsroom: for the command line and the console alike. */
export async function connectPeople(table: Table, bucket: Bucket, now: () => Date): Promise<People> {
  const { contactKey } = await readKeyring(table);
  const idOf = (address: string) => contactIdOf(address, contactKey);
  return {
    now,
    contactIdOf: idOf,
    readCard: (contactId) => readCard(table, contactId),
    readStanding: (contactId) => readStanding(table, contactId),
    editCard: (before, after) => editCard(table, before, after),
    deleteCard: (card) => deleteCard(table, card),
    deleteEntries: async (contactId) =>
      deleteEntries(
        table,
        contactId,
        (await readLists(table)).map(({ list }) => list),
      ),
    suppress: (...suppression) => suppress(table, ...suppression),
    clearStanding: (contactId) => clearStanding(table, contactId),
    accredit: (contactId, accreditation) => accredit(table, contactId, accreditation),
    revokeAccreditation: (contactId) => revokeAccreditation(table, contactId),
    offerTerms: (contactId, offer) => offerTerms(table, contactId, offer),
    readSignUp: (contactId) => readSignUp(table, contactId),
    deleteSignUp: (contactId) => deleteSignUp(table, contactId),
    readTrail: (contactId) => readAudit(table, `CONTACT#${contactId}`),
    appendAudit: (line) => appendAudit(table, line),
    listDeliveryIds: () => listDeliveryIds(bucket),
    readDelivery: (deliveryId) => readDelivery(table, deliveryId),
    readRecord: async (deliveryId, contactId) => {
      const known = (await readKnown(table, deliveryId, [contactId])).get(contactId);
      return known ? mergeRecord(known.outcome, known.feedback) : null;
    },
    anonymiseRecord: (deliveryId, contactId) => anonymiseRecord(table, deliveryId, contactId),
    anonymiseDelivery: (deliveryId) => anonymiseDelivery(table, deliveryId),
    forgetDeliveryFiles: async (deliveryId) => {
      for await (const { key } of listObjects(bucket, `store/deliveries/${deliveryId}/`))
        await forgetVersions(bucket, key, 'nothing');
    },
    listFiles: (prefix) => listObjects(bucket, prefix),
    forgetFile: (key) => forgetVersions(bucket, key, 'nothing'),
    forgetInFiles: (contactId) => forgetInFiles(bucket, contactId),
    forgetInLists: (contactId) => forgetInLists(bucket, (email) => idOf(email) === contactId),
  };
}
