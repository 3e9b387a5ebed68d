import type { ExclusionReason } from '../domain/audience.ts';
import type { Card } from '../domain/contact.ts';
import type { Instant } from '../domain/report.ts';
import type { Segment } from '../domain/segment.ts';
import { chooseAudience, type Dependencies } from './choose-audience.ts';

/** The contacts that a segment gives now. */
export interface SegmentPreview {
  /** The number of contacts who would get a release. */
  contacts: number;
  accredited: number;
  /** The number of contacts who match the rule and would not get a release, by reason. */
  leftOut: Partial<Record<ExclusionReason, number>>;
  /** The first few contacts, in the order of ids. */
  sample: Pick<Card, 'contactId' | 'email' | 'name' | 'outlet'>[];
}

export async function previewSegment(
  dependencies: Dependencies,
  segment: Segment,
  { now, sampleSize }: { now: Instant; sampleSize: number },
): Promise<SegmentPreview> {
  const preview: SegmentPreview = { contacts: 0, accredited: 0, leftOut: {}, sample: [] };
  const rule = {
    origin: 'declared' as const,
    lists: [],
    segments: [segment.name],
    beats: [],
    regions: [],
    exclude: [],
  };
  const choice = { rule, segments: new Map([[segment.name, segment]]), defaultList: '' };
  for await (const { card, standing, reason } of chooseAudience(dependencies, choice, now)) {
    if (reason) {
      preview.leftOut[reason] = (preview.leftOut[reason] ?? 0) + 1;
      continue;
    }
    preview.contacts += 1;
    if (standing.accreditation) preview.accredited += 1;
    const { contactId, email, name, outlet } = card;
    if (preview.sample.length < sampleSize) preview.sample.push({ contactId, email, name, outlet });
  }
  return preview;
}
