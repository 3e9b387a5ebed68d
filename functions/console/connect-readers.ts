import { readChunks, readDelivery, readResults } from '../_shared/aws/delivery-table.ts';
import { listReleases, listReportPointers, listVersions, readHead } from '../_shared/aws/release-table.ts';
import type { Table } from '../_shared/aws/table.ts';
import type { ReleaseReaders } from './release-view.ts';

/** What the views of releases read, bound to one newsroom's table: for the console and the command line. */
export function connectReaders(table: Table, now: () => Date): ReleaseReaders {
  return {
    listReleases: (which) => listReleases(table, which),
    readHead: (releaseId) => readHead(table, releaseId),
    listVersions: (releaseId) => listVersions(table, releaseId),
    listReportPointers: (releaseId) => listReportPointers(table, releaseId),
    readDelivery: (deliveryId) => readDelivery(table, deliveryId),
    readChunks: (deliveryId) => readChunks(table, deliveryId),
    readResults: (deliveryId) => readResults(table, deliveryId),
    now,
  };
}
