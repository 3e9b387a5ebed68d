import type { Temporal } from 'temporal-polyfill';
import { type FoundZone, sameClock, type ZoneCandidate } from './find-zones.ts';
import { instantsOf, reading } from './in-zone.ts';
import { type InstantContext, type InstantReading, unresolved } from './instant.ts';

/** The one zone in which a local time is meant, or why it cannot be told. */
export function chooseZone(
  zone: FoundZone | null,
  local: Temporal.PlainDateTime,
  written: string,
  assume: (message: string) => void,
  context: InstantContext,
): ZoneCandidate | InstantReading {
  if (!zone) return assumedZone(local, written, assume, context);
  const [first, ...others] = zone.candidates;
  if (!first)
    return unresolved(
      'embargo-zone-unknown',
      `The zone “${zone.written}” in “${written}” is not one exact time zone.`,
    );
  if (others.length === 0) return first;
  const settled = settle(zone, context);
  if (settled) {
    assume(`“${zone.written}” read as ${settled.zone} (UTC${settled.offset ?? ''})`);
    return settled;
  }
  const readings = zone.candidates.map((candidate) =>
    candidate.offset === null ? candidate.zone : `UTC${candidate.offset} (${candidate.zone})`,
  );
  return unresolved(
    'embargo-zone-ambiguous',
    `“${zone.written}” in “${written}” can mean ${readings.join(' or ')}.`,
    instantsOf(
      local,
      zone.candidates.map((candidate) => candidate.offset ?? candidate.zone),
    ),
  );
}

const hints: Record<string, RegExp> = {
  'Asia/Shanghai': /china|chinese|beijing|shanghai|[\u4e00-\u9fff]{4}|\+86/u,
  'Europe/London': /london|england|united kingdom|british|britain|\bu\.?k\.?\b|scotland|wales|\.uk\b|\+44/u,
  'Asia/Dhaka': /dhaka|bangladesh|\+880/u,
  'Asia/Kolkata': /india|delhi|mumbai|bengaluru|\.in\b|\+91/u,
  'Asia/Jerusalem': /israel|jerusalem|tel aviv|\.il\b|\+972/u,
  'Europe/Dublin': /ireland|dublin|irish|\.ie\b|\+353/u,
  'Asia/Manila': /manila|philippin|\.ph\b|\+63/u,
  'Asia/Kuala_Lumpur': /malaysia|kuala lumpur|myanmar|yangon/u,
  'Asia/Riyadh': /saudi|riyadh|arabia|kuwait|qatar|bahrain|iraq|\+966/u,
  'Australia/Sydney': /australia|sydney|canberra|melbourne|brisbane|\.au\b/u,
};

/** The one reading that the rest of the release speaks for. US abbreviations stand unless something speaks against. */
function settle(zone: FoundZone, context: InstantContext): ZoneCandidate | null {
  const speaksFor = (candidate: ZoneCandidate) =>
    candidate.zone === context.placeZone ||
    (context.zone === candidate.zone && !candidate.zone.startsWith('America/')) ||
    (hints[candidate.zone]?.test(context.surroundings) ?? false);
  const supported = zone.candidates.filter(speaksFor);
  const [american, ...others] = zone.candidates.filter((candidate) => candidate.zone.startsWith('America/'));
  if (american && others.length === 0 && supported.every((candidate) => candidate === american)) {
    const chinese = context.language === 'zh' || context.language === 'ar';
    return chinese ? null : american;
  }
  return supported.length === 1 && (!american || others.length > 0) ? (supported[0] ?? null) : null;
}

function assumedZone(
  local: Temporal.PlainDateTime,
  written: string,
  assume: (message: string) => void,
  context: InstantContext,
): ZoneCandidate | InstantReading {
  const { placeZone, zone } = context;
  if (placeZone !== null && !context.zoneIsGiven && !sameClock(placeZone, zone, local))
    return unresolved(
      'embargo-zone-ambiguous',
      `“${written}” names no zone, and the dateline (${context.place ?? placeZone}) is not in the newsroom’s: it can mean ${reading(local, placeZone)} or ${reading(local, zone)}.`,
      instantsOf(local, [placeZone, zone]),
    );
  assume(`no time zone written; read as ${zone}`);
  return { zone, offset: null };
}
