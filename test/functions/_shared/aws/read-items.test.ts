import {
  DynamoDBClient,
  ProvisionedThroughputExceededException,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { queryPages } from '../../../../functions/_shared/aws/read-items.ts';

const client = new DynamoDBClient({ region: 'eu-west-1' });
const all = { KeyConditionExpression: 'pk = :pk', values: { ':pk': 'LIST#press' } };
const read = () => Array.fromAsync(queryPages({ client, name: 't' }, all), ({ Items }) => Items);
const key = (sk: string) => ({ pk: { S: 'LIST#press' }, sk: { S: sk } });
const busy = new ProvisionedThroughputExceededException({ message: 'busy', $metadata: {} });

describe('reading a long list', () => {
  it('goes on at the page that a busy partition refused: nobody begins a million contacts anew', async () => {
    const dynamoDb = mockClient(client);
    dynamoDb
      .on(QueryCommand, { ExclusiveStartKey: undefined })
      .resolves({ Items: [key('a')], LastEvaluatedKey: key('a') })
      .on(QueryCommand, { ExclusiveStartKey: key('a') })
      .rejectsOnce(busy)
      .rejectsOnce(busy)
      .resolves({ Items: [key('b')] });
    expect(await read()).toEqual([[key('a')], [key('b')]]);
  });

  it('ends with the error if the partition stays busy, and at once for any other error', async () => {
    const dynamoDb = mockClient(client);
    dynamoDb.on(QueryCommand).rejects(busy);
    await expect(read()).rejects.toThrow('busy');
    dynamoDb.reset();
    dynamoDb.on(QueryCommand).rejects(new Error('denied'));
    await expect(read()).rejects.toThrow('denied');
    expect(dynamoDb.commandCalls(QueryCommand)).toHaveLength(1);
  });
});
