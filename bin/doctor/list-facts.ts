import { listTable } from '../../functions/_shared/aws/list-table.ts';
import { queryPages } from '../../functions/_shared/aws/read-items.ts';
import type { Table } from '../../functions/_shared/aws/table.ts';

export interface ListFacts {
  list: string;
  contacts: number;
}

/** The list with the most contacts; null without any. */
export async function readLargestList(table: Table): Promise<ListFacts | null> {
  const sizes: ListFacts[] = [];
  for (const list of await listTable(table).readListNames())
    sizes.push({ list, contacts: await countEntries(table, list) });
  return sizes.reduce<ListFacts | null>(
    (largest, one) => (one.contacts > (largest?.contacts ?? 0) ? one : largest),
    null,
  );
}

async function countEntries(table: Table, list: string): Promise<number> {
  let count = 0;
  const query = { KeyConditionExpression: 'pk = :pk', values: { ':pk': `LIST#${list}` } };
  for await (const { Count = 0 } of queryPages(table, { ...query, Select: 'COUNT' })) count += Count;
  return count;
}
