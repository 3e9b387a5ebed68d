import { filedOf, findTwins, type TwinDependencies } from '../_shared/decisions/find-twins.ts';
import { type LifeDependencies, moveRelease } from '../_shared/decisions/move-release.ts';
import type { Release } from '../_shared/domain/release-life.ts';
import type { Instant, Problem } from '../_shared/domain/report.ts';
import type { Filed, Twin } from '../_shared/domain/twin.ts';
import { isHeldByReading } from './held-by-reading.ts';
import type { ReleaseContent } from './reading/reading.ts';
import { twinProblems } from './twin-problems.ts';

export interface AskDependencies extends LifeDependencies, TwinDependencies {
  /** Keeps a content to be known again under another name. Safe to repeat. */
  fileLikeness: (filed: Filed) => Promise<void>;
  /** The newsroom's. */
  zone: string;
}

/**
 * Looks for the same text under another name. This one is filed first, so that of two dropped at the same time at least
 * one finds the other. A content that was let through before is not asked about again.
 */
export async function askAboutTwins(
  dependencies: AskDependencies,
  before: Release | null,
  releaseId: string,
  content: ReleaseContent,
  now: Instant,
): Promise<Problem[]> {
  if (before?.latestHash === content.contentHash && !isHeldByReading(before)) return [];
  const filed = filedOf(releaseId, content, now);
  await dependencies.fileLikeness(filed);
  const distinctFrom = [...(before?.distinctFrom ?? []), ...content.sameTextAs];
  const asking = { since: before?.createdAt ?? null, distinctFrom };
  const look = () => findTwins(dependencies, filed, { ...asking, now: dependencies.now().toISOString() });
  const twins = await look();
  const early = twins.filter((twin) => twin.stands === 'waiting' && isEarlier(twin, filed, now));
  for (const twin of early)
    await moveRelease(dependencies, twin.releaseId, {
      act: 'note-twin',
      by: 'accept-release',
      reason: `the same text as “${releaseId}”, under embargo ${filed.embargo ?? 'that was not understood'}`,
    });
  return twinProblems(early.length > 0 ? await look() : twins, { zone: dependencies.zone, now });
}

/** Whether a twin that waits for approval would go out before a filed content's embargo. */
function isEarlier(twin: Twin, { embargo, isEmbargoUnsure }: Filed, now: Instant): boolean {
  if (isEmbargoUnsure) return true;
  return embargo !== null && Date.parse(embargo) > Math.max(Date.parse(twin.embargo ?? now), Date.parse(now));
}
