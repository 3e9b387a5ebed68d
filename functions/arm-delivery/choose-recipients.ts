import type { JoinedRecipient } from '../_shared/deliveries/join-recipients.ts';
import type { Exclusion, ExclusionReason, Recipient } from '../_shared/domain/audience.ts';
import type { Delivery, RecipientState } from '../_shared/domain/delivery.ts';
import type { Live } from '../_shared/domain/release-life.ts';

/** The sources from which the recipients of an edition are chosen. Each is in the order of contact ids. */
export interface Sources {
  /** The audience that was approved, and the readers who were added to the release. */
  audience: () => AsyncIterable<Recipient>;
  /** The embargoed delivery of this version to its audience. Null if it never began. */
  embargoed: Delivery | null;
  /** All deliveries of earlier versions, the newest version first. */
  earlier: readonly Delivery[];
  /** The deliveries of this version. */
  current: readonly Delivery[];
  join: (delivery: Delivery) => AsyncIterable<JoinedRecipient>;
}

export type Choice =
  | { kind: 'recipient'; recipient: Recipient; isUnknownHolder: boolean }
  | { kind: 'exclusion'; exclusion: Exclusion };

const hasIt = new Set<RecipientState>(['sent', 'delivered']);
/** Includes recipients in an open window: their message may already be sent. */
const mayHaveIt = new Set<RecipientState>(['sent', 'delivered', 'unknown', 'sending']);
const mayStillGetIt = new Set<RecipientState>([
  'sent',
  'delivered',
  'unknown',
  'sending',
  'pending',
  'parked',
]);

/**
 * Streams who gets an edition, and who of the approved audience does not get it and why. Works for audiences of any
 * size.
 */
export function chooseRecipients(
  live: Live,
  edition: Delivery['edition'],
  sources: Sources,
): AsyncIterable<Choice> {
  switch (edition) {
    case 'embargoed':
      return accreditedOf(sources.audience());
    case 'general':
      return generalOf(live, sources);
    case 'lift-notice':
      return holdersOf(live, sources);
    case 'embargo-moved':
      return goingByAnother(live, sources);
    case 'correction':
      return everyone(live, sentBy(sources, sources.earlier));
    case 'kill':
      return everyone(live, sentBy(sources, [...sources.current, ...sources.earlier]));
  }
}

async function* accreditedOf(audience: AsyncIterable<Recipient>): AsyncGenerator<Choice> {
  for await (const recipient of audience)
    yield recipient.accredited ? chosen(recipient) : leftOut(recipient, 'not-accredited');
}

/**
 * Everybody except those who hold the embargoed edition. If the version is a correction, also not those who get the
 * `correction` edition.
 */
async function* generalOf(live: Live, sources: Sources): AsyncGenerator<Choice> {
  const corrects = live.editions.some(({ edition }) => edition === 'correction');
  const holders = cursor(holdersNow(sources));
  const corrected = cursor(corrects ? sentBy(sources, sources.earlier) : none());
  for await (const recipient of sources.audience()) {
    const holder = await holders.find(recipient.contactId);
    const hadEarlier = await corrected.find(recipient.contactId);
    if (hadEarlier || (holder && hasIt.has(holder.state))) yield leftOut(recipient, 'already-has-it');
    else yield chosen(recipient, holder !== null);
  }
}

/** Everybody who has or may have the embargoed edition of this version. */
async function* holdersNow(sources: Sources): AsyncGenerator<Copy> {
  const early = sources.current.filter(({ edition }) => edition === 'embargoed');
  for await (const copies of byContact(early.map((delivery) => copiesOf(sources, delivery, mayHaveIt))))
    yield latest(copies);
}

/**
 * Those who hold the embargoed edition. While it is still being sent, everybody who may yet get it is listed; whether
 * they did is checked in the step that claims the send. Holders of an earlier embargoed version who have since left the
 * audience are told as well; those who are still in the audience get the general edition.
 */
async function* holdersOf(live: Live, sources: Sources): AsyncGenerator<Choice> {
  const { embargoed } = sources;
  if (!embargoed && isYetToBegin(live)) {
    for await (const recipient of sources.audience()) if (recipient.accredited) yield chosen(recipient);
    return;
  }
  const isOver = ({ state }: Delivery) => state === 'sent' || state === 'stopped';
  const current = sources.current.filter(({ edition }) => edition === 'embargoed');
  const early = sources.earlier.filter(({ edition }) => edition === 'embargoed');
  const audience = cursor(sources.audience());
  const holders = byContact([
    ...current.map((delivery) => copiesOf(sources, delivery, isOver(delivery) ? hasIt : mayStillGetIt)),
    ...early.map((delivery) => copiesOf(sources, delivery, hasIt)),
  ]);
  for await (const copies of holders) {
    const own = copies.find(({ held }) => held === live.version);
    if (own) {
      yield chosen({ ...own.recipient, accredited: true });
      continue;
    }
    const { recipient, held } = latest(copies);
    if (await audience.find(recipient.contactId)) continue;
    yield chosen({ ...recipient, accredited: false, holds: held });
  }
}

function isYetToBegin(live: Live): boolean {
  return live.editions.some(
    ({ edition, state }) => edition === 'embargoed' && (state === 'planned' || state === 'armed'),
  );
}

const newsOfEmbargo = new Set<Delivery['edition']>(['embargoed', 'embargo-moved', 'lift-notice']);

/**
 * Everybody who holds an earlier version, except those whose last message that certainly reached them already gave this
 * embargo.
 */
async function* goingByAnother({ embargo }: Live, sources: Sources): AsyncGenerator<Choice> {
  const news = sources.earlier.filter(({ edition }) => newsOfEmbargo.has(edition));
  const saysSo = new Set(
    news
      .filter(({ edition }) => edition !== 'lift-notice')
      .filter((one) => embargo && one.embargo && Date.parse(one.embargo) === Date.parse(embargo)),
  );
  const holders = byContact(news.map((delivery) => copiesOf(sources, delivery, mayHaveIt)));
  for await (const copies of holders) {
    const [last] = copies;
    const { recipient, held } = latest(copies);
    if (saysSo.has(last.delivery) && hasIt.has(last.state)) yield leftOut(recipient, 'already-has-it');
    else yield chosen({ ...recipient, holds: held });
  }
}

async function* everyone(live: Live, readers: AsyncIterable<Copy>): AsyncGenerator<Choice> {
  for await (const { recipient, held } of readers)
    yield chosen({ ...recipient, holds: held === live.version ? undefined : held });
}

/** A version of the release that a contact was sent, or may have been sent. */
interface Copy extends JoinedRecipient {
  delivery: Delivery;
  held: number;
}

/** Everybody who was or may have been sent one of the deliveries, with the latest version they were sent. */
async function* sentBy(sources: Sources, deliveries: readonly Delivery[]): AsyncGenerator<Copy> {
  const readers = byContact(deliveries.map((delivery) => copiesOf(sources, delivery, mayHaveIt)));
  for await (const copies of readers) yield latest(copies);
}

/** A version that was certainly sent counts before one that only may have been sent, even if the latter is newer. */
function latest(copies: readonly [Copy, ...Copy[]]): Copy {
  const rank = ({ state, held }: Copy) => (hasIt.has(state) ? held : held - Number.MAX_SAFE_INTEGER);
  return copies.reduce((best, copy) => (rank(copy) > rank(best) ? copy : best));
}

async function* copiesOf(
  { join }: Sources,
  delivery: Delivery,
  states: ReadonlySet<RecipientState>,
): AsyncGenerator<Copy> {
  for await (const joined of join(delivery))
    if (states.has(joined.state))
      yield { ...joined, delivery, held: joined.recipient.holds ?? delivery.version };
}

/** Merges several ordered streams. Yields all copies of one contact together, in the order of the streams. */
async function* byContact(
  streams: readonly AsyncGenerator<Copy>[],
): AsyncGenerator<readonly [Copy, ...Copy[]]> {
  const heads = await Promise.all(streams.map(async (stream) => ({ stream, head: await stream.next() })));
  for (;;) {
    let least: string | null = null;
    for (const { head } of heads)
      if (!head.done && (least === null || head.value.recipient.contactId < least))
        least = head.value.recipient.contactId;
    const copies: Copy[] = [];
    for (const each of heads) {
      if (each.head.done || each.head.value.recipient.contactId !== least) continue;
      copies.push(each.head.value);
      each.head = await each.stream.next();
    }
    const [first, ...others] = copies;
    if (!first) return;
    yield [first, ...others];
  }
}

/** Advances through an ordered stream. The contact ids must be asked for in ascending order. */
function cursor<T extends { recipient: Recipient } | Recipient>(stream: AsyncIterable<T>) {
  const iterator = stream[Symbol.asyncIterator]();
  let head: IteratorResult<T> | null = null;
  const idOf = (value: T) => ('recipient' in value ? value.recipient.contactId : value.contactId);
  return {
    async find(contactId: string): Promise<T | null> {
      head ??= await iterator.next();
      while (!head.done && idOf(head.value) < contactId) head = await iterator.next();
      return !head.done && idOf(head.value) === contactId ? head.value : null;
    },
  };
}

async function* none(): AsyncGenerator<JoinedRecipient> {}

function chosen(recipient: Recipient, isUnknownHolder = false): Choice {
  return { kind: 'recipient', recipient, isUnknownHolder };
}

function leftOut({ contactId, email, list }: Recipient, reason: ExclusionReason): Choice {
  return { kind: 'exclusion', exclusion: { contactId, email, list, reason } };
}
