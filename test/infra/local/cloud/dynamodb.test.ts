import { request } from 'node:http';
import { join } from 'node:path';
import * as Dynamo from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { clientOptions, named, openStack, temporaryDirectory } from './open-stack.ts';

async function openTable() {
  const stack = await openStack();
  const client = new Dynamo.DynamoDBClient({ ...clientOptions, endpoint: stack.endpoints.dynamodb });
  const TableName = named(stack.names.tables, 'Table');
  return { stack, client, TableName };
}

const key = { pk: { S: 'CHUNK#1' }, sk: { S: 'CHUNK' } };

test('of fifty workers who claim the same chunk exactly one gets it, and the others learn who did', async () => {
  const { client, TableName } = await openTable();
  const claims = await Promise.allSettled(
    Array.from({ length: 50 }, (_, i) =>
      client.send(
        new Dynamo.PutItemCommand({
          TableName,
          Item: { ...key, owner: { S: `worker ${i}` } },
          ConditionExpression: 'attribute_not_exists(pk)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      ),
    ),
  );
  const refusals = claims.flatMap((claim) => (claim.status === 'rejected' ? [claim.reason] : []));
  expect(refusals).toHaveLength(49);
  const { Item } = await client.send(
    new Dynamo.GetItemCommand({ TableName, Key: key, ConsistentRead: true }),
  );
  for (const refusal of refusals) {
    expect(refusal).toBeInstanceOf(Dynamo.ConditionalCheckFailedException);
    expect(refusal.Item).toEqual(Item);
  }
});

test('a refused update names what stood in its way', async () => {
  const { client, TableName } = await openTable();
  await client.send(new Dynamo.PutItemCommand({ TableName, Item: { ...key, done: { N: '3' } } }));
  const update = client.send(
    new Dynamo.UpdateItemCommand({
      TableName,
      Key: key,
      UpdateExpression: 'SET done = :next',
      ConditionExpression: 'done = :known',
      ExpressionAttributeValues: { ':next': { N: '4' }, ':known': { N: '2' } },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    }),
  );
  await expect(update).rejects.toMatchObject({
    name: 'ConditionalCheckFailedException',
    Item: { done: { N: '3' } },
  });
});

test('a client that goes away in mid-sentence harms nobody', async () => {
  const { client, TableName, stack } = await openTable();
  const headers = { 'x-amz-target': 'DynamoDB_20120810.PutItem', 'content-length': 10_000 };
  const leaving = request(stack.endpoints.dynamodb, { method: 'POST', headers });
  leaving.on('error', () => {});
  await new Promise((resolve) => leaving.write('{"TableName":', resolve));
  leaving.destroy();
  await new Promise((resolve) => setTimeout(resolve, 50));
  const { Table } = await client.send(new Dynamo.DescribeTableCommand({ TableName }));
  expect(Table?.TableStatus).toBe('ACTIVE');
});

test('the table is also found at the address of all services', async () => {
  const { stack, TableName } = await openTable();
  const client = new Dynamo.DynamoDBClient({ ...clientOptions, endpoint: stack.endpoints.s3 });
  expect((await client.send(new Dynamo.ListTablesCommand({}))).TableNames).toEqual([TableName]);
});

test('a table describes its TTL; a setting that changes nothing is refused', async () => {
  const { client, TableName } = await openTable();
  const told = async () =>
    (await client.send(new Dynamo.DescribeTimeToLiveCommand({ TableName }))).TimeToLiveDescription;
  const set = (Enabled: boolean) => {
    const TimeToLiveSpecification = { AttributeName: 'expiresAt', Enabled };
    return client.send(new Dynamo.UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
  };
  expect(await told()).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' });
  await expect(set(true)).rejects.toMatchObject({
    name: 'ValidationException',
    message: 'TimeToLive is already enabled',
  });
  expect((await set(false)).TimeToLiveSpecification?.Enabled).toBe(false);
  expect(await told()).toEqual({ TimeToLiveStatus: 'DISABLED' });
});

test('a transaction is refused and never executed in part', async () => {
  const { client, TableName } = await openTable();
  const TransactItems = [{ Put: { TableName, Item: key } }];
  await expect(client.send(new Dynamo.TransactWriteItemsCommand({ TransactItems }))).rejects.toThrow();
  const { Item } = await client.send(new Dynamo.GetItemCommand({ TableName, Key: key }));
  expect(Item).toBeUndefined();
});

test('a Ctrl-C meant for the newsroom leaves the table to it, and closing works though somebody killed the table', async () => {
  const { startDynamoDb } = await import('../../../../infra/local/cloud/dynamodb.ts');
  const directory = join(await temporaryDirectory(), 'dynamodb');
  const started = await startDynamoDb(directory, 0);
  process.kill(started.processId ?? 0, 'SIGINT');
  await new Promise((resolve) => setTimeout(resolve, 100));
  const client = new Dynamo.DynamoDBClient({ ...clientOptions, endpoint: started.endpoint });
  expect((await client.send(new Dynamo.ListTablesCommand({}))).TableNames).toEqual([]);
  process.kill(started.processId ?? 0, 'SIGKILL');
  await new Promise((resolve) => setTimeout(resolve, 100));
  await started.close();
});

test('after kill -9 in the middle of many writes the table has everything that it had acknowledged', async () => {
  const { startDynamoDb } = await import('../../../../infra/local/cloud/dynamodb.ts');
  const directory = join(await temporaryDirectory(), 'dynamodb');
  const clientOf = (endpoint: string) =>
    new Dynamo.DynamoDBClient({ ...clientOptions, endpoint, maxAttempts: 1 });
  const started = await startDynamoDb(directory, 0);
  const writer = clientOf(started.endpoint);
  await writer.send(
    new Dynamo.CreateTableCommand({
      TableName: 'table',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    }),
  );
  const acknowledged = new Set<string>();
  const write = async (pk: string) => {
    await writer.send(new Dynamo.PutItemCommand({ TableName: 'table', Item: { pk: { S: pk } } }));
    acknowledged.add(pk);
    if (acknowledged.size === 50) process.kill(started.processId ?? 0, 'SIGKILL');
  };
  await Promise.allSettled(Array.from({ length: 120 }, (_, i) => write(`${i}`)));
  await started.close();

  const again = await startDynamoDb(directory, 0);
  const { Items = [] } = await clientOf(again.endpoint).send(new Dynamo.ScanCommand({ TableName: 'table' }));
  await again.close();
  const kept = new Set(Items.map(({ pk }) => pk?.S));
  expect(acknowledged.size).toBeGreaterThanOrEqual(50);
  expect([...acknowledged].filter((pk) => !kept.has(pk))).toEqual([]);
});
