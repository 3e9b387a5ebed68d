import type { ReleaseTable } from '../aws/release-table.ts';
import { overdueEditions, resumeEffects } from '../domain/release-moves.ts';
import { type LifeDependencies, putDownTrail } from './move-release.ts';
import { recordEditionOverdue } from './record-edition.ts';

export interface SweepDependencies extends LifeDependencies, Pick<ReleaseTable, 'listReleases'> {
  overdueLimitSeconds: number;
}

/** Seconds. After a crash a settled release may lack its last audit line; older ones have been swept before. */
const settledSeconds = 86_400;

/** Checks all releases in progress, and completes what a crash or a lost message left undone. */
export async function sweepReleases(dependencies: SweepDependencies): Promise<void> {
  for await (const release of dependencies.listReleases('open'))
    await resumeRelease(dependencies, release.releaseId);
  const since = dependencies.now().getTime() - settledSeconds * 1000;
  for await (const release of dependencies.listReleases('settled')) {
    if (Date.parse(release.updatedAt) < since) break;
    await putDownTrail(dependencies, release);
  }
}

export async function resumeRelease(dependencies: SweepDependencies, releaseId: string): Promise<void> {
  const release = await dependencies.readHead(releaseId);
  if (!release) return;
  await putDownTrail(dependencies, release);
  const overdue = overdueEditions(
    release,
    dependencies.now().toISOString(),
    dependencies.overdueLimitSeconds,
  );
  for (const edition of overdue)
    await recordEditionOverdue(dependencies, {
      releaseId,
      version: release.live?.version ?? release.latestVersion,
      edition,
    });
  const now = overdue.length > 0 ? await dependencies.readHead(releaseId) : release;
  for (const effect of now ? resumeEffects(now) : []) await dependencies.carryOut(effect);
}
