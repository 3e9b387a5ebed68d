import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DynamoDBClient,
  ProvisionedThroughputExceededException,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, it } from 'vitest';
import { putCard, readStandings, suppress } from '../../../../functions/_shared/aws/contact-table.ts';
import { writeBatch } from '../../../../functions/_shared/aws/write-batch.ts';
import { cardOf } from '../../../people.ts';

const dynamo = mockClient(DynamoDBClient);
const table = { client: new DynamoDBClient({}), name: 'newsroom' };
const card = cardOf('ann@x.example.org');
const refused = new ConditionalCheckFailedException({ message: '', $metadata: {} });
const throttled = new ProvisionedThroughputExceededException({ message: '', $metadata: {} });

beforeEach(() => dynamo.reset());

it('a refused condition is an answer, any other trouble is thrown to be tried again', async () => {
  dynamo.on(PutItemCommand).rejectsOnce(refused).rejects(throttled);
  expect(await putCard(table, card, { ...card, revision: 2 })).toBe(false);
  await expect(putCard(table, card, { ...card, revision: 2 })).rejects.toThrow(throttled);
  dynamo.on(UpdateItemCommand).rejects(throttled);
  await expect(suppress(table, card.contactId, 'bounced', 'ses', card.createdAt)).rejects.toThrow(throttled);
});

it('asks again for what a batch left unread, strongly each time', async () => {
  const keys = {
    Keys: [{ pk: { S: `CONTACT#${card.contactId}` }, sk: { S: 'STANDING' } }],
    ConsistentRead: true,
  };
  dynamo
    .on(BatchGetItemCommand)
    .resolvesOnce({ UnprocessedKeys: { newsroom: keys } })
    .resolves({
      Responses: { newsroom: [{ contactId: { S: card.contactId }, transientBounces: { N: '2' } }] },
    });
  const standings = await readStandings(table, [card.contactId]);
  expect(standings.get(card.contactId)?.transientBounces).toBe(2);
  const asked = dynamo
    .commandCalls(BatchGetItemCommand)
    .map(({ args: [command] }) => command.input.RequestItems?.newsroom);
  expect(asked.map((request) => request?.ConsistentRead)).toEqual([true, true]);
});

it('writes again what a batch left unwritten', async () => {
  const request = { PutRequest: { Item: { pk: { S: 'x' } } } };
  dynamo
    .on(BatchWriteItemCommand)
    .resolvesOnce({ UnprocessedItems: { newsroom: [request] } })
    .resolves({});
  await writeBatch(table, [request]);
  expect(dynamo.commandCalls(BatchWriteItemCommand)).toHaveLength(2);
});
