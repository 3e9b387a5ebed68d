import type { Instant } from '../../_shared/domain/report.ts';

/** More than two years ahead: nobody plans so, but 2036 is soon written for 2026. */
export function isFarAhead(instant: Instant, now: Instant): boolean {
  const limit = new Date(now);
  limit.setUTCFullYear(limit.getUTCFullYear() + 2);
  return Date.parse(instant) > limit.getTime();
}
