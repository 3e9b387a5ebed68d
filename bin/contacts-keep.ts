import { listTable } from '../functions/_shared/aws/list-table.ts';
import { noticeStore } from '../functions/_shared/aws/notice-store.ts';
import { messageQueue } from '../functions/_shared/aws/queue.ts';
import { releaseTable } from '../functions/_shared/aws/release-table.ts';
import { connectOneMore } from '../functions/_shared/decisions/connect-one-more.ts';
import { requestNotice } from '../functions/_shared/decisions/request-notice.ts';
import { offerOneMore } from '../functions/_shared/decisions/send-to-one-more.ts';
import { chooseLanguage } from '../functions/_shared/domain/choose-language.ts';
import { type Card, outletKinds } from '../functions/_shared/domain/contact.ts';
import { readBeat } from '../functions/_shared/domain/contact-beats.ts';
import type { CardFields } from '../functions/_shared/domain/contact-change.ts';
import { readLanguage } from '../functions/_shared/domain/contact-languages.ts';
import { readOutletKind } from '../functions/_shared/domain/contact-outlet-kind.ts';
import { readRegion } from '../functions/_shared/domain/contact-regions.ts';
import { signLink } from '../functions/_shared/domain/link-token.ts';
import { languages, type Newsroom } from '../functions/_shared/domain/newsroom.ts';
import {
  accreditContact,
  offerTerms,
  revokeAccreditation,
} from '../functions/_shared/lists/accredit-contact.ts';
import { applyRetention } from '../functions/_shared/lists/apply-retention.ts';
import { connectPeople } from '../functions/_shared/lists/connect-people.ts';
import { editContact } from '../functions/_shared/lists/edit-contact.ts';
import { eraseContact } from '../functions/_shared/lists/erase-contact.ts';
import { suppressContact } from '../functions/_shared/lists/suppress-contact.ts';
import { defineCommand, Refusal, UsageError, unknown, yesOption } from './command.ts';
import { connectDecisions } from './connect-decisions.ts';
import type { Connection } from './connection.ts';
import { findContact } from './find-contact.ts';

const onePerson = { atLeast: 1, atMost: 1 };
const nobody = (address: string) =>
  new Refusal(`${address} is on no list. Import them first: npx dateline contacts import`);

export const accreditCommand = defineCommand({
  usage: 'contacts accredit ADDRESS --evidence TEXT',
  summary: 'trusts a person with embargoed material, on your word',
  options: {
    evidence: { type: 'string', value: 'TEXT', about: 'what you go by: a signed form, a press card' },
  },
  examples: ['contacts accredit ann@example.org --evidence "signed terms on file"'],
  positionals: onePerson,
  async run({ values, positionals: [address = ''], io }) {
    const evidence = values.evidence?.trim();
    if (!evidence) throw new UsageError('say what you go by: --evidence "signed terms on file"');
    const { connection, people, contactId, at } = await findContact(io, address);
    const { version: termsVersion } = connection.newsroom.embargoTerms;
    const outcome = await accreditContact(people, {
      contactId,
      termsVersion,
      evidence,
      by: connection.by,
      at,
    });
    if (outcome === 'missing') throw nobody(address);
    const mayHave = await releasesToOffer(connection, contactId);
    io.record({ contactId, email: address, accredited: true, termsVersion, at, mayHave }, () =>
      [
        `${address} is accredited (terms ${termsVersion}).`,
        ...mayHave.map(
          (id) => `Under embargo, and not sent to them yet: npx dateline send ${id} --to ${address}`,
        ),
      ].join('\n'),
    );
    return 0;
  },
});

/** The releases under embargo that somebody could be sent now. */
async function releasesToOffer(connection: Connection, contactId: string): Promise<string[]> {
  const oneMore = connectOneMore(connection, connectDecisions(connection));
  const ids: string[] = [];
  for await (const { releaseId, live } of releaseTable(connection.table).listReleases('open')) {
    if (!live?.embargo || Date.parse(live.embargo) <= connection.now().getTime()) continue;
    const offered = await offerOneMore(oneMore, { releaseId, contactId, isToBeAccredited: false });
    if (offered.ok) ids.push(releaseId);
  }
  return ids;
}

export const revokeCommand = defineCommand({
  usage: 'contacts revoke ADDRESS --reason TEXT',
  summary: 'takes accreditation away',
  options: { reason: { type: 'string', value: 'TEXT', about: 'why, for the trail' } },
  examples: ['contacts revoke ann@example.org --reason "published before the embargo"'],
  positionals: onePerson,
  async run({ values, positionals: [address = ''], io }) {
    const reason = values.reason?.trim();
    if (!reason) throw new UsageError('say why: --reason TEXT');
    const { connection, people, contactId, at } = await findContact(io, address);
    await revokeAccreditation(people, { contactId, reason, by: connection.by, at });
    io.record(
      { contactId, email: address, accredited: false, at },
      () => `${address} gets nothing before an embargo lifts any more.`,
    );
    return 0;
  },
});

export const inviteCommand = defineCommand({
  usage: 'contacts invite ADDRESS',
  summary: 'sends a person the embargo terms, to accept by link',
  options: {},
  examples: ['contacts invite ann@example.org'],
  positionals: onePerson,
  async run({ positionals: [address = ''], io }) {
    const { connection, people, contactId, at } = await findContact(io, address);
    const { newsroom, bucket, queues, publicUrl, keys, by } = connection;
    const { linkKeys } = await keys.readKeyring();
    const notices = { ...noticeStore(bucket), enqueueCompose: messageQueue(queues.compose).enqueue };
    const outcome = await offerTerms(
      {
        ...people,
        languageOf: ({ languages: preferred }) =>
          chooseLanguage(preferred, languages, newsroom.defaultLanguage),
        termsUrl: (contact, release) =>
          `${publicUrl}/e/${signLink('terms', { contact, scope: '', release }, linkKeys.signing)}`,
        sendNotice: (noticeId, { email, contactId: to }, notice) =>
          requestNotice(notices, noticeId, { to: email, contactId: to, notice }),
      },
      { contactId, version: newsroom.embargoTerms.version, by, at },
    );
    if (outcome === 'missing') throw nobody(address);
    io.record(
      { contactId, email: address, invited: true, at },
      () => `The terms are on their way to ${address}.`,
    );
    return 0;
  },
});

export const suppressCommand = defineCommand({
  usage: 'contacts suppress ADDRESS [--reason TEXT]',
  summary: 'writes to a person no more; no import brings them back',
  options: { reason: { type: 'string', value: 'TEXT', about: 'why, for the trail' } },
  examples: ['contacts suppress ann@example.org --reason "asked by telephone"'],
  positionals: onePerson,
  async run({ values, positionals: [address = ''], io }) {
    const { connection, people, contactId, at } = await findContact(io, address);
    const changed = await suppressContact(people, {
      contactId,
      reason: 'suppressed-by-admin',
      evidence: values.reason ?? 'by an admin',
      by: connection.by,
      at,
    });
    io.record({ contactId, email: address, suppressed: true, changed, at }, () =>
      changed ? `${address} is suppressed.` : `${address} was out already.`,
    );
    return 0;
  },
});

export const eraseCommand = defineCommand({
  usage: 'contacts erase ADDRESS [--yes]',
  summary: 'forgets a person everywhere; only a mark stays that keeps imports out',
  options: { yes: yesOption },
  examples: ['contacts erase ann@example.org'],
  positionals: onePerson,
  async run({ values, positionals: [address = ''], io }) {
    const { connection, people, contactId, at } = await findContact(io, address);
    const mayErase =
      values.yes || (await io.confirm(async () => erasureInWords(address, await people.readCard(contactId))));
    if (!mayErase) return 1;
    const erased = await eraseContact(people, { contactId, by: connection.by, at });
    io.record({ ...erased, erased: true, at }, () =>
      erased.card || erased.records + erased.files > 0
        ? `Erased: ${erased.card ? 'the card, ' : ''}${erased.records} delivery records made anonymous, ${erased.files} files cleaned. The mark ${contactId} stays.`
        : `Nothing was stored about this address. The mark ${contactId} keeps imports from adding it.`,
    );
    return 0;
  },
});

function erasureInWords(address: string, card: Card | null): string {
  const lists = card?.lists.length ? `, on ${card.lists.join(', ')}` : '';
  const who = card
    ? `${card.name ? `${card.name} <${card.email}>` : card.email}${lists}`
    : `${address}, who is on no list`;
  return `This erases ${who}: the card goes, what was sent stays counted without a name, and no import brings the address back. It cannot be undone.`;
}

export const editCommand = defineCommand({
  usage:
    'contacts edit ADDRESS [--name N] [--outlet O] [--outlet-kind K] [--role R] [--phone P] [--beats A,B] [--regions A,B] [--languages A,B] [--zone Z] [--tier 1-3] [--notes N] [--lists A,B] [--revision N]',
  summary: 'changes what is known of a person; an empty value clears a field',
  options: {
    name: { type: 'string', value: 'N', about: 'of the person' },
    outlet: { type: 'string', value: 'O', about: 'whom they work for' },
    'outlet-kind': { type: 'string', value: 'K', about: `one of ${outletKinds.join(', ')}` },
    role: { type: 'string', value: 'R', about: 'what they do there' },
    phone: { type: 'string', value: 'P', about: 'of the person' },
    beats: { type: 'string', value: 'A,B', about: 'what they cover' },
    regions: { type: 'string', value: 'A,B', about: 'the countries they cover, as in VN,FR' },
    languages: { type: 'string', value: 'A,B', about: 'the ones they read, best first, as in vi,en' },
    zone: { type: 'string', value: 'Z', about: 'theirs, as in Asia/Ho_Chi_Minh' },
    tier: { type: 'string', value: '1-3', about: '1 is told first' },
    notes: { type: 'string', value: 'N', about: 'for the desk; never sent' },
    lists: { type: 'string', value: 'A,B', about: 'all lists they are on from now' },
    revision: { type: 'string', value: 'N', about: 'save only if the card is still this revision' },
  },
  examples: ['contacts edit ann@example.org --outlet Reuters --languages en,fr'],
  positionals: onePerson,
  async run({ values, positionals: [address = ''], io }) {
    const { connection, people, contactId, at } = await findContact(io, address);
    const card = await people.readCard(contactId);
    if (!card) throw nobody(address);
    const change = readChange(values, connection.newsroom);
    const known = (await listTable(connection.table).readLists()).map(({ list }) => list);
    const unmade = change.lists?.find((list) => !known.includes(list));
    if (unmade !== undefined) throw new Refusal(unknown(`There is no list "${unmade}"`, unmade, known));
    const edited = await editContact(people, {
      contactId,
      revision: values.revision === undefined ? card.revision : Number(values.revision),
      change,
      by: connection.by,
      at,
    });
    if (edited.outcome === 'missing') throw nobody(address);
    const { outcome, card: now } = edited;
    io.record({ contactId, outcome, card: now }, () =>
      outcome === 'changed-since'
        ? `Not saved: somebody else has changed this card since (it is at revision ${now.revision}). Look at it and try again.`
        : `${address}: ${outcome}, revision ${now.revision}.`,
    );
    return outcome === 'changed-since' ? 1 : 0;
  },
});

function readChange(values: Partial<Record<string, string>>, newsroom: Newsroom): Partial<CardFields> {
  const many = (text: string, read: (part: string) => string | null) =>
    text
      .split(',')
      .map(read)
      .filter((value) => value !== null);
  const or = (text: string) => text.trim() || null;
  const readers: { [Name in keyof CardFields]?: (text: string) => CardFields[Name] } = {
    name: or,
    outlet: or,
    role: or,
    phone: or,
    zone: or,
    notes: or,
    outletKind: readOutletKind,
    beats: (text) => many(text, (part) => readBeat(part, newsroom.vocabulary)),
    regions: (text) => many(text, readRegion),
    languages: (text) => many(text, readLanguage),
    lists: (text) => many(text, or),
    tier: (text) => (/^[123]$/.test(text) ? Number(text) : null),
  };
  const options = { outletKind: 'outlet-kind' } as const;
  return Object.fromEntries(
    Object.entries(readers).flatMap(([name, read]) => {
      const written = values[name === 'outletKind' ? options.outletKind : name];
      return written === undefined ? [] : [[name, read(written)]];
    }),
  );
}

export const tidyCommand = defineCommand({
  usage: 'contacts tidy',
  summary: 'forgets what time is up for: old recipients, import plans, notices',
  options: {},
  examples: ['contacts tidy'],
  positionals: { atLeast: 0, atMost: 0 },
  async run({ io }) {
    const connection = await io.connect();
    const people = await connectPeople(connection);
    const retained = await applyRetention(people, connection.newsroom.retention.recipientDays);
    io.record(
      retained,
      () =>
        `${retained.records} records of ${retained.deliveries} deliveries made anonymous, ${retained.files} files forgotten.`,
    );
    return 0;
  },
});
