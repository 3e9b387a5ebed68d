import type { Recipient } from '../domain/audience.ts';
import type { Chosen } from '../lists/choose-audience.ts';

/**
 * Whether the audience that would be chosen now holds somebody whom the approved one does not, or somebody who would
 * get the release earlier. People who left change nothing: the claim of each send leaves them out. Both in the order
 * of contact ids; ends at the first difference.
 */
export async function hasAudienceGrown(
  frozen: AsyncIterable<Recipient>,
  chosenNow: AsyncIterable<Chosen>,
): Promise<boolean> {
  const known = frozen[Symbol.asyncIterator]();
  try {
    let next = await known.next();
    for await (const { card, standing, reason } of chosenNow) {
      if (reason) continue;
      while (!next.done && next.value.contactId < card.contactId) next = await known.next();
      if (next.done || next.value.contactId !== card.contactId) return true;
      if (standing.accreditation !== null && !next.value.accredited) return true;
    }
    return false;
  } finally {
    await known.return?.();
  }
}
