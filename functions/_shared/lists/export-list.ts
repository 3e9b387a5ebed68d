import type { Card, Standing } from '../domain/contact.ts';
import { byteOrderMark, spreadsheetLine } from '../domain/spreadsheet-line.ts';
import { type Dependencies, withStandings } from './choose-audience.ts';

const header = [
  'Email',
  'Name',
  'Outlet',
  'Outlet type',
  'Role',
  'Phone',
  'Beats',
  'Regions',
  'Languages',
  'Time zone',
  'Tier',
  'Notes',
  'Lists',
  'Status',
  'Accredited',
];

/** A list as a CSV file for spreadsheets, line by line. Our own import can read it again. */
export async function* exportList(
  dependencies: Pick<Dependencies, 'streamList' | 'streamStandings' | 'readStandings'>,
  list: string,
): AsyncGenerator<string> {
  yield byteOrderMark + spreadsheetLine(header);
  for await (const { card, standing } of withStandings(dependencies, entriesOf(dependencies, list)))
    yield spreadsheetLine(cellsOf(card, standing, list));
}

async function* entriesOf(
  { streamList }: Pick<Dependencies, 'streamList'>,
  list: string,
): AsyncGenerator<Card> {
  for await (const entry of streamList(list)) if (entry.lists.includes(list)) yield entry;
}

function cellsOf(card: Card, standing: Standing, list: string): (string | number | null)[] {
  return [
    card.email,
    card.name,
    card.outlet,
    card.outletKind,
    card.role,
    card.phone,
    card.beats.join('; '),
    card.regions.join('; '),
    card.languages.join('; '),
    card.zone,
    card.tier,
    card.notes,
    card.lists.join('; '),
    standing.suppressed?.reason ?? (standing.leftLists.includes(list) ? 'left this list' : ''),
    standing.accreditation ? standing.accreditation.at.slice(0, 10) : '',
  ];
}
