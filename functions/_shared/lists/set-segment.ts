import type { AuditStore } from '../aws/audit-store.ts';
import type { ListTable } from '../aws/list-table.ts';
import type { SegmentTable } from '../aws/segment-table.ts';
import { readRegion } from '../domain/contact-regions.ts';
import { nearest } from '../domain/nearest.ts';
import type { Instant } from '../domain/report.ts';
import { type Condition, type Segment, segmentSchema } from '../domain/segment.ts';

export type Dependencies = Pick<SegmentTable, 'readSegment' | 'putSegment'> &
  Pick<ListTable, 'readListNames'> &
  Pick<AuditStore, 'appendAudit'>;

export type SegmentOutcome =
  | { outcome: 'saved' | 'unchanged'; segment: Segment }
  | { outcome: 'changed-since' }
  /** An attribute was given without values. */
  | { outcome: 'blank'; attribute: string }
  | { outcome: 'unknown-list'; list: string; meant: string | null };

/**
 * Stores the next version of a segment. Refuses a list that does not exist, because a misspelt name would choose
 * nobody. Refuses an attribute without values, because an empty exclusion would exclude nobody and an empty condition
 * would choose everybody.
 */
export async function setSegment(
  dependencies: Dependencies,
  {
    name,
    rule,
    by,
    at,
  }: { name: string; rule: Pick<Segment, 'include' | 'exclude'>; by: string; at: Instant },
): Promise<SegmentOutcome> {
  const before = await dependencies.readSegment(name);
  const segment = segmentSchema.parse({
    name,
    version: (before?.version ?? 0) + 1,
    include: rule.include.map(withRegions),
    exclude: rule.exclude.map(withRegions),
  });
  const attribute = [...segment.include, ...segment.exclude].map(blankIn).find((name) => name !== null);
  if (attribute) return { outcome: 'blank', attribute };
  const known = await dependencies.readListNames();
  const unknown = [...segment.include, ...segment.exclude]
    .flatMap(({ lists }) => lists ?? [])
    .find((list) => !known.includes(list));
  if (unknown !== undefined)
    return { outcome: 'unknown-list', list: unknown, meant: nearest(unknown, known) };
  if (before && JSON.stringify({ ...before, version: 0 }) === JSON.stringify({ ...segment, version: 0 }))
    return { outcome: 'unchanged', segment: before };
  if (!(await dependencies.putSegment(segment))) return { outcome: 'changed-since' };
  await dependencies.appendAudit({
    subject: `SEGMENT#${name}`,
    at,
    by,
    act: 'set-segment',
    reason: null,
    before,
    after: segment,
  });
  return { outcome: 'saved', segment };
}

function blankIn(condition: Condition): string | null {
  const blank = Object.entries(condition).find(
    ([, values]) =>
      values && (values.length === 0 || values.some((value) => !/[\p{L}\p{N}]/u.test(String(value)))),
  );
  return blank?.[0] ?? null;
}

/** Converts regions to the spelling of the cards: `Viet Nam` becomes `VN`. */
function withRegions(condition: Condition): Condition {
  if (!condition.regions) return condition;
  return { ...condition, regions: condition.regions.map((region) => readRegion(region) ?? region) };
}
