import type { ResultChanges } from '../_shared/domain/delivery.ts';

type CountResults = (deliveryId: string, changes: ResultChanges) => Promise<void>;

/**
 * Adds up what is to be counted for a delivery while its counts are being written, and writes the sum next. The events
 * of a batch come at once and all count on the same item, which would be a write for each of them.
 *
 * Each event still waits for the write that counts it, and fails with it.
 */
export function countTogether(write: CountResults): CountResults {
  const underWay = new Map<string, Promise<void>>();
  const next = new Map<string, { sum: ResultChanges; written: Promise<void> }>();
  const begin = (deliveryId: string) => {
    const sum: ResultChanges = {};
    const written = Promise.resolve(underWay.get(deliveryId)).then(() => {
      next.delete(deliveryId);
      return write(deliveryId, sum);
    });
    // The next sum is written whether or not this one could be.
    underWay.set(
      deliveryId,
      written.catch(() => undefined),
    );
    return { sum, written };
  };
  return (deliveryId, changes) => {
    const group = next.get(deliveryId) ?? begin(deliveryId);
    next.set(deliveryId, group);
    for (const [name, change] of Object.entries(changes)) group.sum[name] = (group.sum[name] ?? 0) + change;
    return group.written;
  };
}
