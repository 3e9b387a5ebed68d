import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
} from '@aws-sdk/client-dynamodb';
import { type Segment, segmentSchema } from '../domain/segment.ts';
import { fromItem, toItem } from './item.ts';
import type { Table } from './table.ts';

export async function readSegment(table: Table, name: string): Promise<Segment | null> {
  const { Item } = await table.client.send(
    new GetItemCommand({
      TableName: table.name,
      Key: toItem({ pk: 'SEGMENTS', sk: name }),
      ConsistentRead: true,
    }),
  );
  return Item ? fromItem(segmentSchema, Item) : null;
}

/** All segments by name. */
export async function readSegments(table: Table): Promise<Segment[]> {
  const segments: Segment[] = [];
  const pages = paginateQuery(
    { client: table.client },
    {
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: toItem({ ':pk': 'SEGMENTS' }),
      ConsistentRead: true,
    },
  );
  for await (const page of pages)
    for (const item of page.Items ?? []) segments.push(fromItem(segmentSchema, item));
  return segments;
}

/** Writes version n of a segment over version n − 1 (none for 1); false when somebody else was quicker. */
export async function putSegment(table: Table, segment: Segment): Promise<boolean> {
  try {
    await table.client.send(
      new PutItemCommand({
        TableName: table.name,
        Item: toItem({ pk: 'SEGMENTS', sk: segment.name, ...segment }),
        ConditionExpression: segment.version === 1 ? 'attribute_not_exists(pk)' : 'version = :before',
        ExpressionAttributeValues:
          segment.version === 1 ? undefined : toItem({ ':before': segment.version - 1 }),
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
