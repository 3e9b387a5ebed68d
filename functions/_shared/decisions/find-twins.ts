import type { LikenessTable } from '../aws/likeness-table.ts';
import type { ReleaseTable } from '../aws/release-table.ts';
import { isAlike, likenessOf } from '../domain/likeness.ts';
import type { Text } from '../domain/release.ts';
import { publicVersion, type Release } from '../domain/release-life.ts';
import type { Instant, Problem } from '../domain/report.ts';
import {
  type Asking,
  type EmbargoElsewhere,
  embargoElsewhere,
  type Filed,
  type Twin,
  twinOf,
} from '../domain/twin.ts';

export type TwinDependencies = Pick<ReleaseTable, 'readHead' | 'readVersionHashes'> &
  Pick<LikenessTable, 'findFiled'>;

/** A content in the form in which it is filed. */
export function filedOf(
  releaseId: string,
  content: {
    contentHash: string;
    embargo: Instant | null;
    texts: readonly Text[];
    problems: readonly Problem[];
  },
  at: Instant,
): Filed {
  return {
    releaseId,
    contentHash: content.contentHash,
    at,
    embargo: content.embargo,
    isEmbargoUnsure: content.problems.some(
      ({ code, severity }) => severity === 'hold' && code.startsWith('embargo-'),
    ),
    texts: content.texts.map(likenessOf),
  };
}

/**
 * The other releases that contain the text of a filed content. A release is returned once for each of its matching
 * contents.
 */
export async function findTwins(
  { readHead, findFiled, readVersionHashes }: TwinDependencies,
  filed: Filed,
  asking: Omit<Asking, 'releaseId'>,
): Promise<Twin[]> {
  const twins: Twin[] = [];
  for (const other of await findFiled(filed)) {
    if (!areAlike(filed, other)) continue;
    const head = await readHead(other.releaseId);
    const version =
      head?.latestHash === other.contentHash
        ? head.latestVersion
        : ((await readVersionHashes(other.releaseId)).get(other.contentHash) ?? null);
    const twin = twinOf(other, head, version, { ...asking, releaseId: filed.releaseId });
    if (twin) twins.push(twin);
  }
  return twins;
}

/**
 * The current embargo on the text of a release's latest version in another release. Null if the release itself has
 * already published that text.
 */
export async function findEmbargoElsewhere(
  dependencies: TwinDependencies & Pick<LikenessTable, 'readFiled'>,
  release: Release,
  { zone, now }: { zone: string; now: Instant },
): Promise<EmbargoElsewhere | null> {
  const { releaseId, latestHash, createdAt: since, distinctFrom } = release;
  const filed = latestHash === null ? null : await dependencies.readFiled(releaseId, latestHash);
  if (!filed) return null;
  const published = await readPublished(dependencies, release, now);
  const findFiled = async (one: Filed) =>
    (await dependencies.findFiled(one)).filter((other) => !published || !areAlike(published, other));
  const twins = await findTwins({ ...dependencies, findFiled }, filed, { since, distinctFrom, now });
  return embargoElsewhere(twins, zone);
}

async function readPublished(
  { readVersionHashes, readFiled }: Parameters<typeof findEmbargoElsewhere>[0],
  release: Release,
  now: Instant,
): Promise<Filed | null> {
  const seen = publicVersion(release, now);
  if (!seen) return null;
  for (const [contentHash, version] of await readVersionHashes(release.releaseId))
    if (version === seen.version) return readFiled(release.releaseId, contentHash);
  return null;
}

function areAlike(a: Filed, b: Filed): boolean {
  return a.texts.some((ours) => b.texts.some((theirs) => isAlike(ours, theirs)));
}
