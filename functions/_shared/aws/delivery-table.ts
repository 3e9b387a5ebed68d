import { type Delivery, deliverySchema } from '../domain/delivery.ts';
import { chunkClaims, chunkReviews, chunkTable } from './chunk-table.ts';
import { queryItems, readItem } from './read-items.ts';
import { feedbackTable, recordTable } from './record-table.ts';
import { resultTable } from './result-table.ts';
import type { Table } from './table.ts';
import { windowTable } from './window-table.ts';
import { putItem, updateItem } from './write-items.ts';

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

const listenedDeliveries = 'DELIVERIES#listened';

function itemOf(delivery: Delivery) {
  return { ...keyOf(delivery.deliveryId), ...delivery, ...indexOf(delivery) };
}

function indexOf({ state, notBefore, eventsUntil }: Delivery) {
  if (isOpenState(state)) return { gsi1pk: openDeliveries, gsi1sk: notBefore };
  return eventsUntil ? { gsi1pk: listenedDeliveries, gsi1sk: eventsUntil } : {};
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

    /** Settled deliveries whose `eventsUntil` is past, in the order of that instant. Eventually consistent. */
    readListened(now: string): AsyncIterable<Delivery> {
      const query = {
        KeyConditionExpression: 'gsi1pk = :pk AND gsi1sk <= :now',
        values: { ':pk': listenedDeliveries, ':now': now },
      };
      return queryItems(table, { IndexName: 'gsi1', ...query }, deliverySchema);
    },

    /** Removes `eventsUntil`. False if the delivery was opened or settled again since it was read. */
    endListening: ({ deliveryId, eventsUntil = '', state }: Delivery): Promise<boolean> =>
      updateItem(table, keyOf(deliveryId), {
        update: 'REMOVE eventsUntil, gsi1pk, gsi1sk',
        condition: '#state = :state AND eventsUntil = :until',
        names: { '#state': 'state' },
        values: { ':state': state, ':until': eventsUntil },
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
