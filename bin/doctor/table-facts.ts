import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { orNull } from './look.ts';

export interface TableFacts {
  name: string;
  status: string;
  isPaidPerRequest: boolean;
  isProtected: boolean;
  /** By name: whether it answers. */
  indexes: Record<string, boolean>;
  hasPointInTimeRecovery: boolean;
  /** The attribute by which items expire; null if nothing expires. */
  expiresBy: string | null;
}

/** Null if the table does not exist. */
export async function readTable(client: DynamoDBClient, name: string): Promise<TableFacts | null> {
  const asked = { TableName: name };
  const described = await orNull(['ResourceNotFoundException'], () =>
    client.send(new DescribeTableCommand(asked)),
  );
  if (!described?.Table) return null;
  const { Table } = described;
  const [backups, expiry] = await Promise.all([
    client.send(new DescribeContinuousBackupsCommand(asked)),
    client.send(new DescribeTimeToLiveCommand(asked)),
  ]);
  const recovery = backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
  const { TimeToLiveStatus = '', AttributeName = null } = expiry.TimeToLiveDescription ?? {};
  return {
    name,
    status: Table.TableStatus ?? 'unknown',
    isPaidPerRequest: Table.BillingModeSummary?.BillingMode === 'PAY_PER_REQUEST',
    isProtected: Table.DeletionProtectionEnabled === true,
    indexes: Object.fromEntries(
      (Table.GlobalSecondaryIndexes ?? []).map(({ IndexName = '', IndexStatus }) => [
        IndexName,
        IndexStatus === 'ACTIVE',
      ]),
    ),
    hasPointInTimeRecovery: recovery?.PointInTimeRecoveryStatus === 'ENABLED',
    expiresBy: ['ENABLED', 'ENABLING'].includes(TimeToLiveStatus) ? AttributeName : null,
  };
}
