import { auditStore } from '../aws/audit-store.ts';
import { type Bucket, bucketObjects } from '../aws/bucket.ts';
import { contactTable } from '../aws/contact-table.ts';
import { deliveryFiles } from '../aws/delivery-files.ts';
import { deliveryTable } from '../aws/delivery-table.ts';
import type { Keys } from '../aws/keys.ts';
import { listTable } from '../aws/list-table.ts';
import { objectVersions } from '../aws/object-versions.ts';
import { recordAnonymiser } from '../aws/record-anonymiser.ts';
import { signUpTable } from '../aws/sign-up-table.ts';
import type { Table } from '../aws/table.ts';
import { contactIdOf } from '../domain/contact-id.ts';
import { forgetInLists } from './forget-in-lists.ts';
import { forgetInFiles } from './personal-files.ts';

export type People = Awaited<ReturnType<typeof connectPeople>>;

interface PeopleResources {
  table: Table;
  bucket: Bucket;
  keys: Keys;
  now: () => Date;
}

/** The dependencies of admins' work with contacts, bound to a newsroom: for the command line and the console. */
export async function connectPeople({ table, bucket, keys, now }: PeopleResources) {
  const { contactKey } = await keys.readKeyring();
  const idOf = (address: string) => contactIdOf(address, contactKey);
  return {
    ...contactTable(table),
    ...listTable(table),
    ...signUpTable(table),
    ...auditStore(bucket),
    ...recordAnonymiser(table),
    ...deliveryTable(table),
    ...deliveryFiles(bucket),
    ...bucketObjects(bucket),
    ...objectVersions(bucket),
    now,
    contactIdOf: idOf,
    forgetInFiles: (contactId: string) => forgetInFiles(bucket, contactId),
    forgetInLists: (contactId: string) => forgetInLists(bucket, (email) => idOf(email) === contactId),
  };
}
