import type { Delivery } from '../domain/delivery.ts';
import type { Release } from '../domain/release-life.ts';
import { mayOpen, sendGate } from '../domain/send-gate.ts';

/**
 * Why nobody can be sent this delivery again, in words; null if they can. Whoever is put back although it is over would
 * wait for ever, or be left out by the next sweep. `now` in epoch milliseconds.
 */
export function whyOver(release: Release | null, delivery: Delivery, now: number): string | null {
  if (!release?.live && !release?.killed)
    return `${delivery.releaseId} is not approved here, and nothing of it can go out. After a restore drop it again and approve it first: docs/aws.md, “Restoring a table”.`;
  const gate = sendGate(release, delivery, { now, skew: 0 });
  if (delivery.state !== 'stopped' && (gate === 'open' || mayOpen(gate.closed))) return null;
  return `${delivery.deliveryId} has ended: its release was killed, cancelled or replaced, or its embargo has lifted. Nothing of it goes out any more.`;
}
