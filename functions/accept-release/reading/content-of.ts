import type { AudienceRule } from '../../_shared/domain/release.ts';
import type { Assumption, Problem } from '../../_shared/domain/report.ts';
import { contentHashOf } from './content-hash.ts';
import type { TextReading } from './read-text.ts';
import type { ReadingContext, ReleaseContent } from './reading.ts';

/** What the texts together are sent as; null when none of them can be. The first is the main one. */
export function contentOf(
  readings: readonly TextReading[],
  problems: Problem[],
  context: ReadingContext,
): ReleaseContent | null {
  const texts = readings.flatMap((reading) => reading.text ?? []);
  const [main] = readings;
  if (texts.length === 0 || !main) return null;
  const unite = (pick: (reading: TextReading) => string[]) => [...new Set(readings.flatMap(pick))];
  const first = <T>(pick: (reading: TextReading) => T | null | undefined): T | null => {
    for (const reading of readings) {
      const value = pick(reading);
      if (value !== null && value !== undefined) return value;
    }
    return null;
  };
  const topics = unite((reading) => reading.topics);
  const regions = unite((reading) => reading.regions);
  const sendAt = first(({ sendAt: said }) => (said.instant !== null || said.local ? said : null));
  const agreed = new Set(readings.map((reading) => reading.embargo)).size === 1;
  const content: Omit<ReleaseContent, 'contentHash'> = {
    texts,
    embargo: agreed ? main.embargo : null,
    sendAt: sendAt?.instant ?? null,
    ...(sendAt?.local && { sendAtLocal: sendAt.local }),
    audience: audienceOf(readings, topics, regions, context),
    correction: first((reading) => reading.declared.correction),
    liftNotice: first((reading) => reading.declared.liftNotice) ?? true,
    approval: first((reading) => reading.declared.approval),
    sender: first((reading) => reading.sender) ?? { name: null, replyTo: null },
    topics,
    regions,
    sameTextAs: unite((reading) => reading.declared.sameTextAs ?? []).map((id) => id.normalize('NFC')),
    problems,
    assumptions: distinctAssumptions(readings.flatMap((reading) => reading.assumptions)),
  };
  return { ...content, contentHash: contentHashOf(content) };
}

function audienceOf(
  readings: readonly TextReading[],
  topics: string[],
  regions: string[],
  context: ReadingContext,
): AudienceRule {
  const unite = (pick: (reading: TextReading) => string[] | null | undefined) => [
    ...new Set(readings.flatMap((reading) => pick(reading) ?? [])),
  ];
  const lists = unite((reading) => reading.declared.lists);
  const segments = unite((reading) => reading.declared.segments);
  const exclude = unite((reading) => reading.declared.exclude);
  const beats = unite((reading) => reading.declared.topics);
  if (lists.length + segments.length > 0)
    return { origin: 'declared', lists, segments, beats: [], regions, exclude };
  if (beats.length > 0) return { origin: 'declared', lists: [], segments: [], beats, regions, exclude };
  return {
    origin: 'proposed',
    lists: [context.newsroom.defaultList],
    segments: [],
    beats: topics,
    regions,
    exclude,
  };
}

function distinctAssumptions(assumptions: readonly Assumption[]): Assumption[] {
  const seen = new Set<string>();
  return assumptions.filter((one) => {
    const key = `${one.field}|${one.message}`;
    return seen.has(key) ? false : seen.add(key);
  });
}
