import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
} from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { type Version, versionSchema } from '../domain/release.ts';
import { isOpen, type Release, releaseSchema, undecided } from '../domain/release-life.ts';
import { statusSchema } from '../domain/report.ts';
import { fromItem, toItem } from './item.ts';
import type { Table } from './table.ts';

const headKey = (releaseId: string) => ({ pk: `RELEASE#${releaseId}`, sk: 'HEAD' });
const versionKey = (releaseId: string, version: number) => ({
  pk: `RELEASE#${releaseId}`,
  sk: `VERSION#${String(version).padStart(4, '0')}`,
});
const reportKey = (releaseId: string, key: string) => ({ pk: `RELEASE#${releaseId}`, sk: `REPORT#${key}` });

/** The head as it is now: a strong read, since every gate stands on it. */
export async function readHead(table: Table, releaseId: string): Promise<Release | null> {
  const { Item } = await table.client.send(
    new GetItemCommand({ TableName: table.name, Key: toItem(headKey(releaseId)), ConsistentRead: true }),
  );
  return Item ? fromItem(releaseSchema, Item) : null;
}

/**
 * Writes a head over the revision before it. False: somebody else moved the release since it was read; nothing was
 * written, and the caller reads and decides again.
 */
export async function putRelease(table: Table, release: Release): Promise<boolean> {
  return put(table, {
    Item: toItem({
      ...headKey(release.releaseId),
      gsi1pk: isInProgress(release) ? 'RELEASES#open' : 'RELEASES#settled',
      gsi1sk: `${release.updatedAt}#${release.releaseId}`,
      ...release,
    }),
    ConditionExpression: release.revision === 1 ? 'attribute_not_exists(pk)' : 'revision = :before',
    ExpressionAttributeValues:
      release.revision === 1 ? undefined : toItem({ ':before': release.revision - 1 }),
  });
}

/** Whether a sweep has to look at it: something waits for a person, a clock or a queue. */
function isInProgress({ candidate, live, ...head }: Release): boolean {
  return (
    undecided({ candidate, live, ...head }) !== null ||
    (live?.editions ?? []).some((edition) => isOpen(edition) || edition.state === 'overdue')
  );
}

/** Puts a version if it is not there: once written it never changes. */
export async function putVersion(table: Table, version: Version): Promise<void> {
  await put(table, {
    Item: toItem({ ...versionKey(version.releaseId, version.version), ...version }),
    ConditionExpression: 'attribute_not_exists(pk)',
  });
}

export async function readVersion(table: Table, releaseId: string, version: number): Promise<Version | null> {
  const { Item } = await table.client.send(
    new GetItemCommand({
      TableName: table.name,
      Key: toItem(versionKey(releaseId, version)),
      ConsistentRead: true,
    }),
  );
  return Item ? fromItem(versionSchema, Item) : null;
}

/** A release's versions, oldest first. */
export async function* listVersions(table: Table, releaseId: string): AsyncGenerator<Version> {
  const pages = paginateQuery(
    { client: table.client },
    {
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
      ExpressionAttributeValues: toItem({ ':pk': `RELEASE#${releaseId}`, ':sk': 'VERSION#' }),
      ConsistentRead: true,
    },
  );
  for await (const page of pages) for (const item of page.Items ?? []) yield fromItem(versionSchema, item);
}

/** Releases by their last change, the latest first; `open`: those on which something is still to happen. */
export async function* listReleases(table: Table, which: 'open' | 'settled'): AsyncGenerator<Release> {
  const pages = paginateQuery(
    { client: table.client },
    {
      TableName: table.name,
      IndexName: 'gsi1',
      KeyConditionExpression: 'gsi1pk = :pk',
      ExpressionAttributeValues: toItem({ ':pk': `RELEASES#${which}` }),
      ScanIndexForward: false,
    },
  );
  for await (const page of pages) for (const item of page.Items ?? []) yield fromItem(releaseSchema, item);
}

const reportPointerSchema = z.object({ key: z.string(), identity: z.string(), status: statusSchema });
/** The drop of a key that was read last. `identity`: the ETag of what was read. */
export type ReportPointer = z.infer<typeof reportPointerSchema>;

export async function putReportPointer(
  table: Table,
  releaseId: string,
  pointer: ReportPointer,
): Promise<void> {
  await put(table, { Item: toItem({ ...reportKey(releaseId, pointer.key), ...pointer }) });
}

/** The dropped files of a release and how each was answered, in key order. */
export async function* listReportPointers(table: Table, releaseId: string): AsyncGenerator<ReportPointer> {
  const pages = paginateQuery(
    { client: table.client },
    {
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
      ExpressionAttributeValues: toItem({ ':pk': `RELEASE#${releaseId}`, ':sk': 'REPORT#' }),
    },
  );
  for await (const page of pages)
    for (const item of page.Items ?? []) yield fromItem(reportPointerSchema, item);
}

/** Forgets how a file was answered that is there no more. */
export async function deleteReportPointer(table: Table, releaseId: string, key: string): Promise<void> {
  await table.client.send(
    new DeleteItemCommand({ TableName: table.name, Key: toItem(reportKey(releaseId, key)) }),
  );
}

type Put = Omit<ConstructorParameters<typeof PutItemCommand>[0], 'TableName'>;

async function put(table: Table, input: Put): Promise<boolean> {
  try {
    await table.client.send(new PutItemCommand({ TableName: table.name, ...input }));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
