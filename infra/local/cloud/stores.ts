import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  DynamoDBServiceException,
  ResourceNotFoundException,
  UpdateContinuousBackupsCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import type { Account } from './account.ts';
import { type BucketNotification, type TableResource, tableSchema } from './template.ts';

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

/** Creates a table in any DynamoDB and switches its expiry and backups on. An existing table stays as it is. */
export async function createTable(
  endpoint: string,
  { region }: Account,
  { name, definition, ttlAttribute, hasPointInTimeRecovery }: TableResource,
): Promise<void> {
  const client = new DynamoDBClient({ endpoint, region, credentials });
  try {
    await client
      .send(new CreateTableCommand({ TableName: name, BillingMode: 'PAY_PER_REQUEST', ...definition }))
      .catch(ignoring('ResourceInUseException'));
    const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
    if (hasPointInTimeRecovery)
      await client.send(
        new UpdateContinuousBackupsCommand({ TableName: name, PointInTimeRecoverySpecification }),
      );
    if (ttlAttribute === undefined) return;
    const TimeToLiveSpecification = { AttributeName: ttlAttribute, Enabled: true };
    await client
      .send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification }))
      .catch(ignoring('ValidationException'));
  } finally {
    client.destroy();
  }
}

/** A table that no template defines. Its expiry and backups stay as they are. */
export async function describeTable(
  endpoint: string,
  { region }: Account,
  name: string,
): Promise<TableResource> {
  const client = new DynamoDBClient({ endpoint, region, credentials });
  try {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
    const definition = tableSchema.parse(Table);
    return { id: name, name, definition, ttlAttribute: undefined, hasPointInTimeRecovery: false };
  } catch (error) {
    if (error instanceof ResourceNotFoundException) throw new MissingTable(name);
    throw error;
  } finally {
    client.destroy();
  }
}

/** The stack is to use a table that does not exist. */
export class MissingTable extends Error {
  constructor(name: string) {
    super(`There is no table ${name}.`);
  }
}

/** A table that exists, or whose expiry is on already. */
function ignoring(name: string): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof DynamoDBServiceException && error.name === name)) throw error;
  };
}

/**
 * Creates a bucket in an external S3 service, with its versioning and notifications. An existing bucket stays as it is.
 */
export async function createBucket(
  endpoint: string,
  { region }: Account,
  bucket: { name: string; isVersioned: boolean },
  notifications: readonly BucketNotification[],
): Promise<void> {
  // Loaded only here, because the client would slow down every start.
  const S3 = await import('@aws-sdk/client-s3');
  const client = new S3.S3Client({ endpoint, region, credentials, forcePathStyle: true });
  const Bucket = bucket.name;
  const exists = await client.send(new S3.HeadBucketCommand({ Bucket })).then(
    () => true,
    (error: unknown) => {
      if (error instanceof S3.S3ServiceException && error.$metadata.httpStatusCode === 404) return false;
      throw error;
    },
  );
  if (!exists) {
    await client.send(new S3.CreateBucketCommand({ Bucket }));
    const Status = bucket.isVersioned ? 'Enabled' : 'Suspended';
    await client.send(new S3.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
    const QueueConfigurations = notifications
      .filter((notification) => notification.bucket === Bucket)
      .map(({ event, prefix, suffix, queueArn }) => ({
        Events: Object.values(S3.Event).filter((known) => known === event),
        QueueArn: queueArn,
        Filter: {
          Key: {
            // Some services refuse a rule without a value.
            FilterRules: [
              { Name: 'prefix' as const, Value: prefix },
              { Name: 'suffix' as const, Value: suffix },
            ].filter(({ Value }) => Value !== ''),
          },
        },
      }));
    const NotificationConfiguration = { QueueConfigurations };
    await client.send(
      new S3.PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }),
    );
  }
  client.destroy();
}
