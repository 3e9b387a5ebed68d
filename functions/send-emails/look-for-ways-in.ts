import type { ContactTable } from '../_shared/aws/contact-table.ts';
import type { Recipient } from '../_shared/domain/audience.ts';
import type { AudienceChoice } from '../_shared/domain/audience-choice.ts';
import type { Standing } from '../_shared/domain/contact.ts';
import type { Delivery } from '../_shared/domain/delivery.ts';
import { type WayIn, wayIn } from '../_shared/domain/way-in.ts';

export interface LookDependencies extends Pick<ContactTable, 'readCards'> {
  /** The audience rule of a delivery's version, with its segments looked up. */
  readChoice: (delivery: Delivery) => Promise<AudienceChoice>;
  /** Epoch milliseconds. */
  now: () => number;
}

/**
 * Applies the audience rule again to those in a window who ever left a list or were taken off one. They are few; the
 * cards of the others are not read. Editions that reach people who left are not checked.
 */
export async function lookForWaysIn(
  { readCards, readChoice, now }: LookDependencies,
  delivery: Delivery,
  recipients: readonly Recipient[],
  standings: ReadonlyMap<string, Standing>,
): Promise<ReadonlyMap<string, WayIn>> {
  const ways = new Map<string, WayIn>();
  if (delivery.reachesUnsubscribed) return ways;
  const leavers = recipients.flatMap(({ contactId, list }) => {
    const standing = standings.get(contactId);
    return standing && (standing.leftLists.length > 0 || standing.wasTakenOff) ? [{ list, standing }] : [];
  });
  if (leavers.length === 0) return ways;
  const cards = await readCards(leavers.map(({ standing }) => standing.contactId));
  const choice = await readChoice(delivery);
  const at = new Date(now()).toISOString();
  for (const { list, standing } of leavers) {
    const card = cards.get(standing.contactId) ?? null;
    const isAdded = delivery.addedContact !== undefined;
    ways.set(standing.contactId, wayIn(choice, delivery.edition, { card, standing, list, isAdded }, at));
  }
  return ways;
}
