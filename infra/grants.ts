import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Permissions } from '../functions/_shared/aws/permissions.ts';
import type { Storage } from './storage.ts';

/** The policy statements that allow what a permissions.ts declares, and nothing more. */
export function grantsOf(permissions: Permissions, { table, bucket }: Storage): PolicyStatement[] {
  const { ListBucket, ListBucketVersions, ...objects } = permissions.bucket ?? {};
  const index = permissions.index?.Query;
  const lists = permissions.asksForMissingObjects ? everything : ListBucket;
  return [
    ...entriesOf(permissions.table ?? {}).map(([act, keys]) => onItems(act, table.tableArn, keys)),
    ...(index ? [onItems('Query', `${table.tableArn}/index/gsi1`, index)] : []),
    ...entriesOf(objects).map(
      ([act, folders]) =>
        new PolicyStatement({
          actions: [`s3:${act}`],
          resources: folders.map((folder) => bucket.arnForObjects(`${folder}*`)),
        }),
    ),
    ...entriesOf({ ListBucket: lists, ListBucketVersions }).map(([act, folders]) =>
      onListings(act, bucket.bucketArn, folders),
    ),
  ];
}

const everything: readonly string[] = [];

/**
 * `dynamodb:LeadingKeys` are the partition keys of all the items that a request names; of an index they are its own.
 * `ForAllValues`: each of them has to match
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html).
 */
function onItems(act: string, resource: string, keys: readonly string[]): PolicyStatement {
  const allowed = keys.map((key) => (key.endsWith('#') ? `${key}*` : key));
  return new PolicyStatement({
    actions: [`dynamodb:${act}`],
    resources: [resource],
    conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': allowed } },
  });
}

/**
 * Without folders the whole bucket may be listed. S3's check whether to say 404 or 403 is part of a request for an
 * object, which has no `s3:prefix`, so a condition on it could fail.
 */
function onListings(act: string, bucketArn: string, folders: readonly string[]): PolicyStatement {
  return new PolicyStatement({
    actions: [`s3:${act}`],
    resources: [bucketArn],
    ...(folders.length > 0 && {
      conditions: { StringLike: { 's3:prefix': folders.map((folder) => `${folder}*`) } },
    }),
  });
}

/** Those that are declared. */
function entriesOf(declared: Record<string, readonly string[] | undefined>): [string, readonly string[]][] {
  return Object.entries(declared).flatMap(([act, on]): [string, readonly string[]][] =>
    on ? [[act, on]] : [],
  );
}
