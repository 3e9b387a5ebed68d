import { createHash } from 'node:crypto';
import { PutItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { fromItem, toItem } from './item.ts';
import type { Table } from './table.ts';

/** How a header that no tool is known by was read once, so that the next file with it is read alike. */
export const rememberedMappingSchema = z.object({
  /** The header's cells as `headerKey` makes them. */
  header: z.array(z.string()),
  /** Field → the header of its column. */
  columns: z.record(z.string(), z.string()),
});
export type RememberedMapping = z.infer<typeof rememberedMappingSchema>;

export async function putMapping(table: Table, mapping: RememberedMapping): Promise<void> {
  const sk = createHash('sha256').update(mapping.header.join('\n')).digest('hex').slice(0, 32);
  await table.client.send(
    new PutItemCommand({ TableName: table.name, Item: toItem({ pk: 'MAPPINGS', sk, ...mapping }) }),
  );
}

export async function readMappings(table: Table): Promise<RememberedMapping[]> {
  const mappings: RememberedMapping[] = [];
  const pages = paginateQuery(
    { client: table.client },
    {
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: toItem({ ':pk': 'MAPPINGS' }),
    },
  );
  for await (const page of pages)
    for (const item of page.Items ?? []) mappings.push(fromItem(rememberedMappingSchema, item));
  return mappings;
}
