import type { Recipient } from '../domain/audience.ts';
import type { Chosen } from '../lists/choose-audience.ts';

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
