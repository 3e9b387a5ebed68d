import { BatchGetItemCommand, type KeysAndAttributes } from '@aws-sdk/client-dynamodb';
import { toItem } from './item.ts';
import type { Table } from './table.ts';

/** Items by their keys, strong, a hundred to a request; what DynamoDB leaves over is asked for again. */
export async function batchGet(table: Table, keys: readonly Record<string, string>[]) {
  const items: NonNullable<KeysAndAttributes['Keys']> = [];
  for (let start = 0; start < keys.length; start += 100) {
    let wanted: KeysAndAttributes | undefined = {
      Keys: keys.slice(start, start + 100).map(toItem),
      ConsistentRead: true,
    };
    while (wanted) {
      const {
        Responses,
        UnprocessedKeys,
      }: {
        Responses?: Record<string, NonNullable<KeysAndAttributes['Keys']>>;
        UnprocessedKeys?: Record<string, KeysAndAttributes>;
      } = await table.client.send(new BatchGetItemCommand({ RequestItems: { [table.name]: wanted } }));
      items.push(...(Responses?.[table.name] ?? []));
      wanted = UnprocessedKeys?.[table.name];
    }
  }
  return items;
}
