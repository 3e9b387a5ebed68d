import type { JoinedRecipient } from '../_shared/deliveries/join-recipients.ts';
import type { Exclusion, ExclusionReason, Recipient } from '../_shared/domain/audience.ts';
import type { Delivery, RecipientState } from '../_shared/domain/delivery.ts';
import type { Live } from '../_shared/domain/release-life.ts';

/** What an edition's recipients are chosen from; everything is in the order of contact ids. */
export interface Sources {
  /** The audience that was approved. */
  audience: () => AsyncIterable<Recipient>;
  /** This version's embargoed delivery; null when it was never begun. */
  embargoed: Delivery | null;
  /** All deliveries of earlier versions, the newest version first. */
  earlier: readonly Delivery[];
  /** This version's other deliveries. */
  current: readonly Delivery[];
  join: (delivery: Delivery) => AsyncIterable<JoinedRecipient>;
}

export type Choice =
  | { kind: 'recipient'; recipient: Recipient; isUnknownHolder: boolean }
  | { kind: 'exclusion'; exclusion: Exclusion };

const hasIt = new Set<RecipientState>(['sent', 'delivered']);
/** Also who is in an open window just now: their message may be out. */
const mayHaveIt = new Set<RecipientState>(['sent', 'delivered', 'unknown', 'sending']);
const mayStillGetIt = new Set<RecipientState>([
  'sent',
  'delivered',
  'unknown',
  'sending',
  'pending',
  'parked',
]);

/** Who gets an edition, and who of the approved audience does not and why: streams, whatever their length. */
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
    case 'correction':
      return everyone(sentBy(sources, sources.earlier));
    case 'kill':
      return everyone(sentBy(sources, [...sources.current, ...sources.earlier]));
  }
}

async function* accreditedOf(audience: AsyncIterable<Recipient>): AsyncGenerator<Choice> {
  for await (const recipient of audience)
    yield recipient.accredited ? chosen(recipient) : leftOut(recipient, 'not-accredited');
}

/** Everybody who does not hold the embargoed edition; of a correcting version, nobody who gets the correction. */
async function* generalOf(live: Live, sources: Sources): AsyncGenerator<Choice> {
  const corrects = live.editions.some(({ edition }) => edition === 'correction');
  const holders = cursor(sources.embargoed ? sources.join(sources.embargoed) : none());
  const corrected = cursor(corrects ? sentBy(sources, sources.earlier) : none());
  for await (const recipient of sources.audience()) {
    const holder = await holders.find(recipient.contactId);
    const hadEarlier = await corrected.find(recipient.contactId);
    if (hadEarlier || (holder && hasIt.has(holder.state))) yield leftOut(recipient, 'already-has-it');
    else yield chosen(recipient, holder !== null && mayHaveIt.has(holder.state));
  }
}

/**
 * Those who hold the embargoed edition. While it is still going out everybody is listed who may yet get it, and who
 * did is asked in the step that claims the send. Holders of an earlier embargoed version who left the audience since
 * are told too; those still in it get the general edition.
 */
async function* holdersOf(live: Live, sources: Sources): AsyncGenerator<Choice> {
  const { embargoed } = sources;
  if (!embargoed && isYetToBegin(live)) {
    for await (const recipient of sources.audience()) if (recipient.accredited) yield chosen(recipient);
    return;
  }
  const isGoingOut = embargoed?.state !== 'sent' && embargoed?.state !== 'stopped';
  const states = isGoingOut ? mayStillGetIt : hasIt;
  const early = sources.earlier.filter(({ edition }) => edition === 'embargoed');
  const audience = cursor(sources.audience());
  const holders = mergeByContact([
    ...(embargoed ? [inStates(sources.join(embargoed), states)] : []),
    ...early.map((delivery) => inStates(sources.join(delivery), hasIt)),
  ]);
  for await (const { recipient, source } of holders) {
    if (embargoed && source === 0) yield chosen({ ...recipient, accredited: true });
    else if (!(await audience.find(recipient.contactId))) yield chosen({ ...recipient, accredited: false });
  }
}

function isYetToBegin(live: Live): boolean {
  return live.editions.some(
    ({ edition, state }) => edition === 'embargoed' && (state === 'planned' || state === 'armed'),
  );
}

async function* everyone(recipients: AsyncIterable<{ recipient: Recipient }>): AsyncGenerator<Choice> {
  for await (const { recipient } of recipients) yield chosen(recipient);
}

/** Everybody who was or may have been sent one of the deliveries, in the language they got; the first delivery wins. */
function sentBy(
  sources: Sources,
  deliveries: readonly Delivery[],
): AsyncGenerator<JoinedRecipient & { source: number }> {
  return mergeByContact(deliveries.map((delivery) => inStates(sources.join(delivery), mayHaveIt)));
}

async function* inStates(
  recipients: AsyncIterable<JoinedRecipient>,
  states: ReadonlySet<RecipientState>,
): AsyncGenerator<JoinedRecipient> {
  for await (const joined of recipients) if (states.has(joined.state)) yield joined;
}

/** Several ordered streams as one, each contact once: from the first stream that has them (`source`). */
async function* mergeByContact(
  streams: readonly AsyncGenerator<JoinedRecipient>[],
): AsyncGenerator<JoinedRecipient & { source: number }> {
  const heads = await Promise.all(streams.map(async (stream) => ({ stream, head: await stream.next() })));
  for (;;) {
    let least: string | null = null;
    let source = -1;
    for (const [i, { head }] of heads.entries()) {
      if (head.done || (least !== null && head.value.recipient.contactId >= least)) continue;
      least = head.value.recipient.contactId;
      source = i;
    }
    const found = heads[source]?.head;
    if (least === null || !found || found.done) return;
    yield { ...found.value, source };
    for (const each of heads)
      if (!each.head.done && each.head.value.recipient.contactId === least)
        each.head = await each.stream.next();
  }
}

/** Walks an ordered stream to each asked contact in turn; asked in order. */
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
