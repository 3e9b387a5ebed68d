import { connectBucket, deleteObject, listObjects, readObject, writeObject } from '../_shared/aws/bucket.ts';
import { listReaders } from '../_shared/aws/list-readers.ts';
import { connectQueue } from '../_shared/aws/queue.ts';
import {
  deleteReportPointer,
  listReportPointers,
  putReportPointer,
  putVersion,
  readVersion,
} from '../_shared/aws/release-table.ts';
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
const readers = listReaders(table);
const reader = separateReader(readingProgram, (overrun) =>
  writeLog({ stage: 'accept-release', level: 'warning', overrun }),
);
const reportKeys = async (releaseId: string) =>
  (await Array.fromAsync(listReportPointers(table, releaseId))).map(({ key }) => key);

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
            listObjects: (prefix) => listObjects(bucket, prefix),
            readObject: (key) => readObject(bucket, key),
          },
          id,
          // A file that was answered before is looked for under its own name, however it is spelt.
          [...keys, ...(await reportKeys(id))],
        ),
      readFiles: (files, at) => reader.read(files, { newsroom, now: at }, true),
      checkAudience: (rule) => checkAudienceRule(readers, rule),
      writeText: (key, text) => writeObject(bucket, key, JSON.stringify(text), 'application/json'),
      readVersion: (id, version) => readVersion(table, id, version),
      putVersion: (version) => putVersion(table, version),
      writeReport: async (report, html) => {
        await writeObject(bucket, `reports/${report.file}.html`, html, 'text/html; charset=utf-8');
        await writeObject(
          bucket,
          `reports/${report.file}.json`,
          JSON.stringify(report, null, 2),
          'application/json',
        );
      },
      putReportPointer: (id, pointer) => putReportPointer(table, id, pointer),
      listReportKeys: reportKeys,
      forgetReport: async (id, key) => {
        // The pointer last: while it is there, a crash in between is made good by whoever reads the release next.
        await deleteObject(bucket, `reports/${key}.json`);
        await deleteObject(bucket, `reports/${key}.html`);
        await deleteReportPointer(table, id, key);
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
