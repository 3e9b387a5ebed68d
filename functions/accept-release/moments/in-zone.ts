import type { Temporal } from 'temporal-polyfill';
import type { Instant } from '../../_shared/domain/report.ts';
import type { ZoneCandidate } from './find-zones.ts';
import { type InstantReading, iso, unresolved } from './instant.ts';

/** The instants that a local time can be, in each of the zones in which it exists. */
export function instantsOf(local: Temporal.PlainDateTime, zones: readonly string[]): Instant[] {
  return zones.flatMap((zone) => {
    try {
      return [iso(local.toZonedDateTime(zone, { disambiguation: 'reject' }).epochMilliseconds)];
    } catch {
      return [];
    }
  });
}

/** A local time in a zone, for messages. */
export function reading(local: Temporal.PlainDateTime, zone: string): string {
  try {
    return `${zone} (${local.toZonedDateTime(zone, { disambiguation: 'reject' }).toInstant().toString()})`;
  } catch {
    return zone;
  }
}

/** The instant of a local time; none where clocks change, or where the written offset is not the zone's. */
export function inZone(
  local: Temporal.PlainDateTime,
  { zone, offset }: ZoneCandidate,
  written: string,
): InstantReading {
  try {
    const zoned = local.toZonedDateTime(zone, { disambiguation: 'reject' });
    if (offset !== null && zoned.offset !== offset)
      return unresolved(
        'embargo-zone-ambiguous',
        `“${written}”: on that day ${zone} is at UTC${zoned.offset}, not at UTC${offset}: it can mean ${reading(local, zone)} or ${reading(local, offset)}.`,
        instantsOf(local, [zone, offset]),
      );
    return { kind: 'instant', instant: iso(zoned.epochMilliseconds), assumptions: [] };
  } catch {
    return clockChange(local, { zone, offset }, written);
  }
}

function clockChange(
  local: Temporal.PlainDateTime,
  { zone, offset }: ZoneCandidate,
  written: string,
): InstantReading {
  const earlier = local.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const later = local.toZonedDateTime(zone, { disambiguation: 'later' });
  // "1:30 a.m. EDT" on the night of the change says itself which of the two it is.
  const promised = [earlier, later].find(
    (reading) => offset !== null && reading.offset === offset && reading.toPlainDateTime().equals(local),
  );
  if (promised) return { kind: 'instant', instant: iso(promised.epochMilliseconds), assumptions: [] };
  const happened = earlier.toPlainDateTime().equals(local);
  return unresolved(
    'embargo-clock-change',
    `“${written}”: the clocks change in ${zone} at that hour, so this local time ${happened ? 'happens twice' : 'does not exist'}: ${earlier.toInstant().toString()} or ${later.toInstant().toString()}.`,
    [earlier, later].map((zoned) => iso(zoned.epochMilliseconds)),
  );
}
