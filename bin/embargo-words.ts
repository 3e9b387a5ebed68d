import { describeWithUtc } from '../functions/_shared/domain/moment.ts';
import type { Instant } from '../functions/_shared/domain/report.ts';

/** The end of a version's embargo, in the newsroom's time zone and in UTC. `zone` is an IANA name. */
export function embargoWords(embargo: Instant | null, zone: string, now: Instant): string {
  if (embargo === null) return 'no embargo';
  const until = `embargoed until ${describeWithUtc(embargo, zone, 'en')}`;
  return Date.parse(embargo) <= Date.parse(now) ? `was ${until}; that has passed` : until;
}
