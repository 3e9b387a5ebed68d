import type { ChunkCounts } from '../_shared/domain/delivery.ts';
import type { Work } from './work.ts';

/** The rate of a chunk is measured over this long, or over its last window if that takes longer. */
const measuredMilliseconds = 30_000;

/** The counts of the chunk, with what was sent of late. Called once for each write of the counts. */
export function countsNow({ states, progress, dependencies }: Work): ChunkCounts {
  const counts = states.counts();
  const at = dependencies.now();
  const { reached } = progress;
  reached.push({ sent: counts.sent, at });
  while (reached.length > 2 && (reached[1]?.at ?? at) <= at - measuredMilliseconds) reached.shift();
  const [first = { sent: counts.sent, at }] = reached;
  return { ...counts, recent: { sent: Math.max(0, counts.sent - first.sent), from: first.at, to: at } };
}
