import { type Release, undecided } from '../_shared/domain/release-life.ts';

/** Whether the waiting version was held when it was read. (One that is held by composing has problems of its own.) */
export function isHeldByReading(release: Release): boolean {
  const waiting = undecided(release);
  return waiting?.state === 'held' && waiting.problems.length === 0;
}
