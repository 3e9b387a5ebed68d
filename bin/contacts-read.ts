import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { contactTable } from '../functions/_shared/aws/contact-table.ts';
import { listTable } from '../functions/_shared/aws/list-table.ts';
import type { Card, Standing } from '../functions/_shared/domain/contact.ts';
import { secondInWords, whenInWords } from '../functions/_shared/domain/when-in-words.ts';
import { withStandings } from '../functions/_shared/lists/choose-audience.ts';
import { exportContact } from '../functions/_shared/lists/export-contact.ts';
import { exportList } from '../functions/_shared/lists/export-list.ts';
import { mergeLists } from '../functions/_shared/lists/merge-lists.ts';
import { type CommandIo, defineCommand, Refusal, UsageError, unknown } from './command.ts';
import { findContact } from './find-contact.ts';

export const listCommand = defineCommand({
  usage: 'contacts list [--list LIST]',
  summary: 'everybody on the lists, or on one, a line each',
  options: { list: { type: 'string', value: 'LIST', about: 'the people of this list alone' } },
  examples: ['contacts list --list general-press'],
  positionals: { atLeast: 0, atMost: 0 },
  async run({ values, io }) {
    const { table } = await io.connect();
    const readers = { ...listTable(table), ...contactTable(table) };
    const known = await readers.readListNames();
    if (values.list !== undefined && !known.includes(values.list))
      throw new Refusal(unknown(`There is no list "${values.list}"`, values.list, known));
    const lists = values.list === undefined ? known : [values.list];
    let people = 0;
    for await (const { card, standing } of withStandings(readers, mergeLists(lists, readers.streamList))) {
      people += 1;
      io.record(lineOf(card, standing), () => lineInWords(card, standing, io));
    }
    io.say(`${people} people on ${lists.length === 1 ? `the list ${lists[0]}` : `${lists.length} lists`}`);
    return 0;
  },
});

function lineOf({ consent: _, notes: __, ...card }: Card, standing: Standing) {
  return {
    ...card,
    suppressed: standing.suppressed?.reason ?? null,
    accredited: standing.accreditation !== null,
    pausedUntil: standing.pausedUntil,
    leftLists: standing.leftLists,
  };
}

function lineInWords(card: Card, { suppressed, accreditation }: Standing, { style }: CommandIo): string {
  const marks = [
    ...(suppressed ? [style.bad(suppressed.reason)] : []),
    ...(accreditation ? [style.good('accredited')] : []),
  ].join(' ');
  return `${card.email.padEnd(38)}  ${(card.name ?? '').padEnd(20)}  ${style.dim([card.outlet, card.languages.join(' '), card.lists.join(', ')].filter(Boolean).join(' · '))}  ${marks}`.trimEnd();
}

export const showCommand = defineCommand({
  usage: 'contacts show ADDRESS',
  summary: 'one person: card, standing, and what happened',
  options: {},
  examples: ['contacts show ann@example.org'],
  positionals: { atLeast: 1, atMost: 1 },
  async run({ positionals: [address = ''], io }) {
    const { connection, people, contactId } = await findContact(io, address);
    const when = (at: string) => whenInWords(at, connection.newsroom.zone);
    const card = await people.readCard(contactId);
    const standing = await people.readStanding(contactId);
    const trail = await Array.fromAsync(people.readAudit(`CONTACT#${contactId}`));
    if (!card && !standing.suppressed) throw new Refusal(`${address} is on no list.`);
    io.record({ contactId, card, standing, trail }, () => {
      const { style } = io;
      const fact = (name: string, value: unknown) =>
        value === null || value === '' || (Array.isArray(value) && value.length === 0)
          ? []
          : [`  ${name.padEnd(14)}${Array.isArray(value) ? value.join(', ') : value}`];
      return [
        style.bold(card?.name ?? card?.email ?? 'Erased or never imported'),
        style.dim(`  ${contactId}${card ? `  revision ${card.revision}` : ''}`),
        ...(card
          ? [
              ...fact('address', card.email),
              ...fact('outlet', [card.outlet, card.outletKind].filter(Boolean).join(', ')),
              ...fact('role', card.role),
              ...fact('phone', card.phone),
              ...fact('beats', card.beats),
              ...fact('regions', card.regions),
              ...fact('languages', card.languages),
              ...fact('zone', card.zone),
              ...fact('tier', card.tier),
              ...fact('lists', card.lists),
              ...fact('consent', card.consent ? `${card.consent.source}, ${when(card.consent.at)}` : null),
              ...fact('notes', card.notes),
            ]
          : []),
        ...fact(
          'suppressed',
          standing.suppressed
            ? style.bad(`${standing.suppressed.reason}, ${when(standing.suppressed.at)}`)
            : null,
        ),
        ...fact(
          'accredited',
          standing.accreditation
            ? style.good(
                `${when(standing.accreditation.at)} by ${standing.accreditation.by}: ${standing.accreditation.evidence}`,
              )
            : null,
        ),
        ...fact('paused until', standing.pausedUntil === null ? null : when(standing.pausedUntil)),
        ...fact('left', standing.leftLists),
        ...trail.map(({ at, by, act, reason }) =>
          style.dim(
            `  ${secondInWords(at, connection.newsroom.zone)}  ${act} by ${by}${reason ? `: ${reason}` : ''}`,
          ),
        ),
      ].join('\n');
    });
    return 0;
  },
});

export const exportCommand = defineCommand({
  usage: ['contacts export ADDRESS', 'contacts export --list LIST --out FILE.csv'],
  summary: 'all data of one person as JSON, or a list as CSV',
  options: {
    list: { type: 'string', value: 'LIST', about: 'a whole list instead of one person' },
    out: { type: 'string', value: 'FILE.csv', about: 'where the list is written' },
  },
  examples: ['contacts export ann@example.org', 'contacts export --list general-press --out press.csv'],
  positionals: { atLeast: 0, atMost: 1 },
  async run({ values, positionals: [address], io }) {
    if (address === undefined) return exportWholeList(io, values.list, values.out);
    const { people, contactId } = await findContact(io, address);
    const all = await exportContact(people, contactId);
    io.record(all, () => JSON.stringify(all, null, 2));
    return 0;
  },
});

async function exportWholeList(io: CommandIo, list: string | undefined, out: string | undefined): Promise<0> {
  if (list === undefined || out === undefined)
    throw new UsageError('say whose data: an ADDRESS, or --list LIST with --out FILE.csv');
  const { table } = await io.connect();
  const readers = { ...listTable(table), ...contactTable(table) };
  const known = await readers.readListNames();
  if (!known.includes(list)) throw new Refusal(unknown(`There is no list "${list}"`, list, known));
  await pipeline(Readable.from(exportList(readers, list)), createWriteStream(out));
  io.record({ list, file: out }, () => `${list} is in ${out}`);
  return 0;
}
