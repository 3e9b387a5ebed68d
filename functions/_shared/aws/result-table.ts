import { type ResultChanges, type Results, resultsSchema } from '../domain/delivery.ts';
import { readItemEventually } from './read-items.ts';
import type { Table } from './table.ts';
import { putItem, updateItem } from './write-items.ts';

const keyOf = (deliveryId: string) => ({ pk: `DELIVERY#${deliveryId}`, sk: 'RESULTS' });

export function resultTable(table: Table) {
  return {
    /**
     * Adds to a delivery's results. After a crash between the record of an event and this, one recipient is not
     * counted.
     */
    async countResults(deliveryId: string, changes: ResultChanges): Promise<void> {
      const entries = Object.entries(changes);
      await updateItem(table, keyOf(deliveryId), {
        update: `ADD ${entries.map(([name]) => `${name} :${name}`).join(', ')}`,
        values: Object.fromEntries(entries.map(([name, change]) => [`:${name}`, change])),
      });
    },

    /** Replaces the counts. Idempotent. */
    async writeResults(deliveryId: string, { byGroup, ...results }: Results): Promise<void> {
      await putItem(table, { ...keyOf(deliveryId), ...results, ...byGroup });
    },

    /** Eventually consistent: one item for any number of recipients. */
    readResults: async (deliveryId: string): Promise<Results> =>
      (await readItemEventually(table, keyOf(deliveryId), resultsSchema)) ?? resultsSchema.parse({}),
  };
}
