import { goodStanding, type Standing } from '../domain/contact.ts';
import { ahead } from './ahead.ts';
import { batchGet } from './batch-get.ts';
import { shardsFrom } from './id-shards.ts';
import { itemsPerPage } from './list-entry-table.ts';
import { queryPages, readRaw } from './read-items.ts';
import { standingKey, toStanding } from './standing-item.ts';
import type { Table } from './table.ts';

/** Reads what the person, the law and SES say about people. The files beside this one write it. */
export function standingTable(table: Table) {
  return {
    /** Strongly consistent reads, a hundred per request. The result contains a standing for every id. */
    async readStandings(contactIds: readonly string[]): Promise<Map<string, Standing>> {
      const standings = new Map(contactIds.map((id) => [id, goodStanding(id)]));
      for (const item of await batchGet(table, [...standings.keys()].map(standingKey))) {
        const standing = toStanding(item);
        standings.set(standing.contactId, standing);
      }
      return standings;
    },

    /** One strongly consistent read. */
    async readStanding(contactId: string): Promise<Standing> {
      const item = await readRaw(table, standingKey(contactId));
      return item ? toStanding(item) : goodStanding(contactId);
    },

    /**
     * All standings that were ever written, in the order of ids, starting at `from`. Most contacts have none, so
     * joining an audience with this stream costs a fraction of reading each standing.
     */
    async *streamStandings(from: string): AsyncIterable<Standing> {
      for (const shard of shardsFrom(from)) {
        const pages = queryPages(table, {
          IndexName: 'gsi1',
          Limit: itemsPerPage,
          KeyConditionExpression: 'gsi1pk = :pk AND gsi1sk >= :from',
          values: { ':pk': `STANDINGS#${shard}`, ':from': from },
        });
        for await (const page of ahead(pages)) for (const item of page.Items ?? []) yield toStanding(item);
      }
    },
  };
}
