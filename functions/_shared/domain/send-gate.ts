import type { Delivery } from './delivery.ts';
import { isHeldBack, planOf, type Release } from './release-life.ts';
import type { Instant } from './report.ts';

/** The worker's clock, and its known difference from AWS's clock (0 if unknown). Milliseconds. */
export interface SendClock {
  now: number;
  skew: number;
}

export type SendGate =
  | 'open'
  | {
      /** `embargoed`, `not-yet` and `clock` may open later; the other reasons never do. */
      closed: 'embargoed' | 'killed' | 'superseded' | 'lifted' | 'cancelled' | 'not-yet' | 'clock';
    };

/** The gate is closed, for this reason. Accreditation is checked separately, by `needsAccreditation`. */
const closed = (reason: Exclude<SendGate, 'open'>['closed']): SendGate => ({ closed: reason });

const tolerableSkewMilliseconds = 2000;
/** An embargoed edition starts no window this close to its lift, because at the lift it must be known who holds it. */
const embargoedEditionEndsMilliseconds = 10_000;

/**
 * Decides whether a window of this delivery may be sent now. The head must come from a strongly consistent read after
 * the window was claimed, so that an approval, embargo, replacement or kill of a moment ago counts. `partDueAt`: of the
 * part that the window belongs to; null if the delivery has no parts.
 */
export function sendGate(
  release: Release | null,
  delivery: Pick<Delivery, 'version' | 'edition' | 'addedContact'>,
  clock: SendClock,
  partDueAt: Instant | null = null,
): SendGate {
  if (!release?.live) return closed(release?.killed ? 'killed' : 'cancelled');
  const { live, killed, cancelled } = release;
  if (killed && delivery.edition !== 'kill') return closed('killed');
  if (cancelled) return closed('cancelled');
  if (live.version !== delivery.version) return closed('superseded');
  const planned = planOf(release, delivery);
  if (!planned || planned.state === 'stopped') return closed(killed ? 'killed' : 'superseded');
  if (Math.abs(clock.skew) > tolerableSkewMilliseconds) return closed('clock');
  if (delivery.edition === 'kill') return killed ? 'open' : closed('not-yet');
  if (isUnderEmbargo(release, clock.now)) {
    if (delivery.edition === 'general' || delivery.edition === 'lift-notice') return closed('embargoed');
  } else if (delivery.edition === 'embargoed') return closed('superseded');
  else if (delivery.edition === 'embargo-moved') return closed('lifted');
  if (delivery.edition === 'embargoed' && endsBefore(release, clock.now)) return closed('superseded');
  if (planned.state === 'overdue' || isHeldBack(release, delivery.edition)) return closed('not-yet');
  if (partDueAt !== null && clock.now < Date.parse(partDueAt)) return closed('not-yet');
  return clock.now >= Date.parse(planned.dueAt) ? 'open' : closed('not-yet');
}

/** Whether a closed gate may open later. */
export function mayOpen(reason: Exclude<SendGate, 'open'>['closed']): boolean {
  return reason === 'embargoed' || reason === 'not-yet' || reason === 'clock';
}

/**
 * Before the lift, only accredited contacts may be written to, whatever the edition. A kill and a moved embargo reveal
 * nothing new, because they only mention what each reader holds.
 */
export function needsAccreditation(
  release: Release,
  delivery: Pick<Delivery, 'edition'>,
  now: number,
): boolean {
  if (delivery.edition === 'embargoed') return true;
  return delivery.edition === 'correction' && isUnderEmbargo(release, now);
}

function isUnderEmbargo({ live, broken }: Release, now: number): boolean {
  if (!live?.embargo || broken) return false;
  return now < Date.parse(live.embargo);
}

function endsBefore({ live }: Release, now: number): boolean {
  return !!live?.embargo && now >= Date.parse(live.embargo) - embargoedEditionEndsMilliseconds;
}
