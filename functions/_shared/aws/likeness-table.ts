import * as z from 'zod';
import { filedUnder } from '../domain/likeness.ts';
import { type Filed, filedSchema } from '../domain/twin.ts';
import { batchGet } from './batch-get.ts';
import { fromItem, toItem } from './item.ts';
import { queryItems, readItem } from './read-items.ts';
import type { Table } from './table.ts';
import { writeBatch } from './write-batch.ts';
import { putItem } from './write-items.ts';

/** The beginning of a content hash, enough to distinguish the contents of one release. */
const contentTag = (contentHash: string) => contentHash.slice(0, 16);
const filedKey = ({ releaseId, contentHash }: Pick<Filed, 'releaseId' | 'contentHash'>) => ({
  pk: `RELEASE#${releaseId}`,
  sk: `LIKENESS#${contentTag(contentHash)}`,
});
const placeKey = (place: string, { releaseId, contentHash }: Filed) => ({
  pk: `LIKENESS#${place}`,
  sk: `${contentTag(contentHash)}#${releaseId}`,
});
const placeSchema = z.object({ releaseId: z.string(), contentHash: z.string() });

/** Maximum number of contents to compare. Those that share most come first. */
const mostLookedAt = 100;

export type LikenessTable = ReturnType<typeof likenessTable>;

export function likenessTable(table: Table) {
  return {
    /**
     * Files a content under its headline and some of its runs. The content is written first and its index entries
     * afterwards, so that every entry leads to a content. Idempotent; after a crash in between, the repeated drop
     * completes it.
     */
    async fileLikeness(filed: Filed, expiresAt: Date): Promise<void> {
      const expires = { expiresAt: Math.floor(expiresAt.getTime() / 1000) };
      await putItem(table, { ...filedKey(filed), ...filed, ...expires });
      const { releaseId, contentHash } = filed;
      await writeBatch(
        table,
        [...placesOf(filed).keys()].map((place) => ({
          PutRequest: { Item: toItem({ ...placeKey(place, filed), releaseId, contentHash, ...expires }) },
        })),
      );
    },

    /** A content as it was filed. Null if it is older than this index. Strongly consistent. */
    readFiled: (releaseId: string, contentHash: string): Promise<Filed | null> =>
      readItem(table, filedKey({ releaseId, contentHash }), filedSchema),

    /**
     * Contents of other releases that are filed under the same headline, or under two of the same runs: candidates to
     * compare. Strongly consistent, so that if two releases are filed at the same time, at least one finds the other.
     */
    async findFiled(filed: Filed): Promise<Filed[]> {
      const worthIt = [...(await shared(table, filed)).values()]
        .filter(({ weight }) => weight >= 2)
        .sort((a, b) => b.weight - a.weight)
        .slice(0, mostLookedAt);
      const items = await batchGet(
        table,
        worthIt.map(({ other }) => filedKey(other)),
      );
      return items.map((item) => fromItem(filedSchema, item));
    },
  };
}

interface Shared {
  other: Pick<Filed, 'releaseId' | 'contentHash'>;
  weight: number;
}

/** Contents of other releases that share an index entry with this one, with the total weight of the shared entries. */
async function shared(table: Table, filed: Filed): Promise<Map<string, Shared>> {
  const found = new Map<string, Shared>();
  for (const [place, weight] of placesOf(filed))
    for await (const other of contentsAt(table, place)) {
      if (other.releaseId === filed.releaseId) continue;
      const { pk, sk } = filedKey(other);
      const before = found.get(`${pk} ${sk}`)?.weight ?? 0;
      found.set(`${pk} ${sk}`, { other, weight: before + weight });
    }
  return found;
}

function contentsAt(table: Table, place: string) {
  const query = { KeyConditionExpression: 'pk = :pk', values: { ':pk': `LIKENESS#${place}` } };
  return queryItems(table, { ...query, ConsistentRead: true }, placeSchema);
}

/**
 * The index entries of a content with their weights: one shared headline is enough for a comparison, one shared run is
 * not.
 */
function placesOf({ texts }: Filed): Map<string, number> {
  const places = new Map<string, number>();
  for (const text of texts) {
    const { headline, runs } = filedUnder(text);
    for (const place of runs) places.set(place, 1);
    for (const place of headline) places.set(place, 2);
  }
  return places;
}
