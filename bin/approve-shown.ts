import type { Approval, ApprovalOutcome } from '../functions/_shared/decisions/approve-release.ts';
import { type Candidate, type Release, undecided } from '../functions/_shared/domain/release-life.ts';

export interface Dependencies {
  readHead: (releaseId: string) => Promise<Release | null>;
  approve: (approval: Approval) => Promise<ApprovalOutcome>;
  /** Shows what is about to be approved. */
  show: (release: Release, waiting: Candidate) => Promise<void>;
  sleep: (milliseconds: number) => Promise<void>;
  /** Epoch milliseconds. */
  now: () => number;
}

const patienceMilliseconds = 60_000;

/**
 * Approves only the version that waits when this is called, for the audience that is shown. If a newer version is
 * dropped meanwhile, nobody has seen its proof. `version`: the only version that may be approved; null for the waiting
 * one.
 */
export async function approveShown(
  dependencies: Dependencies,
  { releaseId, by, version }: { releaseId: string; by: string; version: number | null },
): Promise<ApprovalOutcome> {
  const { readHead, approve, show } = dependencies;
  const found = await readHead(releaseId);
  const meant = version ?? (found && undecided(found)?.version) ?? null;
  // No version waits: approve sends an overdue edition.
  if (meant === null) return approve({ releaseId, by, shown: null });
  const release = found && (await whenComposed(dependencies, found, meant));
  const waiting = release && undecided(release);
  const audienceHash = waiting?.version === meant ? (waiting.audience?.hash ?? '') : '';
  if (release && waiting && audienceHash) await show(release, waiting);
  return approve({ releaseId, by, shown: { version: meant, audienceHash } });
}

/**
 * A version that was just dropped is composed within seconds. Waits for that, so that the person need not repeat the
 * command.
 */
async function whenComposed(
  { readHead, sleep, now }: Dependencies,
  found: Release,
  version: number,
): Promise<Release | null> {
  const until = now() + patienceMilliseconds;
  let release: Release | null = found;
  while (release && isComposing(release, version) && now() < until) {
    await sleep(300);
    release = await readHead(found.releaseId);
  }
  return release;
}

function isComposing({ candidate }: Release, version: number): boolean {
  return candidate?.state === 'composing' && candidate.version === version;
}
