import { type Bucket, bucketObjects } from '../../functions/_shared/aws/bucket.ts';
import { type LifeDependencies, moveRelease } from '../../functions/_shared/decisions/move-release.ts';
import type { AudienceSummary, Recipient } from '../../functions/_shared/domain/audience.ts';
import { emailKey } from '../../functions/_shared/domain/email-key.ts';
import type { Language } from '../../functions/_shared/domain/newsroom.ts';
import type { Edition } from '../../functions/_shared/domain/release.ts';
import type { Live } from '../../functions/_shared/domain/release-life.ts';
import type { Command } from '../../functions/_shared/domain/release-moves.ts';

/** Freezes the audience of a version, as compose-emails does. */
export async function writeAudience(
  bucket: Bucket,
  version: number,
  audience: readonly Recipient[],
): Promise<AudienceSummary> {
  const recipientsKey = `store/audiences/audience-${version}`;
  await bucketObjects(bucket).writeObject(
    recipientsKey,
    audience.map((line) => `${JSON.stringify(line)}\n`).join(''),
    'x',
  );
  return {
    hash: `version-${version}`.padEnd(16, 'x'),
    recipientsKey,
    exclusionsKey: 'exclusions',
    recipients: audience.length,
    accredited: audience.filter(({ accredited }) => accredited).length,
    byLanguage: {},
    byList: {},
    exclusions: {},
  };
}

/**
 * Writes empty emails to the keys of a version's emails. Editions about earlier versions get one for each earlier
 * version.
 */
export async function writeEmails(bucket: Bucket, releaseId: string, version: number): Promise<void> {
  const earlier = Array.from({ length: version - 1 }, (_, i) => i + 1);
  const mails: [Edition, (number | null)[]][] = [
    ['embargoed', [null]],
    ['general', [null]],
    ['lift-notice', [null, ...earlier]],
    ['kill', [null, ...earlier]],
    ['embargo-moved', earlier],
  ];
  for (const [edition, helds] of mails)
    for (const holds of helds)
      for (const language of ['en', 'vi', 'ar'] satisfies Language[])
        await bucketObjects(bucket).writeObject(
          emailKey(releaseId, version, { edition, language, holds }),
          '{}',
          'x',
        );
}

/** Drops, composes and approves a new version in one step. Null if the release does not allow it any more. */
export async function approveVersion(
  life: LifeDependencies,
  releaseId: string,
  { version, embargo, audience }: { version: number; embargo: string; audience: AudienceSummary },
): Promise<Live | null> {
  const commands: Command[] = [
    {
      act: 'accept',
      by: 'accept-release',
      releaseId,
      accepted: {
        version,
        contentHash: `hash-${version}`,
        status: 'accepted',
        title: 'Forum',
        language: 'en',
        embargo,
        sendAt: null,
        sendAtLocal: null,
        liftNotice: true,
        policy: 'required',
        correction: null,
        distinctFrom: [],
      },
    },
    { act: 'compose', by: 'compose-emails', version, audience, elsewhere: null },
    { act: 'approve', by: 'Ann', version, audienceHash: audience.hash, elsewhere: null },
  ];
  let live: Live | null = null;
  for (const command of commands) {
    const outcome = await moveRelease(life, releaseId, command);
    if (!outcome.ok) return null;
    live = outcome.release.live;
  }
  return live;
}
