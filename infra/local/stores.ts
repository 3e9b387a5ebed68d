import { CreateTableCommand, DynamoDBClient, ResourceInUseException } from '@aws-sdk/client-dynamodb';
import type { Account } from './account.ts';
import type { BucketNotification, TableDefinition } from './template.ts';

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

/** Creates a table wherever DynamoDB is; one that exists is left as it is. */
export async function createTable(
  endpoint: string,
  { region }: Account,
  name: string,
  definition: TableDefinition,
): Promise<void> {
  const client = new DynamoDBClient({ endpoint, region, credentials });
  try {
    await client.send(
      new CreateTableCommand({ TableName: name, BillingMode: 'PAY_PER_REQUEST', ...definition }),
    );
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  } finally {
    client.destroy();
  }
}

/** Creates a bucket at another S3 service, with its versioning and its notifications. */
export async function createBucket(
  endpoint: string,
  { region }: Account,
  bucket: { name: string; isVersioned: boolean },
  notifications: readonly BucketNotification[],
): Promise<void> {
  const S3 = await import('@aws-sdk/client-s3');
  const client = new S3.S3Client({ endpoint, region, credentials, forcePathStyle: true });
  const Bucket = bucket.name;
  try {
    await client.send(new S3.CreateBucketCommand({ Bucket }));
  } catch (error) {
    if (!(error instanceof S3.BucketAlreadyOwnedByYou)) throw error;
  }
  if (bucket.isVersioned)
    await client.send(
      new S3.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }),
    );
  await client.send(
    new S3.PutBucketNotificationConfigurationCommand({
      Bucket,
      NotificationConfiguration: {
        QueueConfigurations: notifications
          .filter((notification) => notification.bucket === Bucket)
          .map(({ event, prefix, suffix, queueArn }) => ({
            // The template names events by pattern, for which the SDK's type has only the patterns it knows.
            Events: Object.values(S3.Event).filter((known) => known === event),
            QueueArn: queueArn,
            Filter: {
              Key: {
                FilterRules: [
                  { Name: 'prefix', Value: prefix },
                  { Name: 'suffix', Value: suffix },
                ],
              },
            },
          })),
      },
    }),
  );
  client.destroy();
}
