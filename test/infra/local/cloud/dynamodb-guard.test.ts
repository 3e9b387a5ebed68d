import { expect, it } from 'vitest';
import { localAccount } from '../../../../infra/local/cloud/account.ts';
import { DynamoDbGuard } from '../../../../infra/local/cloud/dynamodb-guard.ts';
import { newCredentials } from '../../../../infra/local/cloud/iam-credentials.ts';

const role = 'arn:aws:iam::000000000000:role/Counter';
const table = 'arn:aws:dynamodb:us-east-1:000000000000:table/News';
const credentials = newCredentials();
const named = (statement: object) => ({
  name: 'It',
  document: { Version: '2012-10-17', Statement: [statement] },
});

it('lets somebody count what they may not read', () => {
  const guard = new DynamoDbGuard(
    {
      iam: {
        account: localAccount,
        roles: [
          {
            arn: role,
            trust: named({
              Effect: 'Allow',
              Principal: { Service: 'lambda.amazonaws.com' },
              Action: 'sts:AssumeRole',
            }),
            policies: [
              named({
                Effect: 'Allow',
                Action: 'dynamodb:Query',
                Resource: table,
                Condition: { StringEquals: { 'dynamodb:Select': 'COUNT' } },
              }),
            ],
          },
        ],
        resourcePolicies: [],
        policiesForPeople: [],
        functions: [{ ...credentials, name: 'counter', role }],
      },
      tables: [{ table: 'News', partitionKey: 'pk', indexes: {} }],
    },
    () => undefined,
  );
  const headers = {
    authorization: `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/20260101/us-east-1/dynamodb/aws4_request`,
    'x-amz-security-token': credentials.sessionToken,
  };
  const query = (select: object) =>
    guard.refusal(
      headers,
      'Query',
      JSON.stringify({
        TableName: 'News',
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: 'LIST#press' } },
        ...select,
      }),
    );
  expect(query({ Select: 'COUNT' })).toBeUndefined();
  expect(query({})).toMatchObject({ code: 'AccessDeniedException' });
  expect(query({ Select: 'ALL_ATTRIBUTES' })).toMatchObject({ code: 'AccessDeniedException' });
});
