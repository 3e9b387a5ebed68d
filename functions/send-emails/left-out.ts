import type { Recipient } from '../_shared/domain/audience.ts';
import type { Standing } from '../_shared/domain/contact.ts';
import type { Delivery } from '../_shared/domain/delivery.ts';

/**
 * A `kill` or `embargo-moved` edition also reaches people who have left since. It never reaches an address that bounced
 * or complained, or an erased person.
 */
const reachedByRetraction = new Set(['unsubscribed', 'suppressed-by-admin']);

/**
 * The reason why a chosen recipient is left out, by their standing as read in the step that claims the send. Null to
 * send.
 */
export function leftOutBecause(
  { edition, reachesUnsubscribed, holdersOf, addedHolders }: Delivery,
  recipient: Recipient,
  standing: Standing | undefined,
  holders: ReadonlySet<string>,
  { now, isAccreditedOnly }: { now: number; isAccreditedOnly: boolean },
): string | null {
  if (!standing) throw new Error('a standing that was not read');
  const reason = standing.suppressed?.reason;
  if (reason && !(reachesUnsubscribed && reachedByRetraction.has(reason))) return reason;
  if (isAccreditedOnly && !standing.accreditation) return 'not-accredited';
  if (!reachesUnsubscribed && standing.pausedUntil && Date.parse(standing.pausedUntil) > now) return 'paused';
  if (holdersOf === null && !addedHolders?.includes(recipient.contactId)) return null;
  const isHolder = holders.has(recipient.contactId);
  if (edition === 'lift-notice') return isHolder ? null : 'does-not-hold-it';
  return isHolder ? 'already-has-it' : null;
}
