import { z } from 'zod';
import { queryItems } from './read-items.ts';
import type { Table } from './table.ts';
import { updateItem } from './write-items.ts';

export type RecordAnonymiser = ReturnType<typeof recordAnonymiser>;

export function recordAnonymiser(table: Table) {
  /** Takes the address out of one recipient's record; what was sent and when stays to be counted. False without a record. */
  const anonymiseRecord = (deliveryId: string, contactId: string): Promise<boolean> =>
    updateItem(
      table,
      { pk: `DELIVERY#${deliveryId}`, sk: `TO#${contactId}` },
      { update: 'SET email = :none', condition: 'attribute_exists(pk)', values: { ':none': null } },
    );
  return {
    anonymiseRecord,

    /** The same for all recipients of a delivery; returns how many records lost their address. */
    async anonymiseDelivery(deliveryId: string): Promise<number> {
      let records = 0;
      for await (const { contactId } of addressed(table, deliveryId))
        if (await anonymiseRecord(deliveryId, contactId)) records += 1;
      return records;
    },
  };
}

/** The records of a delivery that still have an address. */
function addressed(table: Table, deliveryId: string) {
  return queryItems(
    table,
    {
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :to)',
      FilterExpression: 'attribute_exists(email) AND email <> :none',
      ProjectionExpression: 'contactId',
      values: { ':pk': `DELIVERY#${deliveryId}`, ':to': 'TO#', ':none': null },
    },
    z.object({ contactId: z.string() }),
  );
}
