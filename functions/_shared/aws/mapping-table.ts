import { createHash } from 'node:crypto';
import * as z from 'zod';
import { queryItems } from './read-items.ts';
import type { Table } from './table.ts';
import { putItem } from './write-items.ts';

/** The mapping that was given for an unknown header, remembered for the next file with the same header. */
export const rememberedMappingSchema = z.object({
  /** The header's cells, normalised by `plainWords`. */
  header: z.array(z.string()),
  /** Field → header of its column. */
  columns: z.record(z.string(), z.string()),
});
export type RememberedMapping = z.infer<typeof rememberedMappingSchema>;

export type MappingTable = ReturnType<typeof mappingTable>;

export function mappingTable(table: Table) {
  return {
    async putMapping(mapping: RememberedMapping): Promise<void> {
      const sk = createHash('sha256').update(mapping.header.join('\n')).digest('hex').slice(0, 32);
      await putItem(table, { pk: 'MAPPINGS', sk, ...mapping });
    },

    readMappings(): Promise<RememberedMapping[]> {
      const query = { KeyConditionExpression: 'pk = :pk', values: { ':pk': 'MAPPINGS' } };
      return Array.fromAsync(queryItems(table, query, rememberedMappingSchema));
    },
  };
}
