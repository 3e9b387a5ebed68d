import { type List, listSchema } from '../domain/contact.ts';
import { queryItems } from './read-items.ts';
import type { Table } from './table.ts';
import { putItem } from './write-items.ts';

export type ListTable = ReturnType<typeof listTable>;

export function listTable(table: Table) {
  /** All lists by name. A newsroom has tens, not thousands. */
  const readLists = (): Promise<List[]> =>
    Array.fromAsync(
      queryItems(
        table,
        { KeyConditionExpression: 'pk = :pk', values: { ':pk': 'LISTS' }, ConsistentRead: true },
        listSchema,
      ),
    );
  return {
    readLists,

    /** The title of a list. A list that is not registered has its name as title. */
    titleOfList: async (list: string): Promise<string> =>
      (await readLists()).find((known) => known.list === list)?.title ?? list,

    readListNames: async (): Promise<string[]> => (await readLists()).map(({ list }) => list),

    /** Registers a list. An existing list keeps its title and date. */
    async registerList(list: List): Promise<void> {
      const item = { pk: 'LISTS', sk: list.list, ...list };
      await putItem(table, item, { condition: 'attribute_not_exists(pk)' });
    },
  };
}
