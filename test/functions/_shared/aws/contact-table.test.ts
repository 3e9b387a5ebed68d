import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DynamoDBClient,
  ProvisionedThroughputExceededException,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, it } from 'vitest';
import { contactTable } from '../../../../functions/_shared/aws/contact-table.ts';
import { writeBatch } from '../../../../functions/_shared/aws/write-batch.ts';
import { cardOf } from '../../../people.ts';

const dynamo = mockClient(DynamoDBClient);
const table = { client: new DynamoDBClient({}), name: 'newsroom' };
const card = cardOf('ann@x.example.org');
const refused = new ConditionalCheckFailedException({ message: '', $metadata: {} });
const throttled = new ProvisionedThroughputExceededException({ message: '', $metadata: {} });

beforeEach(() => dynamo.reset());

it('a failed condition is a result; any other error is thrown, so that it is tried again', async () => {
  dynamo.on(PutItemCommand).rejectsOnce(refused).rejects(throttled);
  expect(await contactTable(table).putCard(card, { ...card, revision: 2 })).toBe(false);
  await expect(contactTable(table).putCard(card, { ...card, revision: 2 })).rejects.toThrow(throttled);
  dynamo.on(UpdateItemCommand).rejects(throttled);
  await expect(
    contactTable(table).suppress(card.contactId, 'bounced', 'ses', card.createdAt),
  ).rejects.toThrow(throttled);
});

it('asks again for items that a batch left unread, always with a strong read', async () => {
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
  const standings = await contactTable(table).readStandings([card.contactId]);
  expect(standings.get(card.contactId)?.transientBounces).toBe(2);
  const asked = dynamo
    .commandCalls(BatchGetItemCommand)
    .map(({ args: [command] }) => command.input.RequestItems?.newsroom);
  expect(asked.map((request) => request?.ConsistentRead)).toEqual([true, true]);
});

it('writes items again that a batch left unwritten', async () => {
  const request = { PutRequest: { Item: { pk: { S: 'x' } } } };
  dynamo
    .on(BatchWriteItemCommand)
    .resolvesOnce({ UnprocessedItems: { newsroom: [request] } })
    .resolves({});
  await writeBatch(table, [request]);
  expect(dynamo.commandCalls(BatchWriteItemCommand)).toHaveLength(2);
});

it.each([
  ['bounced', 'unsubscribed', 'bounced'],
  ['complained', 'bounced', 'complained'],
  ['unsubscribed', 'unsubscribed', 'unsubscribed'],
  ['unsubscribed', 'complained', 'complained'],
  ['suppressed-by-admin', 'erased', 'erased'],
] as const)(
  'a contact suppressed as %s and then as %s is suppressed as %s: the stronger reason stays',
  async (first, then, stays) => {
    let stored: Record<string, unknown> | null = null;
    dynamo.on(UpdateItemCommand).callsFake((input) => {
      const values = unmarshall(input.ExpressionAttributeValues);
      if (stored && !allows(input.ConditionExpression, stored, values)) throw refused;
      stored = { reason: values[':suppressed'].reason, suppressedStrength: values[':strength'] };
    });
    expect(await contactTable(table).suppress(card.contactId, first, '', card.createdAt)).toBe(true);
    expect(await contactTable(table).suppress(card.contactId, then, '', card.createdAt)).toBe(
      first !== stays,
    );
    expect(stored).toMatchObject({ reason: stays });
  },
);

/** Evaluates a condition as DynamoDB does, if it consists of `attribute_not_exists(a)` and `a < :b` joined by OR. */
function allows(
  condition: string | undefined,
  item: Record<string, unknown>,
  values: Record<string, unknown>,
): boolean {
  if (condition === undefined) return true;
  return condition.split(' OR ').some((term) => {
    const [, missing] = /^attribute_not_exists\((\w+)\)$/.exec(term) ?? [];
    if (missing !== undefined) return !(missing in item);
    const [, name = '', operator, value = ''] = /^(\w+) (<|<=|>|>=) (:\w+)$/.exec(term) ?? [];
    const [left, right] = [Number(item[name]), Number(values[value])];
    switch (operator) {
      case '<':
        return left < right;
      case '<=':
        return left <= right;
      case '>':
        return left > right;
      case '>=':
        return left >= right;
      default:
        throw new Error(`this test does not know the condition "${term}"`);
    }
  });
}
