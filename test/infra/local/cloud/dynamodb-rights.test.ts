import { expect, it, test } from 'vitest';
import { localAccount } from '../../../../infra/local/cloud/account.ts';
import { rightsFor } from '../../../../infra/local/cloud/dynamodb-rights.ts';

const tables = [{ table: 'news', partitionKey: 'pk', indexes: { gsi1: 'gsi1pk' } }];
const news = 'arn:aws:dynamodb:us-east-1:000000000000:table/news';
const rights = (operation: string, body: object) => rightsFor(operation, body, localAccount, tables);
const TableName = 'news';
const key = (pk: string) => ({ pk: { S: pk }, sk: { S: 'HEAD' } });

test.each<[string, object, string[] | undefined]>([
  ['GetItem', { Key: key('RELEASE#a') }, ['RELEASE#a']],
  ['PutItem', { Item: { ...key('RELEASE#a'), title: { S: 'CONTACT#b' } } }, ['RELEASE#a']],
  ['UpdateItem', { Key: key('RELEASE#a'), UpdateExpression: 'SET pk2 = :x' }, ['RELEASE#a']],
  ['DeleteItem', { Key: { pk: { N: '7' } } }, ['7']],
  [
    'Query',
    {
      KeyConditionExpression: '#sk = :s and #pk=:p',
      ExpressionAttributeNames: { '#pk': 'pk', '#sk': 'sk' },
      ExpressionAttributeValues: { ':p': { S: 'LIST#press' }, ':s': { S: 'x' } },
    },
    ['LIST#press'],
  ],
  [
    'Query',
    { KeyConditions: { pk: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'LIST#press' }] } } },
    ['LIST#press'],
  ],
  // What no key condition names is no partition that a policy could allow.
  [
    'Query',
    { KeyConditionExpression: 'sk = :s', ExpressionAttributeValues: { ':s': { S: 'LIST#a' } } },
    [''],
  ],
  // A condition on leading keys does not restrict a Scan, as on AWS.
  ['Scan', {}, undefined],
])('%s on the table asks for its partitions: %j', (operation, input, leadingKeys) => {
  expect(rights(operation, { TableName, ...input })).toEqual([
    { action: `dynamodb:${operation}`, resource: news, leadingKeys },
  ]);
});

it('a query of an index asks for the partition of the index', () => {
  const input = {
    TableName,
    IndexName: 'gsi1',
    KeyConditionExpression: 'gsi1pk = :p',
    ExpressionAttributeValues: { ':p': { S: 'DUE' } },
  };
  expect(rights('Query', input)).toEqual([
    { action: 'dynamodb:Query', resource: `${news}/index/gsi1`, leadingKeys: ['DUE'] },
  ]);
});

it('a batch asks for all its partitions, table by table', () => {
  expect(
    rights('BatchWriteItem', {
      RequestItems: {
        news: [{ PutRequest: { Item: key('RELEASE#a') } }, { DeleteRequest: { Key: key('CONTACT#b') } }],
      },
    }),
  ).toEqual([{ action: 'dynamodb:BatchWriteItem', resource: news, leadingKeys: ['RELEASE#a', 'CONTACT#b'] }]);
  expect(
    rights('BatchGetItem', {
      RequestItems: { news: { Keys: [key('RELEASE#a')] }, other: { Keys: [key('x')] } },
    }),
  ).toMatchObject([{ leadingKeys: ['RELEASE#a'] }, { resource: expect.stringMatching(/table\/other$/) }]);
});

it('an operation on no table asks for everything', () => {
  expect(rights('ListTables', {})).toEqual([
    { action: 'dynamodb:ListTables', resource: '*', leadingKeys: undefined },
  ]);
});
