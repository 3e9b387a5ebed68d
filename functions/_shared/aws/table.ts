import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { NodeHttpHandler } from '@smithy/node-http-handler';

/** The DynamoDB table. Every `*-table.ts` file takes one and knows its own keys (docs/architecture.md lists them). */
export interface Table {
  client: DynamoDBClient;
  name: string;
}

/** Writes to DynamoDB are conditional and idempotent, so the SDK's retries stay on. The time limits are ours. */
export function connectTable(name: string): Table {
  return {
    name,
    client: new DynamoDBClient({
      maxAttempts: 4,
      requestHandler: new NodeHttpHandler({
        connectionTimeout: 2000,
        requestTimeout: 5000,
        throwOnRequestTimeout: true,
      }),
    }),
  };
}
