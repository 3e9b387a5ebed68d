import { auditStore } from '../aws/audit-store.ts';
import type { Bucket } from '../aws/bucket.ts';
import { contactTable } from '../aws/contact-table.ts';
import { deliveryTable } from '../aws/delivery-table.ts';
import { recipientFinder } from '../aws/find-recipient.ts';
import { releaseTable } from '../aws/release-table.ts';
import { segmentTable } from '../aws/segment-table.ts';
import type { Table } from '../aws/table.ts';
import type { Newsroom } from '../domain/newsroom.ts';
import type { LifeDependencies } from './move-release.ts';
import type { OneMoreDependencies } from './send-to-one-more.ts';

/** What sending to one more reader needs, for command line and console. */
export function connectOneMore(
  { newsroom, table, bucket }: { newsroom: Newsroom; table: Table; bucket: Bucket },
  life: LifeDependencies,
): OneMoreDependencies {
  return {
    ...contactTable(table),
    ...segmentTable(table),
    ...deliveryTable(table),
    ...releaseTable(table),
    ...auditStore(bucket),
    ...recipientFinder(bucket),
    ...life,
    newsroom,
  };
}
