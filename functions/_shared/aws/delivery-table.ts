import { type Delivery, deliverySchema } from '../domain/delivery.ts';
import { chunkClaims, chunkReviews, chunkTable } from './chunk-table.ts';
import { queryItems, readItem } from './read-items.ts';
import { feedbackTable, recordTable } from './record-table.ts';
import { resultTable } from './result-table.ts';
import type { Table } from './table.ts';
import { windowTable } from './window-table.ts';
import { putItem } from './write-items.ts';

export type DeliveryTable = ReturnType<typeof deliveryTable>;

/** All that is kept of deliveries: themselves, their chunks, a record of each recipient, and the sums of these. */
export function deliveryTable(table: Table) {
  return {
    ...deliveries(table),
    ...chunkTable(table),
    ...chunkClaims(table),
    ...chunkReviews(table),
    ...recordTable(table),
    ...feedbackTable(table),
    ...resultTable(table),
    ...windowTable(table),
  };
}

const keyOf = (deliveryId: string) => ({ pk: `DELIVERY#${deliveryId}`, sk: 'DELIVERY' });

const openDeliveries = 'DELIVERIES#open';
const isOpenState = (state: Delivery['state']) => state !== 'sent' && state !== 'stopped';

function itemOf(delivery: Delivery) {
  const index = isOpenState(delivery.state) ? { gsi1pk: openDeliveries, gsi1sk: delivery.notBefore } : {};
  return { ...keyOf(delivery.deliveryId), ...delivery, ...index };
}

function deliveries(table: Table) {
  return {
    /** Strong. */
    readDelivery: (deliveryId: string): Promise<Delivery | null> =>
      readItem(table, keyOf(deliveryId), deliverySchema),

    /** False when there is one already. */
    createDelivery: (delivery: Delivery): Promise<boolean> =>
      putItem(table, itemOf(delivery), { condition: 'attribute_not_exists(pk)' }),

    /** Replaces a delivery if it is still in the state `from`; false when somebody else moved it first. */
    moveDelivery: (delivery: Delivery, from: Delivery['state']): Promise<boolean> =>
      putItem(table, itemOf(delivery), {
        condition: '#state = :from',
        names: { '#state': 'state' },
        values: { ':from': from },
      }),

    /** All deliveries that are not settled, by the instant before which they may not begin. Eventually consistent. */
    readOpenDeliveries(): AsyncIterable<Delivery> {
      const query = { KeyConditionExpression: 'gsi1pk = :pk', values: { ':pk': openDeliveries } };
      return queryItems(table, { IndexName: 'gsi1', ...query }, deliverySchema);
    },
  };
}
