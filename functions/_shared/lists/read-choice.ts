import type { SegmentTable } from '../aws/segment-table.ts';
import type { AudienceChoice } from '../domain/audience-choice.ts';
import type { Newsroom } from '../domain/newsroom.ts';
import type { AudienceRule } from '../domain/release.ts';
import type { Segment } from '../domain/segment.ts';

/** A rule with the current state of its segments. A segment that does not exist includes and excludes nobody. */
export async function readChoice(
  readSegment: SegmentTable['readSegment'],
  { defaultList }: Pick<Newsroom, 'defaultList'>,
  rule: AudienceRule,
): Promise<AudienceChoice> {
  const segments = new Map<string, Segment>();
  for (const name of new Set([...rule.segments, ...rule.exclude])) {
    const segment = await readSegment(name);
    if (segment) segments.set(name, segment);
  }
  return { rule, segments, defaultList };
}
