import { type Segment, segmentSchema } from '../domain/segment.ts';
import { queryItems, readItem } from './read-items.ts';
import type { Table } from './table.ts';
import { putItem } from './write-items.ts';

export type SegmentTable = ReturnType<typeof segmentTable>;

export function segmentTable(table: Table) {
  /** All segments by name. */
  const readSegments = (): Promise<Segment[]> =>
    Array.fromAsync(
      queryItems(
        table,
        { KeyConditionExpression: 'pk = :pk', values: { ':pk': 'SEGMENTS' }, ConsistentRead: true },
        segmentSchema,
      ),
    );
  return {
    readSegments,

    readSegmentNames: async (): Promise<string[]> => (await readSegments()).map(({ name }) => name),

    readSegment: (name: string): Promise<Segment | null> =>
      readItem(table, { pk: 'SEGMENTS', sk: name }, segmentSchema),

    /**
     * Writes version n of a segment over version n − 1 (over nothing for version 1). False if somebody else wrote
     * first.
     */
    putSegment(segment: Segment): Promise<boolean> {
      const item = { pk: 'SEGMENTS', sk: segment.name, ...segment };
      if (segment.version === 1) return putItem(table, item, { condition: 'attribute_not_exists(pk)' });
      const values = { ':before': segment.version - 1 };
      return putItem(table, item, { condition: 'version = :before', values });
    },
  };
}
