import { approvalUrl } from '../domain/approval-link.ts';
import type { Newsroom } from '../domain/newsroom.ts';
import type { Notice } from '../domain/notice.ts';
import type { Release } from '../domain/release-life.ts';
import type { Effect } from '../domain/release-moves.ts';
import { noticeIdOf } from './notice-id.ts';
import { type NoticeDependencies, requestNotice } from './request-notice.ts';

type EffectOf<Kind extends Effect['kind']> = Extract<Effect, { kind: Kind }>;

/** Tells the desk that an edition is held, because the newsroom was down at its time and for too long. */
export async function tellOverdue(
  notices: NoticeDependencies,
  newsroom: Newsroom,
  { message: { releaseId, version, edition, addedContact = '' }, dueAt }: EffectOf<'tell-overdue'>,
): Promise<void> {
  const notice: Notice = {
    kind: 'desk-alert',
    language: newsroom.defaultLanguage,
    releaseId,
    title: `${releaseId}: the ${edition} edition is overdue and held`,
    message: `The ${edition} edition of version ${version} was due at ${dueAt}. The newsroom was down then, and more than ${newsroom.overdueLimitSeconds / 60} minutes have passed, so it was not sent by itself.`,
    fix: `Approve ${releaseId} again to send it now, cancel it, or drop a new version.`,
    url: null,
  };
  for (const to of newsroom.desk)
    await requestNotice(
      notices,
      noticeIdOf('overdue', releaseId, version, edition, ...(addedContact ? [addedContact] : []), dueAt, to),
      {
        to,
        contactId: null,
        notice,
      },
    );
}

/** Four-eyes policy: asks everybody on the desk who has not approved it yet. */
export async function askSecond(
  notices: NoticeDependencies,
  { newsroom, publicUrl, linkKey }: { newsroom: Newsroom; publicUrl: string; linkKey: Uint8Array },
  { releaseId, candidate, title }: Release,
): Promise<void> {
  if (!candidate?.audience) return;
  const { version, audience, approvals } = candidate;
  const approvedBy = approvals.map(({ by }) => by);
  for (const to of newsroom.desk.filter((address) => !approvedBy.includes(address)))
    await requestNotice(notices, noticeIdOf('second', releaseId, version, audience.hash, to), {
      to,
      contactId: null,
      notice: {
        kind: 'approval-request',
        language: newsroom.defaultLanguage,
        releaseId,
        version,
        title: title ?? releaseId,
        approvedBy,
        approveUrl: approvalUrl(
          publicUrl,
          { by: to, releaseId, version, audienceHash: audience.hash },
          linkKey,
        ),
      },
    });
}

/** Tells everybody on the desk how a drop was read: once per answer and content. */
export async function tellDropped(
  notices: NoticeDependencies,
  newsroom: Newsroom,
  report: Omit<Extract<Notice, { kind: 'desk-report' }>, 'kind' | 'language' | 'reportUrl'>,
): Promise<void> {
  for (const to of newsroom.desk)
    await requestNotice(notices, noticeIdOf('report', JSON.stringify(report), to), {
      to,
      contactId: null,
      notice: { kind: 'desk-report', language: newsroom.defaultLanguage, reportUrl: null, ...report },
    });
}
