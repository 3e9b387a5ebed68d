import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { bucketObjects, connectBucket } from '../_shared/aws/bucket.ts';
import { contactTable } from '../_shared/aws/contact-table.ts';
import { readRecords } from '../_shared/aws/delivery-table.ts';
import { keyringTable, signingKey } from '../_shared/aws/keyring-table.ts';
import { listTable } from '../_shared/aws/list-table.ts';
import { connectMailSender, sendMail } from '../_shared/aws/mail-sender.ts';
import { noticeStore } from '../_shared/aws/notice-store.ts';
import { noticeTable } from '../_shared/aws/notice-table.ts';
import { readPace } from '../_shared/aws/pace-table.ts';
import { connectQueue, messageQueue } from '../_shared/aws/queue.ts';
import { ofNotices, rateTable } from '../_shared/aws/rate-table.ts';
import { recipientsFile } from '../_shared/aws/recipients-file.ts';
import { releaseTable } from '../_shared/aws/release-table.ts';
import { connectSchedules } from '../_shared/aws/schedule.ts';
import { segmentTable } from '../_shared/aws/segment-table.ts';
import { connectTable } from '../_shared/aws/table.ts';
import { objectUploads } from '../_shared/aws/upload-object.ts';
import { connectLife } from '../_shared/decisions/connect-life.ts';
import { tellDropped } from '../_shared/decisions/tell-desk.ts';
import { contactIdOf } from '../_shared/domain/contact-id.ts';
import { emailKey } from '../_shared/domain/email-key.ts';
import { composeMessageSchema } from '../_shared/domain/messages.ts';
import { textSchema, type Version } from '../_shared/domain/release.ts';
import { checkAudienceRule } from '../_shared/lists/check-audience-rule.ts';
import { readNewsroom } from '../_shared/runtime/newsroom.ts';
import { consumeQueue } from '../_shared/runtime/queue-consumer.ts';
import { buildNoticeMail } from './build-notice-mail.ts';
import { composeEmails } from './compose-emails.ts';
import { countReaders } from './count-readers.ts';
import { environmentSchema } from './environment.ts';
import { freezeAudience } from './freeze-audience.ts';
import { prepareFiles } from './prepare-files.ts';
import type { RenderedNotice } from './render-notice.ts';
import { createRenderer } from './renderer.ts';
import { reportHeld } from './report-held.ts';
import { sendNotice } from './send-notice.ts';
import { templatesDirectory } from './templates-directory.ts';

const environment = environmentSchema.parse(process.env);
const newsroom = readNewsroom(import.meta.url);
const table = connectTable(environment.TABLE_NAME);
const bucket = connectBucket(environment.BUCKET_NAME);
const composeQueue = connectQueue(environment.COMPOSE_QUEUE_URL);
const armQueue = connectQueue(environment.ARM_QUEUE_URL);
const schedules = connectSchedules({
  group: environment.SCHEDULE_GROUP,
  roleArn: environment.SCHEDULER_ROLE_ARN,
  armQueueArn: environment.ARM_QUEUE_ARN,
});
const mailSender = connectMailSender(environment.CONFIGURATION_SET);
const publicUrl = environment.PUBLIC_URL.replace(/\/$/, '');
const now = () => new Date();
const renderer = createRenderer({ newsroom, templatesDirectory, publicUrl });
const life = connectLife({ newsroom, table, bucket, composeQueue, armQueue, schedules, publicUrl, now });

const readJson = async (key: string): Promise<unknown> => {
  const bytes = await bucketObjects(bucket).readObject(key);
  // Written right after the head by a stage that may have crashed there: its retry writes it.
  if (!bytes) throw new Error('a text of the version is not written yet');
  return JSON.parse(Buffer.from(bytes).toString('utf8'));
};
const readTexts = async ({ texts }: Version) =>
  Promise.all(texts.map(async ({ key }) => textSchema.parse(await readJson(key))));

const delivering = {
  claimNotice: (noticeId: string, at: string) => noticeTable(table).claimNotice(noticeId, at),
  releaseNotice: (noticeId: string) => noticeTable(table).giveBackNotice(noticeId),
  async settleNotice(noticeId: string, sesMessageId: string, at: string) {
    await noticeTable(table).settleNotice(noticeId, sesMessageId, at);
    await rateTable(table).countRates({ noticeSends: 1 }, ofNotices, Date.parse(at));
  },
  async buildMail(to: string, noticeId: string, rendered: RenderedNotice) {
    const { contactKey } = await keyringTable(table).readKeyring();
    return buildNoticeMail(newsroom, contactIdOf(to, contactKey), to, noticeId, rendered);
  },
  sendMail: sendMail.bind(null, mailSender),
  sleep: (milliseconds: number) => sleep(milliseconds),
  now,
};
const records = (deliveryId: string) => readRecords(table, deliveryId);

async function compose(message: { releaseId: string; version: number }): Promise<void> {
  const linkKey = signingKey(await keyringTable(table).readKeyring());
  const readers = { ...listTable(table), ...segmentTable(table), ...contactTable(table) };
  await composeEmails(
    {
      ...life,
      ...delivering,
      ...renderer,
      newsroom,
      publicUrl,
      linkKey,
      readTexts,
      readVersion: (releaseId, version) => releaseTable(table).readVersion(releaseId, version),
      checkAudience: ({ audience }) => checkAudienceRule(readers, audience),
      freezeAudience: ({ releaseId, version, audience }, [main, ...others]) =>
        freezeAudience(
          {
            ...readers,
            newsroom,
            upload: (key) => objectUploads(bucket).uploadObject(key, 'application/x-ndjson'),
          },
          {
            releaseId,
            version,
            rule: audience,
            languages: [main ?? newsroom.defaultLanguage, ...others],
            now: now().toISOString(),
          },
        ),
      prepareFiles: (version, texts, nonce) =>
        prepareFiles(
          {
            readObject: (key) => bucketObjects(bucket).readObject(key),
            writeObject: (key, body, contentType) =>
              bucketObjects(bucket).writeObject(key, body, contentType),
            publicUrl,
          },
          version,
          texts,
          nonce,
        ),
      writeEmail: (email, name) =>
        bucketObjects(bucket).writeObject(
          emailKey(email.releaseId, email.version, name),
          JSON.stringify(email),
          'application/json',
        ),
      countReaders: (release, audience) =>
        countReaders(
          {
            readRecords: records,
            readRecipients: () => recipientsFile(bucket).streamRecipients(audience.recipientsKey),
          },
          release.releaseId,
          [release.live?.version ?? 0, ...release.sentVersions],
        ),
      arm: (armMessage) => messageQueue(armQueue).enqueue(armMessage),
      tellHeld: async (version, title, problems) => {
        await reportHeld(
          {
            readReport: async (key) => {
              const bytes = await bucketObjects(bucket).readObject(`reports/${key}.json`);
              return bytes && JSON.parse(Buffer.from(bytes).toString('utf8'));
            },
            writeReport: (key, report) =>
              bucketObjects(bucket).writeObject(
                `reports/${key}.json`,
                JSON.stringify(report, null, 2),
                'application/json',
              ),
          },
          version,
          problems,
        );
        await tellDropped(life, newsroom, {
          file: version.sources[0]?.key ?? version.releaseId,
          status: 'held',
          releaseId: version.releaseId,
          version: version.version,
          title,
          problems,
          assumptions: [],
        });
      },
      makeNonce: () => randomBytes(12).toString('hex'),
    },
    message,
  );
}

export const handler = consumeQueue('compose-emails', composeMessageSchema, async (message) => {
  switch (message.kind) {
    case 'release':
      return compose(message);
    case 'notice':
      return sendNotice(
        {
          ...delivering,
          readNotice: (noticeId) => noticeStore(bucket).readNotice(noticeId),
          deleteNotice: (noticeId) => noticeStore(bucket).deleteNotice(noticeId),
          readStanding: (contactId) => contactTable(table).readStanding(contactId),
          areSignUpsStopped: async () => (await readPace(table)).signUpsStoppedBecause !== null,
          renderNotice: renderer.renderNotice,
        },
        message.noticeId,
      );
  }
});
