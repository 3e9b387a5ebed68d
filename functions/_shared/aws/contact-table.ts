import { accreditationTable } from './accreditation-table.ts';
import { cardEdits, cardTable } from './card-table.ts';
import { listEntryTable } from './list-entry-table.ts';
import { standingTable } from './standing-table.ts';
import { suppressionTable } from './suppression-table.ts';
import type { Table } from './table.ts';
import { wishTable } from './wish-table.ts';

export type ContactTable = ReturnType<typeof contactTable>;

/** Everything that the newsroom knows about people: their cards, list entries and standings. */
export function contactTable(table: Table) {
  return {
    ...cardTable(table),
    ...cardEdits(table),
    ...listEntryTable(table),
    ...standingTable(table),
    ...suppressionTable(table),
    ...wishTable(table),
    ...accreditationTable(table),
  };
}
