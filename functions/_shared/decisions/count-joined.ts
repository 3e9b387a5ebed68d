import type { ContactTable } from '../aws/contact-table.ts';
import type { Recipient } from '../domain/audience.ts';
import type { Card } from '../domain/contact.ts';
import type { Chosen } from '../lists/choose-audience.ts';

/**
 * Reads lists only until `most` entries are read, in all. `isOver`: there were more, so that what was read does not say
 * everything.
 */
export function readAtMost(most: number, { streamList }: Pick<ContactTable, 'streamList'>) {
  let read = 0;
  return {
    isOver: () => read > most,
    async *streamList(...asked: Parameters<typeof streamList>): AsyncIterable<Card> {
      for await (const card of streamList(...asked)) {
        read += 1;
        if (read > most) return;
        yield card;
      }
    },
  };
}

/**
 * The number of contacts that the lists include now and that are not in the frozen audience. Both are in the order of
 * contact ids.
 */
export async function countJoined(
  frozen: AsyncIterable<Recipient>,
  chosenNow: AsyncIterable<Chosen>,
): Promise<number> {
  const known = frozen[Symbol.asyncIterator]();
  try {
    let joined = 0;
    let next = await known.next();
    for await (const { card, reason } of chosenNow) {
      if (reason) continue;
      while (!next.done && next.value.contactId < card.contactId) next = await known.next();
      if (next.done || next.value.contactId !== card.contactId) joined += 1;
    }
    return joined;
  } finally {
    await known.return?.();
  }
}
