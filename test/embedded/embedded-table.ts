import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Table } from '../../functions/_shared/aws/table.ts';
import { startDynamoDb } from '../../infra/local/cloud/dynamodb.ts';

/** A real table on the embedded DynamoDB in a separate process, with the keys of infra/storage.ts. */
export async function openEmbeddedTable(): Promise<{
  table: Table;
  endpoint: string;
  close: () => Promise<void>;
}> {
  const directory = await mkdtemp(path.join(tmpdir(), 'dateline-table-'));
  const { endpoint, close } = await startDynamoDb(directory, 0);
  const table = embeddedTableAt(endpoint);
  const { client } = table;
  const key = (name: string, KeyType: 'HASH' | 'RANGE') => ({ AttributeName: name, KeyType });
  await client.send(
    new CreateTableCommand({
      TableName: 'newsroom',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk', 'gsi1pk', 'gsi1sk'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: [key('pk', 'HASH'), key('sk', 'RANGE')],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'gsi1',
          KeySchema: [key('gsi1pk', 'HASH'), key('gsi1sk', 'RANGE')],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  );
  return {
    table,
    endpoint,
    close: async () => {
      client.destroy();
      await close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** The table that another process opened. */
export function embeddedTableAt(endpoint: string): Table {
  const client = new DynamoDBClient({
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  return { client, name: 'newsroom' };
}
