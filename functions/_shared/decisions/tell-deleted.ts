import type { Newsroom } from '../domain/newsroom.ts';
import type { Release } from '../domain/release-life.ts';
import { noticeIdOf } from './notice-id.ts';
import { type NoticeDependencies, requestNotice } from './request-notice.ts';

/** Tells the desk that deleting a release's files has withdrawn it, or that it has stopped nothing. Once per case. */
export async function tellDeleted(
  notices: NoticeDependencies,
  newsroom: Newsroom,
  { releaseId, title, withdrawn, live }: Release,
): Promise<void> {
  const name = title === null ? `“${releaseId}”` : `“${title}” (${releaseId})`;
  if (withdrawn)
    await tellAll(['withdrawn', releaseId, withdrawn.at], {
      title: `${releaseId} is withdrawn: its file was deleted`,
      message: `The file of ${name} was deleted from the bucket before anybody approved it. It cannot be approved any more, and nothing of it is sent.${live ? ' The version that was approved before goes on as it was.' : ''}`,
      fix: 'If that was not meant, drop the file again: it comes back with a new proof.',
    });
  else if (live)
    await tellAll(['deleted', releaseId, live.version], {
      title: `${releaseId} goes on, although a file of it was deleted`,
      message: `A file of ${name} was deleted from the bucket after version ${live.version} was approved. Deleting recalls no mail and stops nothing: the release goes on as it was approved.`,
      fix: `To take it back, kill it: “dateline kill ${releaseId} --reason …”, or Kill on its page. If you were only tidying up, there is nothing to do.`,
    });

  async function tellAll(
    about: (string | number)[],
    words: { title: string; message: string; fix: string },
  ): Promise<void> {
    for (const to of newsroom.desk)
      await requestNotice(notices, noticeIdOf('deleted', ...about, to), {
        to,
        contactId: null,
        notice: {
          kind: 'desk-alert',
          language: newsroom.defaultLanguage,
          releaseId,
          url: null,
          ...words,
        },
      });
  }
}
