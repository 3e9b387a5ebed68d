import { ConditionalCheckFailedException, PutItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import { type List, listSchema } from '../domain/contact.ts';
import { fromItem, toItem } from './item.ts';
import type { Table } from './table.ts';

/** Registers a list; one that exists keeps its title and date. */
export async function registerList(table: Table, list: List): Promise<void> {
  try {
    await table.client.send(
      new PutItemCommand({
        TableName: table.name,
        Item: toItem({ pk: 'LISTS', sk: list.list, ...list }),
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

/** All lists by name; a newsroom has tens, not thousands. */
export async function readLists(table: Table): Promise<List[]> {
  const lists: List[] = [];
  const pages = paginateQuery(
    { client: table.client },
    {
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: toItem({ ':pk': 'LISTS' }),
      ConsistentRead: true,
    },
  );
  for await (const page of pages) for (const item of page.Items ?? []) lists.push(fromItem(listSchema, item));
  return lists;
}
