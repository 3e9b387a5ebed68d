import { publicVersion, type Release, undecided } from '../_shared/domain/release-life.ts';
import type { Instant, Problem, Status } from '../_shared/domain/report.ts';
import { isHeldByReading } from './held-by-reading.ts';
import type { ReleaseContent } from './reading/reading.ts';

/**
 * Dropping the same content again makes no new version, with two exceptions: what held it was mended elsewhere (a list
 * was made), or something holds it now that did not (its picture was deleted). What composing held, it would hold again.
 */
export function isKnown(before: Release | null, { contentHash }: ReleaseContent, status: Status): boolean {
  if (before?.latestHash !== contentHash) return false;
  const waiting = undecided(before);
  if (isHeldByReading(before)) return status === 'held';
  return status !== 'held' || !waiting || waiting.state === 'held';
}

/** What stands against a version that was there already: composing held it, or somebody cancelled it. */
export function foundSince(release: Release): Problem[] {
  const { candidate, cancelled, latestVersion } = release;
  const isCancelled =
    cancelled !== null || (candidate?.version === latestVersion && candidate.state === 'cancelled');
  if (!isCancelled) return undecided(release)?.problems ?? [];
  return [
    {
      code: 'version-cancelled',
      severity: 'warning',
      message: `Version ${latestVersion} was cancelled; dropped again unchanged it stays so.`,
      fix: 'Change something in it, or drop it under another name.',
      where: {},
    },
  ];
}

/** An embargo of a release that is public already. */
export function noEffect(before: Release | null, { embargo }: ReleaseContent, now: Instant): Problem[] {
  const isOut = before !== null && publicVersion(before, now) !== null;
  if (!isOut || embargo === null || Date.parse(embargo) <= Date.parse(now)) return [];
  return [
    {
      code: 'embargo-without-effect',
      severity: 'warning',
      message: 'The release is public already, so its embargo has no effect.',
      fix: 'Nothing to do; the line may be removed.',
      where: { field: 'embargo' },
    },
  ];
}
