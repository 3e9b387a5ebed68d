import type { ContactTable } from '../aws/contact-table.ts';
import type { ListTable } from '../aws/list-table.ts';
import type { ExclusionReason } from '../domain/audience.ts';
import { type AudienceChoice, chooseContact, listsToRead } from '../domain/audience-choice.ts';
import { type Card, goodStanding, type Standing } from '../domain/contact.ts';
import type { Instant } from '../domain/report.ts';
import { mergeLists } from './merge-lists.ts';

export type Dependencies = Pick<ListTable, 'readListNames'> &
  Pick<ContactTable, 'streamList' | 'streamStandings' | 'readStandings'>;

/**
 * A contact that the rule includes, by which list or segment. `reason` is set if the contact does not get the release.
 */
export interface Chosen {
  card: Card;
  standing: Standing;
  list: string;
  reason: ExclusionReason | null;
}

/** For fewer contacts than this, reading each standing is cheaper than streaming all standings. */
const fewContacts = 200;

/**
 * Everybody whom a rule includes: each contact once, in the order of ids. Streamed, so memory does not grow with the
 * lists.
 */
export async function* chooseAudience(
  dependencies: Dependencies,
  choice: AudienceChoice,
  now: Instant,
): AsyncGenerator<Chosen> {
  const lists = listsToRead(choice) ?? (await dependencies.readListNames());
  for await (const { card, standing } of withStandings(
    dependencies,
    mergeLists(lists, dependencies.streamList),
  )) {
    const chosen = chooseContact(choice, card, standing, now);
    if (chosen) yield { card, standing, ...chosen };
  }
}

/** Joins cards with their standings; both are in the order of ids. */
export async function* withStandings(
  { streamStandings, readStandings }: Pick<Dependencies, 'streamStandings' | 'readStandings'>,
  cards: AsyncGenerator<Card>,
): AsyncGenerator<{ card: Card; standing: Standing }> {
  const first: Card[] = [];
  for (let next = await cards.next(); !next.done; next = await cards.next())
    if (first.push(next.value) === fewContacts) break;
  if (first.length < fewContacts) {
    const standings = await readStandings(first.map(({ contactId }) => contactId));
    for (const card of first)
      yield { card, standing: standings.get(card.contactId) ?? goodStanding(card.contactId) };
    return;
  }
  const standings = streamStandings(first[0]?.contactId ?? '')[Symbol.asyncIterator]();
  try {
    let head = await standings.next();
    const standingOf = async ({ contactId }: Card) => {
      while (!head.done && head.value.contactId < contactId) head = await standings.next();
      return !head.done && head.value.contactId === contactId ? head.value : goodStanding(contactId);
    };
    for (const card of first) yield { card, standing: await standingOf(card) };
    for await (const card of cards) yield { card, standing: await standingOf(card) };
  } finally {
    await standings.return?.();
  }
}
