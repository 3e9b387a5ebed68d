import * as S3 from '@aws-sdk/client-s3';
import { orNull } from './look.ts';

export interface BucketFacts {
  name: string;
  isVersioned: boolean;
  /** Whether all four settings that keep a bucket private are on. */
  isPrivate: boolean;
  encryption: string | null;
  hasLifecycle: boolean;
  notifications: { prefix: string; event: string; queueArn: string }[];
}

const missing = ['NoSuchBucket', 'NotFound'];

/** Null if the bucket does not exist. */
export async function readBucket(client: S3.S3Client, name: string): Promise<BucketFacts | null> {
  const Bucket = name;
  const versioning = await orNull(missing, () => client.send(new S3.GetBucketVersioningCommand({ Bucket })));
  if (!versioning) return null;
  const [block, encryption, lifecycle, told] = await Promise.all([
    orNull(['NoSuchPublicAccessBlockConfiguration'], () =>
      client.send(new S3.GetPublicAccessBlockCommand({ Bucket })),
    ),
    orNull(['ServerSideEncryptionConfigurationNotFoundError'], () =>
      client.send(new S3.GetBucketEncryptionCommand({ Bucket })),
    ),
    orNull(['NoSuchLifecycleConfiguration'], () =>
      client.send(new S3.GetBucketLifecycleConfigurationCommand({ Bucket })),
    ),
    client.send(new S3.GetBucketNotificationConfigurationCommand({ Bucket })),
  ]);
  const { BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets } =
    block?.PublicAccessBlockConfiguration ?? {};
  const [rule] = encryption?.ServerSideEncryptionConfiguration?.Rules ?? [];
  return {
    name,
    isVersioned: versioning.Status === 'Enabled',
    isPrivate: [BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets].every(Boolean),
    encryption: rule?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm ?? null,
    hasLifecycle: (lifecycle?.Rules ?? []).some(({ Status }) => Status === 'Enabled'),
    notifications: (told.QueueConfigurations ?? []).flatMap(({ QueueArn = '', Events = [], Filter }) =>
      Events.map((event) => ({ event, queueArn: QueueArn, prefix: prefixIn(Filter) })),
    ),
  };
}

function prefixIn(filter: S3.NotificationConfigurationFilter | undefined): string {
  return filter?.Key?.FilterRules?.find(({ Name }) => Name?.toLowerCase() === 'prefix')?.Value ?? '';
}
