import type { Recipient } from '../_shared/domain/audience.ts';
import type { RecipientRecord } from '../_shared/domain/delivery.ts';
import { deliveryIdOf } from '../_shared/domain/release-tag.ts';

export interface Dependencies {
  readRecords: (deliveryId: string) => AsyncIterable<RecipientRecord>;
  readRecipients: () => AsyncIterable<Recipient>;
}

/** States in which a recipient has an edition, or may have it. */
const holding = new Set<RecipientRecord['state']>(['sent', 'delivered', 'unknown', 'sending']);
const withContent = ['embargoed', 'general', 'correction'] as const;

/** Counts the people who were sent one of these versions of a release, and how many of them are in an audience. */
export async function countReaders(
  { readRecords, readRecipients }: Dependencies,
  releaseId: string,
  versions: readonly number[],
): Promise<{ within: number; all: number }> {
  const readers = new Set<string>();
  for (const version of versions)
    for (const edition of withContent)
      for await (const { contactId, state } of readRecords(deliveryIdOf(releaseId, version, edition)))
        if (holding.has(state)) readers.add(contactId);
  if (readers.size === 0) return { within: 0, all: 0 };
  let within = 0;
  for await (const { contactId } of readRecipients()) if (readers.has(contactId)) within++;
  return { within, all: readers.size };
}
