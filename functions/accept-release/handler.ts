import { bucketObjects, connectBucket } from '../_shared/aws/bucket.ts';
import { listTable } from '../_shared/aws/list-table.ts';
import { connectQueue } from '../_shared/aws/queue.ts';
import { releaseTable } from '../_shared/aws/release-table.ts';
import { reportStore } from '../_shared/aws/report-store.ts';
import { segmentTable } from '../_shared/aws/segment-table.ts';
import { connectTable } from '../_shared/aws/table.ts';
import { textStore } from '../_shared/aws/text-store.ts';
import { connectLife } from '../_shared/decisions/connect-life.ts';
import { connectTwins } from '../_shared/decisions/connect-twins.ts';
import { tellDeleted } from '../_shared/decisions/tell-deleted.ts';
import { tellDropped } from '../_shared/decisions/tell-desk.ts';
import { checkAudienceRule } from '../_shared/lists/check-audience-rule.ts';
import { writeLog } from '../_shared/runtime/logger.ts';
import { readNewsroom } from '../_shared/runtime/newsroom.ts';
import { withRetries } from '../_shared/runtime/with-retries.ts';
import { acceptRelease } from './accept-release.ts';
import { consumeDrops } from './consume-drops.ts';
import { environmentSchema } from './environment.ts';
import { loadFiles } from './load-files.ts';
import { readingProgram, separateReader } from './reading/separate-reader.ts';

const environment = environmentSchema.parse(process.env);
const newsroom = readNewsroom(import.meta.url);
const table = connectTable(environment.TABLE_NAME);
const bucket = connectBucket(environment.BUCKET_NAME);
const now = () => new Date();
const life = connectLife({
  newsroom,
  table,
  bucket,
  composeQueue: connectQueue(environment.COMPOSE_QUEUE_URL),
  armQueue: connectQueue(environment.ARM_QUEUE_URL),
  schedules: null,
  keys: null,
  publicUrl: environment.PUBLIC_URL.replace(/\/$/, ''),
  now,
});
const reader = separateReader(readingProgram, (overrun) =>
  writeLog({ stage: 'accept-release', level: 'warning', overrun }),
);
const releases = releaseTable(table);
const reports = reportStore(bucket);
const reportKeys = async (releaseId: string) =>
  (await Array.fromAsync(releases.listReportPointers(releaseId))).map(({ key }) => key);
const readers = { ...listTable(table), ...segmentTable(table) };

const consume = consumeDrops(async (releaseId, keys) => {
  await acceptRelease(
    {
      ...life,
      ...connectTwins(table, newsroom),
      ...releases,
      ...textStore(bucket),
      zone: newsroom.zone,
      approval: newsroom.approval,
      loadFiles: async (id) =>
        // A file that was answered before is looked for under its own name, however it is spelt.
        loadFiles(bucketObjects(bucket), id, [...keys, ...(await reportKeys(id))]),
      readFiles: (files, at) => reader.read(files, { newsroom, now: at }, true),
      checkAudience: (rule) => checkAudienceRule(readers, rule),
      writeReport: async (report, html) => {
        await reports.writeReportPage(report.file, html);
        await reports.writeReport(report.file, report);
      },
      listReportKeys: reportKeys,
      forgetReport: async (id, key) => {
        // The pointer last: after a crash, whoever reads the release next finds it and deletes the rest.
        await reports.deleteReport(key);
        await releases.deleteReportPointer(id, key);
      },
      tellDeleted: (release) => tellDeleted(life, newsroom, release),
      tellDropped: ({ file, status, release, problems, assumptions }) =>
        tellDropped(life, newsroom, {
          file,
          status,
          releaseId: release.id,
          version: release.version,
          title: release.title,
          problems,
          assumptions,
        }),
    },
    releaseId,
  );
}, writeLog);

export const handler = withRetries('accept-release', environment.WORK_QUEUES, consume);
