import { auditStore } from '../aws/audit-store.ts';
import type { Bucket } from '../aws/bucket.ts';
import { type ContactTable, contactTable } from '../aws/contact-table.ts';
import type { Keys } from '../aws/keys.ts';
import { listTable } from '../aws/list-table.ts';
import { noticeStore } from '../aws/notice-store.ts';
import { messageQueue, type Queue } from '../aws/queue.ts';
import { recipientsFile } from '../aws/recipients-file.ts';
import { releaseTable } from '../aws/release-table.ts';
import { armSchedule, type Schedules } from '../aws/schedule.ts';
import { segmentTable } from '../aws/segment-table.ts';
import type { Table } from '../aws/table.ts';
import type { AudienceSummary } from '../domain/audience.ts';
import type { Newsroom } from '../domain/newsroom.ts';
import type { Effect } from '../domain/release-moves.ts';
import { type Chosen, chooseAudience } from '../lists/choose-audience.ts';
import { readChoice } from '../lists/read-choice.ts';
import type { ApproveDependencies } from './approve-release.ts';
import { connectTwins } from './connect-twins.ts';
import { countJoined, readAtMost } from './count-joined.ts';
import type { NoticeDependencies } from './request-notice.ts';
import type { SweepDependencies } from './sweep-releases.ts';
import { askSecond, tellOverdue } from './tell-desk.ts';

/** The resources of everything that moves releases: handlers, console and command line. */
export interface LifeResources {
  newsroom: Newsroom;
  table: Table;
  bucket: Bucket;
  composeQueue: Queue;
  armQueue: Queue;
  /** Null in stages whose moves schedule nothing for later. */
  schedules: Schedules | null;
  /** Null in stages where nobody approves: only an approval asks a second person, by a link. */
  keys: Keys | null;
  /** Without a slash at the end. */
  publicUrl: string;
  now: () => Date;
}

/** The dependencies of every decision, bound to one newsroom. */
export function connectLife(
  resources: LifeResources,
): ApproveDependencies & SweepDependencies & NoticeDependencies & JoinedCounter {
  const { newsroom, table, bucket, composeQueue, now } = resources;
  const notices: NoticeDependencies = {
    ...noticeStore(bucket),
    enqueueCompose: messageQueue(composeQueue).enqueue,
  };
  const { embargoElsewhere } = connectTwins(table, newsroom);
  return {
    ...notices,
    ...releaseTable(table),
    ...auditStore(bucket),
    now,
    carryOut: (effect) => carryOut(resources, notices, effect),
    overdueLimitSeconds: newsroom.overdueLimitSeconds,
    countJoined: (releaseId, version, audience) => countJoinedSince(resources, releaseId, version, audience),
    embargoElsewhere: (release) => embargoElsewhere(release, now().toISOString()),
  };
}

export interface JoinedCounter {
  /**
   * How many contacts joined the lists after an audience was frozen. Null if the audience or the lists are too large to
   * be read for this: a page answers within seconds.
   */
  countJoined: (releaseId: string, version: number, audience: AudienceSummary) => Promise<number | null>;
}

/** Recipients. A larger audience is not read for one line of information. */
const quicklyCounted = 20_000;
/** Entries of lists. A segment may find few contacts on a list of a million, and each of them would be read. */
const quicklyRead = 40_000;

type CountResources = Pick<LifeResources, 'table' | 'bucket' | 'newsroom' | 'now'>;

async function countJoinedSince(
  resources: CountResources,
  releaseId: string,
  version: number,
  { recipients, recipientsKey }: AudienceSummary,
): Promise<number | null> {
  if (recipients > quicklyCounted) return null;
  const frozen = recipientsFile(resources.bucket, ['store/audiences/']).streamRecipients(recipientsKey);
  const entries = readAtMost(quicklyRead, contactTable(resources.table));
  const joined = await countJoined(frozen, chosenNow(resources, entries, releaseId, version));
  return entries.isOver() ? null : joined;
}

async function* chosenNow(
  { table, newsroom, now }: CountResources,
  { streamList }: Pick<ContactTable, 'streamList'>,
  releaseId: string,
  version: number,
): AsyncGenerator<Chosen> {
  const read = await releaseTable(table).readVersion(releaseId, version);
  if (!read) throw new Error(`version ${version} of a release that awaits approval is not there`);
  const choice = await readChoice(segmentTable(table).readSegment, newsroom, read.audience);
  const readers = { ...listTable(table), ...contactTable(table), streamList };
  yield* chooseAudience(readers, choice, now().toISOString());
}

async function carryOut(
  { newsroom, table, armQueue, schedules, keys, publicUrl, now }: LifeResources,
  notices: NoticeDependencies,
  effect: Effect,
): Promise<void> {
  switch (effect.kind) {
    case 'compose': {
      const { releaseId, version } = effect;
      return notices.enqueueCompose({ kind: 'release', releaseId, version });
    }
    case 'arm':
      return armSchedule(schedules, armQueue).armAt(effect.message, effect.at, now());
    case 'tell-overdue':
      return tellOverdue(notices, newsroom, effect);
    case 'ask-second': {
      const release = await releaseTable(table).readHead(effect.releaseId);
      if (!keys) throw new Error('this stage asks nobody for a second approval');
      const { linkKeys } = await keys.readKeyring();
      if (release) await askSecond(notices, { newsroom, publicUrl, linkKey: linkKeys.signing }, release);
    }
  }
}
