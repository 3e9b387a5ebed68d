import * as z from 'zod';
import { queryItems } from './read-items.ts';
import type { Table } from './table.ts';
import { updateItem } from './write-items.ts';

export type RecordAnonymiser = ReturnType<typeof recordAnonymiser>;

export function recordAnonymiser(table: Table) {
  /**
   * Removes the address from one recipient's record. What was sent and when stays for counting. False if there is no
   * record.
   */
  const anonymiseRecord = (deliveryId: string, contactId: string): Promise<boolean> =>
    updateItem(
      table,
      { pk: `DELIVERY#${deliveryId}`, sk: `TO#${contactId}` },
      { update: 'SET email = :none', condition: 'attribute_exists(pk)', values: { ':none': null } },
    );
  return {
    anonymiseRecord,

    /** Does the same for all recipients of a delivery. Returns the number of records whose address was removed. */
    async anonymiseDelivery(deliveryId: string): Promise<number> {
      let records = 0;
      for await (const { contactId } of addressed(table, deliveryId))
        if (await anonymiseRecord(deliveryId, contactId)) records += 1;
      return records;
    },
  };
}

/** The records of a delivery that still contain an address. */
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
