import * as z from 'zod';
import { type Version, versionSchema } from '../domain/release.ts';
import { isOpen, plansOf, type Release, releaseSchema, undecided } from '../domain/release-life.ts';
import { statusSchema } from '../domain/report.ts';
import { queryItems, readItem } from './read-items.ts';
import type { Table } from './table.ts';
import { deleteItem, putItem } from './write-items.ts';

export const headKey = (releaseId: string) => ({ pk: `RELEASE#${releaseId}`, sk: 'HEAD' });
const versionKey = (releaseId: string, version: number) => ({
  pk: `RELEASE#${releaseId}`,
  sk: `VERSION#${String(version).padStart(4, '0')}`,
});
const reportKey = (releaseId: string, key: string) => ({ pk: `RELEASE#${releaseId}`, sk: `REPORT#${key}` });

export type ReleaseTable = ReturnType<typeof releaseTable>;

export function releaseTable(table: Table) {
  return { ...heads(table), ...versions(table), ...reportPointers(table) };
}

function heads(table: Table) {
  return {
    /** The current head. A strongly consistent read, because every gate depends on it. */
    readHead: (releaseId: string): Promise<Release | null> =>
      readItem(table, headKey(releaseId), releaseSchema),

    /**
     * Writes a head over the previous revision. False if somebody else moved the release since it was read; then
     * nothing is written, and the caller reads and decides again.
     */
    putRelease(release: Release): Promise<boolean> {
      const index = {
        gsi1pk: isInProgress(release) ? 'RELEASES#open' : 'RELEASES#settled',
        gsi1sk: `${release.updatedAt}#${release.releaseId}`,
      };
      const item = { ...headKey(release.releaseId), ...index, ...release };
      if (release.revision === 1) return putItem(table, item, { condition: 'attribute_not_exists(pk)' });
      const values = { ':before': release.revision - 1 };
      return putItem(table, item, { condition: 'revision = :before', values });
    },

    /** Releases by their last change, latest first. `open`: releases on which something is still to happen. */
    listReleases: (which: 'open' | 'settled'): AsyncIterable<Release> =>
      queryItems(
        table,
        {
          IndexName: 'gsi1',
          KeyConditionExpression: 'gsi1pk = :pk',
          values: { ':pk': `RELEASES#${which}` },
          ScanIndexForward: false,
        },
        releaseSchema,
      ),
  };
}

/** Whether a sweep must check the release: something waits for a person, a clock or a queue. */
function isInProgress(release: Release): boolean {
  return (
    undecided(release) !== null || plansOf(release).some((plan) => isOpen(plan) || plan.state === 'overdue')
  );
}

function versions(table: Table) {
  /** The versions of a release, oldest first. */
  const listVersions = (releaseId: string): AsyncIterable<Version> =>
    queryItems(
      table,
      {
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
        values: { ':pk': `RELEASE#${releaseId}`, ':sk': 'VERSION#' },
        ConsistentRead: true,
      },
      versionSchema,
    );
  return {
    listVersions,

    /** The numbers of a release's versions, by content hash. */
    async readVersionHashes(releaseId: string): Promise<ReadonlyMap<string, number>> {
      const hashes = new Map<string, number>();
      for await (const { contentHash, version } of listVersions(releaseId)) hashes.set(contentHash, version);
      return hashes;
    },

    /** Writes a version unless it exists: a version never changes. */
    async putVersion(version: Version): Promise<void> {
      const item = { ...versionKey(version.releaseId, version.version), ...version };
      await putItem(table, item, { condition: 'attribute_not_exists(pk)' });
    },

    readVersion: (releaseId: string, version: number): Promise<Version | null> =>
      readItem(table, versionKey(releaseId, version), versionSchema),
  };
}

const reportPointerSchema = z.object({ key: z.string(), identity: z.string(), status: statusSchema });
/** The last drop of a key that was read. `identity` is the ETag of the object that was read. */
export type ReportPointer = z.infer<typeof reportPointerSchema>;

function reportPointers(table: Table) {
  return {
    async putReportPointer(releaseId: string, pointer: ReportPointer): Promise<void> {
      await putItem(table, { ...reportKey(releaseId, pointer.key), ...pointer });
    },

    /** The dropped files of a release and the result of each, in the order of keys. */
    listReportPointers: (releaseId: string): AsyncIterable<ReportPointer> =>
      queryItems(
        table,
        {
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
          values: { ':pk': `RELEASE#${releaseId}`, ':sk': 'REPORT#' },
        },
        reportPointerSchema,
      ),

    /** Deletes the result for a file that no longer exists. */
    async deleteReportPointer(releaseId: string, key: string): Promise<void> {
      await deleteItem(table, reportKey(releaseId, key));
    },
  };
}
