import { z } from 'zod';
import { filedUnder } from '../domain/likeness.ts';
import { type Filed, filedSchema } from '../domain/twin.ts';
import { batchGet } from './batch-get.ts';
import { fromItem, toItem } from './item.ts';
import { queryItems, readItem } from './read-items.ts';
import type { Table } from './table.ts';
import { writeBatch } from './write-batch.ts';
import { putItem } from './write-items.ts';

/** Of a content hash, enough to tell the contents of one release apart. */
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

/** Of those who share something, so many are looked at: who shares more comes first. */
const mostLookedAt = 100;

export type LikenessTable = ReturnType<typeof likenessTable>;

export function likenessTable(table: Table) {
  return {
    /**
     * Files a content under its headline and some of its runs: first itself, then its places, so that whoever finds it
     * at one of them can read it. Filed again it stays what it is; a crash in between is healed by the drop, which comes
     * again.
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

    /** A content as it was filed; null for one that is older than the files. Strong. */
    readFiled: (releaseId: string, contentHash: string): Promise<Filed | null> =>
      readItem(table, filedKey({ releaseId, contentHash }), filedSchema),

    /**
     * What other releases have filed under the same headline, or under two of the same runs: may be alike, is to be
     * compared. Strong, so that of two who file at once and then look, one at least sees the other.
     */
    async findFiled(filed: Filed): Promise<Filed[]> {
      const worthIt = [...(await shared(table, filed)).values()]
        .filter(({ weight }) => weight >= 2)
        .sort((a, b) => b.weight - a.weight)
        .slice(0, mostLookedAt);
      const items = await batchGet(
        table,
        worthIt.map(({ key }) => key),
      );
      return items.map((item) => fromItem(filedSchema, item));
    },
  };
}

/** Contents of other releases that share a place with this one, with what the places weigh together. */
async function shared(
  table: Table,
  filed: Filed,
): Promise<Map<string, { key: Record<string, string>; weight: number }>> {
  const found = new Map<string, { key: Record<string, string>; weight: number }>();
  for (const [place, weight] of placesOf(filed))
    for await (const other of contentsAt(table, place)) {
      if (other.releaseId === filed.releaseId) continue;
      const key = filedKey(other);
      const before = found.get(JSON.stringify(key))?.weight ?? 0;
      found.set(JSON.stringify(key), { key, weight: before + weight });
    }
  return found;
}

function contentsAt(table: Table, place: string) {
  const query = { KeyConditionExpression: 'pk = :pk', values: { ':pk': `LIKENESS#${place}` } };
  return queryItems(table, { ...query, ConsistentRead: true }, placeSchema);
}

/** Where a content is filed, with what sharing the place weighs: a headline is enough, a run is not. */
function placesOf({ texts }: Filed): Map<string, number> {
  const places = new Map<string, number>();
  for (const text of texts) {
    const { headline, runs } = filedUnder(text);
    for (const place of runs) places.set(place, 1);
    for (const place of headline) places.set(place, 2);
  }
  return places;
}
