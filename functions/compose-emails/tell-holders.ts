import type { AddressedNotice } from '../_shared/aws/notice-table.ts';
import { type LifeDependencies, moveRelease } from '../_shared/decisions/move-release.ts';
import { noticeIdOf } from '../_shared/decisions/notice-id.ts';
import { type NoticeDependencies, requestNotice } from '../_shared/decisions/request-notice.ts';
import type { RecipientRecord } from '../_shared/domain/delivery.ts';
import type { Version } from '../_shared/domain/release.ts';
import { deliveryIdOf } from '../_shared/domain/release-tag.ts';

export interface Dependencies extends LifeDependencies, NoticeDependencies {
  readVersion: (releaseId: string, version: number) => Promise<Version | null>;
  readRecords: (deliveryId: string) => AsyncIterable<RecipientRecord>;
  readZone: (contactId: string) => Promise<string | null>;
}

/** States in which a recipient has an edition, or may have it. */
const holding = new Set<RecipientRecord['state']>(['sent', 'delivered', 'unknown', 'sending']);

/**
 * Tells everybody who holds an embargoed edition of an earlier version that the embargo has moved, each once and in the
 * language they got it in. Nothing of the release is in it but what they know already: its headline then.
 */
export async function tellHolders(
  dependencies: Dependencies,
  { releaseId, version }: { releaseId: string; version: number },
): Promise<void> {
  const release = await dependencies.readRelease(releaseId);
  const { live } = release ?? {};
  if (!release || !live?.movedFrom || !live.embargo || live.version !== version || release.killed) return;
  for (const earlier of release.sentVersions) {
    const held = await dependencies.readVersion(releaseId, earlier);
    for await (const { contactId, email, language, state } of dependencies.readRecords(
      deliveryIdOf(releaseId, earlier, 'embargoed'),
    )) {
      if (!holding.has(state) || email === null) continue;
      const title = held?.texts.find((text) => text.language === language)?.title ?? held?.texts[0]?.title;
      const notice: AddressedNotice['notice'] = {
        kind: 'embargo-moved',
        language,
        releaseId,
        version,
        title: title ?? releaseId,
        before: live.movedFrom,
        after: live.embargo,
        zone: await dependencies.readZone(contactId),
        webUrl: null,
      };
      await requestNotice(dependencies, noticeIdOf('moved', releaseId, version, contactId), {
        to: email,
        contactId,
        notice,
      });
    }
  }
  await moveRelease(dependencies, releaseId, { act: 'tell-holders', by: 'compose-emails', version });
}
