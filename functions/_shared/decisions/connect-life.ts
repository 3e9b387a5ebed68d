import { auditStore } from '../aws/audit-store.ts';
import type { Bucket } from '../aws/bucket.ts';
import { contactTable } from '../aws/contact-table.ts';
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
import { countJoined } from './count-joined.ts';
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
   * How many contacts joined the lists after an audience was frozen. Null if the audience is too large to be read for
   * this.
   */
  countJoined: (releaseId: string, version: number, audience: AudienceSummary) => Promise<number | null>;
}

/** Recipients. A larger audience is not read for one line of information. */
const quicklyCounted = 20_000;

type CountResources = Pick<LifeResources, 'table' | 'bucket' | 'newsroom' | 'now'>;

async function countJoinedSince(
  resources: CountResources,
  releaseId: string,
  version: number,
  { recipients, recipientsKey }: AudienceSummary,
): Promise<number | null> {
  if (recipients > quicklyCounted) return null;
  const frozen = recipientsFile(resources.bucket, ['store/audiences/']).streamRecipients(recipientsKey);
  return countJoined(frozen, chosenNow(resources, releaseId, version));
}

async function* chosenNow(
  { table, newsroom, now }: CountResources,
  releaseId: string,
  version: number,
): AsyncGenerator<Chosen> {
  const read = await releaseTable(table).readVersion(releaseId, version);
  if (!read) throw new Error(`version ${version} of a release that awaits approval is not there`);
  const choice = await readChoice(segmentTable(table).readSegment, newsroom, read.audience);
  yield* chooseAudience({ ...listTable(table), ...contactTable(table) }, choice, now().toISOString());
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
