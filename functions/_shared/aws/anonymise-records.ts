import { ConditionalCheckFailedException, paginateQuery, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { type Bucket, listObjects } from './bucket.ts';
import { toItem } from './item.ts';
import type { Table } from './table.ts';

/** Ids of all deliveries whose recipients are still on file, each once. */
export async function* listDeliveryIds(bucket: Bucket): AsyncGenerator<string> {
  let last: string | null = null;
  for await (const { key } of listObjects(bucket, 'store/deliveries/')) {
    const [, deliveryId] = /^store\/deliveries\/([A-Za-z0-9_-]+)\//.exec(key) ?? [];
    if (deliveryId && deliveryId !== last) yield deliveryId;
    last = deliveryId ?? last;
  }
}

/** Takes the address out of one recipient's record; what was sent and when stays to be counted. False without a record. */
export async function anonymiseRecord(table: Table, deliveryId: string, contactId: string): Promise<boolean> {
  try {
    await table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: toItem({ pk: `DELIVERY#${deliveryId}`, sk: `TO#${contactId}` }),
        UpdateExpression: 'SET email = :none',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: toItem({ ':none': null }),
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** The same for all recipients of a delivery. */
export async function anonymiseDelivery(table: Table, deliveryId: string): Promise<number> {
  let records = 0;
  const pages = paginateQuery(
    { client: table.client },
    {
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :to)',
      FilterExpression: 'attribute_exists(email) AND email <> :none',
      ProjectionExpression: 'contactId',
      ExpressionAttributeValues: toItem({ ':pk': `DELIVERY#${deliveryId}`, ':to': 'TO#', ':none': null }),
    },
  );
  for await (const page of pages)
    for (const item of page.Items ?? [])
      if (item.contactId?.S && (await anonymiseRecord(table, deliveryId, item.contactId.S))) records += 1;
  return records;
}
