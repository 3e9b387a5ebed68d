import type { Approval, ApprovalOutcome } from '../functions/_shared/decisions/approve-release.ts';
import { type Candidate, type Release, undecided } from '../functions/_shared/domain/release-life.ts';

export interface Dependencies {
  readHead: (releaseId: string) => Promise<Release | null>;
  approve: (approval: Approval) => Promise<ApprovalOutcome>;
  /** Says what is about to be approved. */
  show: (release: Release, waiting: Candidate) => Promise<void>;
  sleep: (milliseconds: number) => Promise<void>;
  /** Epoch milliseconds. */
  now: () => number;
}

const patienceMilliseconds = 60_000;

/**
 * Approves the version that waits when this is called, for the audience that is shown, and no other: of a newer drop
 * in that moment nobody has seen the proof. `version`: the only one that is meant; null for whichever waits.
 */
export async function approveShown(
  dependencies: Dependencies,
  { releaseId, by, version }: { releaseId: string; by: string; version: number | null },
): Promise<ApprovalOutcome> {
  const { readHead, approve, show } = dependencies;
  const found = await readHead(releaseId);
  const meant = version ?? (found && undecided(found)?.version) ?? null;
  // Nothing waits: what an outage has made overdue may be let go.
  if (meant === null) return approve({ releaseId, by, shown: null });
  const release = found && (await whenComposed(dependencies, found, meant));
  const waiting = release && undecided(release);
  const audienceHash = waiting?.version === meant ? (waiting.audience?.hash ?? '') : '';
  if (release && waiting && audienceHash) await show(release, waiting);
  return approve({ releaseId, by, shown: { version: meant, audienceHash } });
}

/** A version that was dropped a moment ago is composed within seconds: whoever is that quick need not ask twice. */
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
