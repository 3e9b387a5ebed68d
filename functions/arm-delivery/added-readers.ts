import type { ContactTable } from '../_shared/aws/contact-table.ts';
import type { Recipient } from '../_shared/domain/audience.ts';
import type { AddedReader, Release } from '../_shared/domain/release-life.ts';
import type { Choice } from './choose-recipients.ts';

type Dependencies = Pick<ContactTable, 'readCards'>;

/** The reader of a delivery to one who was added. Nobody if they were erased meanwhile. */
export async function* addedReader(
  dependencies: Dependencies,
  { added }: Release,
  deliveryId: string,
): AsyncGenerator<Choice> {
  const own = added.filter((one) => one.deliveryId === deliveryId);
  for await (const recipient of addedRecipients(dependencies, own))
    yield { kind: 'recipient', recipient, isUnknownHolder: false };
}

/** The readers who were added to a release, in the order of contact ids, each once. */
export async function* addedRecipients(
  { readCards }: Dependencies,
  added: readonly AddedReader[],
): AsyncGenerator<Recipient> {
  if (added.length === 0) return;
  const byContact = Map.groupBy(added, ({ addedContact }) => addedContact);
  const cards = await readCards([...byContact.keys()]);
  for (const [contactId, times] of [...byContact].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const card = cards.get(contactId);
    const last = times.at(-1);
    if (!card || !last) continue;
    const { email, name, zone } = card;
    const { language, list } = last;
    const accredited = times.some(({ edition }) => edition === 'embargoed');
    yield { contactId, email, name, language, zone, list, accredited };
  }
}

/**
 * The approved audience and the readers who were added, each once and in order. An added reader with the embargoed
 * edition was accredited after the audience was frozen.
 */
export async function* withAdded(
  audience: AsyncIterable<Recipient>,
  added: AsyncGenerator<Recipient>,
): AsyncGenerator<Recipient> {
  let next = await added.next();
  for await (const recipient of audience) {
    while (!next.done && next.value.contactId < recipient.contactId) {
      yield next.value;
      next = await added.next();
    }
    if (!next.done && next.value.contactId === recipient.contactId) {
      yield { ...recipient, accredited: recipient.accredited || next.value.accredited };
      next = await added.next();
    } else yield recipient;
  }
  for (; !next.done; next = await added.next()) yield next.value;
}
