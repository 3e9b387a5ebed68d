import { readChunks, readDelivery, readResults } from '../_shared/aws/delivery-table.ts';
import { releaseTable } from '../_shared/aws/release-table.ts';
import type { Table } from '../_shared/aws/table.ts';
import type { ReleaseReaders } from './release-view.ts';

/** What the views of releases read, bound to one newsroom's table: for the console and the command line. */
export function connectReaders(table: Table, now: () => Date): ReleaseReaders {
  return {
    listReleases: (which) => releaseTable(table).listReleases(which),
    readHead: (releaseId) => releaseTable(table).readHead(releaseId),
    listVersions: (releaseId) => releaseTable(table).listVersions(releaseId),
    listReportPointers: (releaseId) => releaseTable(table).listReportPointers(releaseId),
    readDelivery: (deliveryId) => readDelivery(table, deliveryId),
    readChunks: (deliveryId) => readChunks(table, deliveryId),
    readResults: (deliveryId) => readResults(table, deliveryId),
    now,
  };
}
