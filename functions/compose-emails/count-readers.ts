import type { Recipient } from '../_shared/domain/audience.ts';
import type { RecipientRecord } from '../_shared/domain/delivery.ts';
import type { Release } from '../_shared/domain/release-life.ts';
import { deliveryIdOf } from '../_shared/domain/release-tag.ts';

export interface Dependencies {
  /** In the order of contact ids. */
  readRecords: (deliveryId: string) => AsyncIterable<RecipientRecord>;
  /** In the order of contact ids. */
  readRecipients: () => AsyncIterable<Recipient>;
}

/** States in which a recipient has an edition, or may have it. */
const holding = new Set<RecipientRecord['state']>(['sent', 'delivered', 'unknown', 'sending']);
const withContent = ['embargoed', 'general', 'correction'] as const;

/**
 * Counts the people who were sent one of these versions of a release, and how many of them are in an audience. Streamed,
 * so that memory does not grow with their number.
 */
export async function countReaders(
  { readRecords, readRecipients }: Dependencies,
  { releaseId, added }: Pick<Release, 'releaseId' | 'added'>,
  versions: readonly number[],
): Promise<{ within: number; all: number }> {
  const deliveries = [
    ...versions.flatMap((version) => withContent.map((edition) => deliveryIdOf(releaseId, version, edition))),
    ...added.filter(({ version }) => versions.includes(version)).map(({ deliveryId }) => deliveryId),
  ];
  const counts = { within: 0, all: 0 };
  const audience = readRecipients()[Symbol.asyncIterator]();
  try {
    let next: IteratorResult<Recipient> | null = null;
    for await (const reader of inOrder(deliveries.map((deliveryId) => holdersOf(readRecords(deliveryId))))) {
      counts.all += 1;
      next ??= await audience.next();
      while (!next.done && next.value.contactId < reader) next = await audience.next();
      if (!next.done && next.value.contactId === reader) counts.within += 1;
    }
  } finally {
    await audience.return?.();
  }
  return counts;
}

async function* holdersOf(records: AsyncIterable<RecipientRecord>): AsyncGenerator<string> {
  for await (const { contactId, state } of records) if (holding.has(state)) yield contactId;
}

/** Merges streams that are in order. Yields each id once. */
async function* inOrder(streams: readonly AsyncGenerator<string>[]): AsyncGenerator<string> {
  const heads = await Promise.all(streams.map(async (stream) => ({ stream, head: await stream.next() })));
  for (;;) {
    let least: string | null = null;
    for (const { head } of heads)
      if (!head.done && (least === null || head.value < least)) least = head.value;
    if (least === null) return;
    yield least;
    for (const each of heads)
      if (!each.head.done && each.head.value === least) each.head = await each.stream.next();
  }
}
