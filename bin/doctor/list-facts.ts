import { listEntryTable } from '../../functions/_shared/aws/list-entry-table.ts';
import { listTable } from '../../functions/_shared/aws/list-table.ts';
import type { Table } from '../../functions/_shared/aws/table.ts';

export interface ListFacts {
  list: string;
  contacts: number;
}

/** The list with the most contacts; null without any. */
export async function readLargestList(table: Table): Promise<ListFacts | null> {
  const sizes: ListFacts[] = [];
  for (const list of await listTable(table).readListNames())
    sizes.push({ list, contacts: await listEntryTable(table).countEntries(list) });
  return sizes.reduce<ListFacts | null>(
    (largest, one) => (one.contacts > (largest?.contacts ?? 0) ? one : largest),
    null,
  );
}
