import { appendAuditOnce } from '../aws/audit-table.ts';
import type { Bucket } from '../aws/bucket.ts';
import { readKeyring, signingKey } from '../aws/keyring-table.ts';
import { listReaders } from '../aws/list-readers.ts';
import { writeNotice } from '../aws/notice-table.ts';
import { enqueue, type Queue } from '../aws/queue.ts';
import { streamRecipients } from '../aws/recipients-file.ts';
import { listReleases, putRelease, readHead, readVersion } from '../aws/release-table.ts';
import { armAt, type Schedules } from '../aws/schedule.ts';
import type { Table } from '../aws/table.ts';
import type { AudienceSummary } from '../domain/audience.ts';
import type { ComposeMessage } from '../domain/messages.ts';
import type { Newsroom } from '../domain/newsroom.ts';
import type { Effect } from '../domain/release-moves.ts';
import { type Chosen, chooseAudience } from '../lists/choose-audience.ts';
import { readChoice } from '../lists/read-choice.ts';
import type { ApproveDependencies } from './approve-release.ts';
import { connectTwins } from './connect-twins.ts';
import { countJoined } from './count-joined.ts';
import type { NoticeDependencies } from './request-notice.ts';
import type { SweepDependencies } from './sweep-releases.ts';
import { askSecond, tellOverdue } from './tell-desk.ts';

/** What whoever moves releases is wired to: handlers, the console and the command line alike. */
export interface LifeResources {
  newsroom: Newsroom;
  table: Table;
  bucket: Bucket;
  composeQueue: Queue;
  armQueue: Queue;
  /** Null in stages whose moves plan nothing for later. */
  schedules: Schedules | null;
  /** No slash at the end. */
  publicUrl: string;
  now: () => Date;
}

/** The dependencies of every decision, bound to one newsroom. */
export function connectLife(
  resources: LifeResources,
): ApproveDependencies & SweepDependencies & NoticeDependencies {
  const { newsroom, table, bucket, composeQueue, now } = resources;
  const notices: NoticeDependencies = {
    writeNotice: (noticeId, addressed) => writeNotice(bucket, noticeId, addressed),
    enqueueCompose: (message) => enqueue(composeQueue, message),
  };
  return {
    ...notices,
    now,
    readHead: (releaseId) => readHead(table, releaseId),
    putRelease: (release) => putRelease(table, release),
    appendAudit: (line, id) => appendAuditOnce(table, line, id),
    carryOut: (effect) => carryOut(resources, notices, effect),
    listReleases: (which) => listReleases(table, which),
    overdueLimitSeconds: newsroom.overdueLimitSeconds,
    embargoElsewhere: (release) =>
      connectTwins(table, newsroom).embargoElsewhere(release, now().toISOString()),
  };
}

/** More than this many are not gone through for a line of information. */
const quicklyCounted = 20_000;

/** How many joined since an audience was frozen; null for one too large to look through in passing. */
export async function countJoinedSince(
  resources: Pick<LifeResources, 'table' | 'bucket' | 'newsroom' | 'now'>,
  releaseId: string,
  version: number,
  { recipients, recipientsKey }: AudienceSummary,
): Promise<number | null> {
  if (recipients > quicklyCounted) return null;
  return countJoined(
    streamRecipients(resources.bucket, recipientsKey),
    chosenNow(resources, releaseId, version),
  );
}

async function* chosenNow(
  { table, newsroom, now }: Pick<LifeResources, 'table' | 'newsroom' | 'now'>,
  releaseId: string,
  version: number,
): AsyncGenerator<Chosen> {
  const read = await readVersion(table, releaseId, version);
  if (!read) throw new Error(`version ${version} of a release that awaits approval is not there`);
  const readers = listReaders(table);
  const choice = await readChoice(readers.readSegment, newsroom, read.audience);
  yield* chooseAudience(readers, choice, now().toISOString());
}

async function carryOut(
  { newsroom, table, armQueue, composeQueue, schedules, publicUrl, now }: LifeResources,
  notices: NoticeDependencies,
  effect: Effect,
): Promise<void> {
  switch (effect.kind) {
    case 'compose': {
      const { releaseId, version } = effect;
      return enqueue(composeQueue, { kind: 'release', releaseId, version } satisfies ComposeMessage);
    }
    case 'arm':
      return armAt({ schedules, armQueue }, effect.message, effect.at, now());
    case 'tell-overdue':
      return tellOverdue(notices, newsroom, effect);
    case 'ask-second': {
      const release = await readHead(table, effect.releaseId);
      const linkKey = signingKey(await readKeyring(table));
      if (release) await askSecond(notices, { newsroom, publicUrl, linkKey }, release);
    }
  }
}
