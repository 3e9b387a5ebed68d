import { bucketObjects, connectBucket } from '../_shared/aws/bucket.ts';
import { listTable } from '../_shared/aws/list-table.ts';
import { connectQueue } from '../_shared/aws/queue.ts';
import { releaseTable } from '../_shared/aws/release-table.ts';
import { segmentTable } from '../_shared/aws/segment-table.ts';
import { connectTable } from '../_shared/aws/table.ts';
import { connectLife } from '../_shared/decisions/connect-life.ts';
import { connectTwins } from '../_shared/decisions/connect-twins.ts';
import { tellDeleted } from '../_shared/decisions/tell-deleted.ts';
import { tellDropped } from '../_shared/decisions/tell-desk.ts';
import { checkAudienceRule } from '../_shared/lists/check-audience-rule.ts';
import { readNewsroom } from '../_shared/runtime/newsroom.ts';
import { writeLog } from '../_shared/runtime/queue-consumer.ts';
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
  publicUrl: environment.PUBLIC_URL.replace(/\/$/, ''),
  now,
});
const readers = { ...listTable(table), ...segmentTable(table) };
const reader = separateReader(readingProgram, (overrun) =>
  writeLog({ stage: 'accept-release', level: 'warning', overrun }),
);
const reportKeys = async (releaseId: string) =>
  (await Array.fromAsync(releaseTable(table).listReportPointers(releaseId))).map(({ key }) => key);

export const handler = consumeDrops(async (releaseId, keys) => {
  await acceptRelease(
    {
      ...life,
      ...connectTwins(table, newsroom),
      zone: newsroom.zone,
      approval: newsroom.approval,
      loadFiles: async (id) =>
        loadFiles(
          {
            listObjects: (prefix) => bucketObjects(bucket).listObjects(prefix),
            readObject: (key) => bucketObjects(bucket).readObject(key),
          },
          id,
          // A file that was answered before is looked for under its own name, however it is spelt.
          [...keys, ...(await reportKeys(id))],
        ),
      readFiles: (files, at) => reader.read(files, { newsroom, now: at }, true),
      checkAudience: (rule) => checkAudienceRule(readers, rule),
      writeText: (key, text) =>
        bucketObjects(bucket).writeObject(key, JSON.stringify(text), 'application/json'),
      readVersion: (id, version) => releaseTable(table).readVersion(id, version),
      putVersion: (version) => releaseTable(table).putVersion(version),
      writeReport: async (report, html) => {
        await bucketObjects(bucket).writeObject(
          `reports/${report.file}.html`,
          html,
          'text/html; charset=utf-8',
        );
        await bucketObjects(bucket).writeObject(
          `reports/${report.file}.json`,
          JSON.stringify(report, null, 2),
          'application/json',
        );
      },
      putReportPointer: (id, pointer) => releaseTable(table).putReportPointer(id, pointer),
      listReportKeys: reportKeys,
      forgetReport: async (id, key) => {
        // The pointer last: while it is there, a crash in between is made good by whoever reads the release next.
        await bucketObjects(bucket).deleteObject(`reports/${key}.json`);
        await bucketObjects(bucket).deleteObject(`reports/${key}.html`);
        await releaseTable(table).deleteReportPointer(id, key);
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
