import type { Recipient } from './audience.ts';
import {
  type Chunk,
  type Delivery,
  groupLetters,
  type Progress,
  partOf,
  progressOf,
  type RecipientState,
  type Results,
  rejectedBySes,
} from './delivery.ts';
import { type Group, groupFinder } from './recipient-groups.ts';

/** What is stored about one delivery. No record of a recipient is needed. */
export interface StoredProgress {
  delivery: Delivery | null;
  chunks: readonly Chunk[];
  results: Results;
}

/** How far one group of recipients has come. */
export interface GroupProgress extends Group {
  sent: number;
  delivered: number;
  bounced: number;
  complained: number;
}

export interface EditionProgress extends Progress {
  delivered: number;
  bounced: number;
  complained: number;
  /** Mails a second of late. Null if nothing was sent in the last minute. */
  perSecond: number | null;
  /** Of `missing`: those who are due later, because their own clock decides. */
  later: number;
  /** Until everybody who is due was sent to, at the rate of late. Null if nobody can tell. */
  secondsLeft: number | null;
  /** By list, language and provider; each recipient is in one group of each. */
  groups: GroupProgress[];
}

/**
 * The progress of an edition, whose recipients may be in several deliveries. A pure function of counts that are written
 * together with what they count: those of a chunk with its window by its owner, those of the results with each event.
 */
export function progressOfEdition(stored: readonly StoredProgress[], now: number): EditionProgress {
  const chunks = stored.flatMap((one) => one.chunks);
  const sum = progressOf(chunks);
  const perSecond = recentRate(chunks, now);
  const later = stored.reduce((all, one) => all + dueLater(one, now), 0);
  const due = sum.missing - later;
  const total = (state: 'delivered' | 'bounced' | 'complained') =>
    stored.reduce((all, { results }) => all + results[state], 0);
  return {
    ...sum,
    delivered: total('delivered'),
    bounced: total('bounced'),
    complained: total('complained'),
    perSecond,
    later,
    secondsLeft: perSecond !== null && due > 0 ? Math.ceil(due / perSecond) : null,
    groups: sumByGroup(stored),
  };
}

function dueLater({ delivery, chunks }: StoredProgress, now: number): number {
  if (!delivery) return 0;
  return progressOf(chunks.filter(({ chunk }) => Date.parse(partOf(delivery, chunk).notBefore) > now))
    .missing;
}

const measuredMilliseconds = 30_000;
const freshMilliseconds = 60_000;

/**
 * Chunks are sent at the same time and one after the other, and each says what it sent between two instants. Of each the
 * share counts that lies in the same half minute, the latest of which anything is known.
 */
function recentRate(chunks: readonly Chunk[], now: number): number | null {
  const spans = chunks.flatMap(({ counts }) => (counts.recent ? [counts.recent] : []));
  const to = Math.max(...spans.map((span) => span.to));
  if (spans.length === 0 || to < now - freshMilliseconds) return null;
  const counted = spans.filter((span) => span.to > to - measuredMilliseconds);
  const from = Math.max(to - measuredMilliseconds, Math.min(...counted.map((span) => span.from)));
  const sent = counted.reduce((sum, span) => sum + sentWithin(span, from), 0);
  return sent > 0 && to > from ? (sent * 1000) / (to - from) : null;
}

function sentWithin(span: { sent: number; from: number; to: number }, from: number): number {
  if (span.to <= span.from) return 0;
  return (span.sent * (span.to - Math.max(span.from, from))) / (span.to - span.from);
}

const kinds: readonly Group['by'][] = ['list', 'language', 'provider'];

function sumByGroup(stored: readonly StoredProgress[]): GroupProgress[] {
  const sums = new Map<string, GroupProgress>();
  for (const { delivery, chunks, results } of stored)
    for (const [position, group] of (delivery?.groups ?? []).entries()) {
      const key = `${group.by} ${group.name ?? ''}`;
      const before = sums.get(key) ?? {
        ...group,
        recipients: 0,
        sent: 0,
        delivered: 0,
        bounced: 0,
        complained: 0,
      };
      const counted = (state: keyof typeof groupLetters) =>
        before[state] + (results.byGroup[`${groupLetters[state]}${position}`] ?? 0);
      sums.set(key, {
        ...before,
        recipients: before.recipients + group.recipients,
        sent: chunks.reduce((sum, { counts }) => sum + (counts.sentTo?.[position] ?? 0), before.sent),
        delivered: counted('delivered'),
        bounced: counted('bounced'),
        complained: counted('complained'),
      });
    }
  const order = (group: Group) => kinds.indexOf(group.by) + (group.name === null ? 0.5 : 0);
  return [...sums.values()].sort((a, b) => order(a) - order(b) || b.recipients - a.recipients);
}

const resultStates = ['delivered', 'bounced', 'complained'] as const;

/** The results of a delivery, counted from the states of its recipients. */
export async function countResultsOf(
  { groups = [] }: Pick<Delivery, 'groups'>,
  recipients: AsyncIterable<{ recipient: Recipient; state: RecipientState; reason: string | null }>,
): Promise<Omit<Results, 'silence'> & { silence: { recipients: number; of: number } }> {
  const counts = { delivered: 0, bounced: 0, complained: 0, refused: 0 };
  const silence = { recipients: 0, of: 0 };
  const byGroup: Record<string, number> = {};
  const find = groupFinder(groups);
  for await (const { recipient, state, reason } of recipients) {
    const result = resultStates.find((one) => one === state);
    if (result) {
      counts[result] += 1;
      for (const group of find(recipient)) {
        const name = `${groupLetters[result]}${group}`;
        byGroup[name] = (byGroup[name] ?? 0) + 1;
      }
    }
    if (result || state === 'sent') silence.of += 1;
    if (state === 'sent') silence.recipients += 1;
    if (state === 'refused' && reason === rejectedBySes) counts.refused += 1;
  }
  return { ...counts, byGroup, silence };
}
