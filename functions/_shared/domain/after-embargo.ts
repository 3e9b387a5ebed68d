import type { Delivery } from './delivery.ts';

/**
 * Milliseconds from the instant of the embargo to `at`; negative before it. Null if the delivery did not wait for an
 * embargo: it had none, or it was broken and the delivery went out earlier.
 */
export function millisecondsAfterEmbargo(
  { edition, embargo, notBefore }: Pick<Delivery, 'edition' | 'embargo' | 'notBefore'>,
  at: number,
): number | null {
  if (edition !== 'general' || !embargo) return null;
  const instant = Date.parse(embargo);
  return Date.parse(notBefore) === instant ? at - instant : null;
}
