import type { Instant } from '../../_shared/domain/report.ts';

/** More than two years ahead: nobody plans so far, but 2036 is easily typed for 2026. */
export function isFarAhead(instant: Instant, now: Instant): boolean {
  const limit = new Date(now);
  limit.setUTCFullYear(limit.getUTCFullYear() + 2);
  return Date.parse(instant) > limit.getTime();
}
