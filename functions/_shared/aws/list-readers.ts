import type { Card, Standing } from '../domain/contact.ts';
import type { Segment } from '../domain/segment.ts';
import { finishCards, readStandings, streamList, streamStandings } from './contact-table.ts';
import { readLists } from './list-table.ts';
import { readSegment, readSegments } from './segment-table.ts';
import type { Table } from './table.ts';

/** What choosing an audience reads, bound to the newsroom's table: by freezing, previews and checks alike. */
export interface ListReaders {
  readListNames: () => Promise<string[]>;
  readSegmentNames: () => Promise<string[]>;
  readSegment: (name: string) => Promise<Segment | null>;
  streamList: (list: string) => AsyncIterable<Card>;
  streamStandings: (from: string) => AsyncIterable<Standing>;
  readStandings: (contactIds: readonly string[]) => Promise<Map<string, Standing>>;
  finishCards: () => Promise<number>;
}

export function listReaders(table: Table): ListReaders {
  return {
    readListNames: async () => (await readLists(table)).map(({ list }) => list),
    readSegmentNames: async () => (await readSegments(table)).map(({ name }) => name),
    readSegment: (name) => readSegment(table, name),
    streamList: (list) => streamList(table, list),
    streamStandings: (from) => streamStandings(table, from),
    readStandings: (contactIds) => readStandings(table, contactIds),
    finishCards: () => finishCards(table),
  };
}
