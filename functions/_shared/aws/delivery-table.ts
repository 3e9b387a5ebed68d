import { type Delivery, deliverySchema } from '../domain/delivery.ts';
import { chunkClaims, chunkReviews, chunkTable } from './chunk-table.ts';
import { queryItems, readItem } from './read-items.ts';
import { feedbackTable, recordTable } from './record-table.ts';
import { resultTable } from './result-table.ts';
import type { Table } from './table.ts';
import { windowTable } from './window-table.ts';
import { putItem } from './write-items.ts';

export type DeliveryTable = ReturnType<typeof deliveryTable>;

/** Everything stored about deliveries: the deliveries, their chunks, one record per recipient, and the counts. */
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
    /** A strongly consistent read. */
    readDelivery: (deliveryId: string): Promise<Delivery | null> =>
      readItem(table, keyOf(deliveryId), deliverySchema),

    /** False if it already exists. */
    createDelivery: (delivery: Delivery): Promise<boolean> =>
      putItem(table, itemOf(delivery), { condition: 'attribute_not_exists(pk)' }),

    /** Replaces a delivery if it is still in the state `from`. False if somebody else moved it first. */
    moveDelivery: (delivery: Delivery, from: Delivery['state']): Promise<boolean> =>
      putItem(table, itemOf(delivery), {
        condition: '#state = :from',
        names: { '#state': 'state' },
        values: { ':from': from },
      }),

    /**
     * All deliveries that are not settled, in the order of the instant before which they may not start. Eventually
     * consistent.
     */
    readOpenDeliveries(): AsyncIterable<Delivery> {
      const query = { KeyConditionExpression: 'gsi1pk = :pk', values: { ':pk': openDeliveries } };
      return queryItems(table, { IndexName: 'gsi1', ...query }, deliverySchema);
    },
  };
}
