import { type Release, undecided } from '../_shared/domain/release-life.ts';

/** What waits for a decision was held when it was read, not when it was composed. */
export function isHeldByReading(release: Release): boolean {
  const waiting = undecided(release);
  return waiting?.state === 'held' && waiting.problems.length === 0;
}
