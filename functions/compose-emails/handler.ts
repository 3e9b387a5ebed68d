import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { bucketObjects, connectBucket } from '../_shared/aws/bucket.ts';
import { contactTable } from '../_shared/aws/contact-table.ts';
import { deliveryTable } from '../_shared/aws/delivery-table.ts';
import { connectKeys } from '../_shared/aws/keys.ts';
import { listTable } from '../_shared/aws/list-table.ts';
import { connectSes, mailSender } from '../_shared/aws/mail-sender.ts';
import { noticeStore } from '../_shared/aws/notice-store.ts';
import { noticeTable } from '../_shared/aws/notice-table.ts';
import { paceTable } from '../_shared/aws/pace-table.ts';
import { connectQueue, messageQueue } from '../_shared/aws/queue.ts';
import { rateOfNotices, rateTable } from '../_shared/aws/rate-table.ts';
import { recipientsFile } from '../_shared/aws/recipients-file.ts';
import { releaseTable } from '../_shared/aws/release-table.ts';
import { renderedEmails } from '../_shared/aws/rendered-emails.ts';
import { reportStore } from '../_shared/aws/report-store.ts';
import { connectSchedules } from '../_shared/aws/schedule.ts';
import { segmentTable } from '../_shared/aws/segment-table.ts';
import { signUpTable } from '../_shared/aws/sign-up-table.ts';
import { connectTable } from '../_shared/aws/table.ts';
import { textStore } from '../_shared/aws/text-store.ts';
import { objectUploads } from '../_shared/aws/upload-object.ts';
import { connectLife } from '../_shared/decisions/connect-life.ts';
import { connectEditions } from '../_shared/deliveries/connect-editions.ts';
import { stopSending } from '../_shared/deliveries/stop-sending.ts';
import type { AudienceSummary } from '../_shared/domain/audience.ts';
import { confirmationsStoppedUntil } from '../_shared/domain/circuit.ts';
import { contactIdOf } from '../_shared/domain/contact-id.ts';
import { type ComposeMessage, comeAgainSeconds, composeMessageSchema } from '../_shared/domain/messages.ts';
import type { Language } from '../_shared/domain/newsroom.ts';
import type { NoticeKind } from '../_shared/domain/notice.ts';
import { activePause } from '../_shared/domain/pause.ts';
import type { Text, Version } from '../_shared/domain/release.ts';
import type { Release } from '../_shared/domain/release-life.ts';
import type { Problem } from '../_shared/domain/report.ts';
import { checkAudienceRule } from '../_shared/lists/check-audience-rule.ts';
import { writeLog } from '../_shared/runtime/logger.ts';
import { measure } from '../_shared/runtime/metrics.ts';
import { readNewsroom } from '../_shared/runtime/newsroom.ts';
import { consumeQueue } from '../_shared/runtime/queue-consumer.ts';
import { withRetries } from '../_shared/runtime/with-retries.ts';
import { buildNoticeMail } from './build-notice-mail.ts';
import { composeEmails } from './compose-emails.ts';
import { countReaders } from './count-readers.ts';
import type { Delivered, NoticeTo } from './deliver-notice.ts';
import { environmentSchema } from './environment.ts';
import { freezeAudience } from './freeze-audience.ts';
import { paceNotice } from './pace-notice.ts';
import { prepareFiles } from './prepare-files.ts';
import type { RenderedNotice } from './render-notice.ts';
import { createRenderer } from './renderer.ts';
import { tellHeld } from './report-held.ts';
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
  deadLettersArn: environment.SCHEDULE_DEAD_LETTERS_ARN,
});
const publicUrl = environment.PUBLIC_URL.replace(/\/$/, '');
const now = () => new Date();
const renderer = createRenderer({ newsroom, templatesDirectory, publicUrl });
const keys = connectKeys(environment.KEYS_SECRET_ARN, table);
const life = connectLife({
  newsroom,
  table,
  bucket,
  composeQueue,
  armQueue,
  schedules,
  keys: null,
  publicUrl,
  now,
});

const { readText } = textStore(bucket);
const { streamRecipients } = recipientsFile(bucket, ['store/audiences/']);
const { uploadObject } = objectUploads(bucket);
const { readRecords } = deliveryTable(table);
const { countRates } = rateTable(table);
const pace = paceTable(table);
const mails = mailSender(connectSes(environment.NOTICE_CONFIGURATION_SET));
const shared = {
  newsroom,
  publicUrl,
  ...life,
  ...renderer,
  ...noticeTable(table),
  ...noticeStore(bucket),
  ...listTable(table),
  ...segmentTable(table),
  ...contactTable(table),
  ...releaseTable(table),
  ...keys,
  ...bucketObjects(bucket),
  ...reportStore(bucket),
  ...renderedEmails(bucket),
};

const delivering = {
  ...shared,
  ...mails,
  takeSlot: (kind: NoticeKind) =>
    paceNotice({ ...pace, ...mails, now: () => Date.now(), sleep: (wait) => sleep(wait) }, kind),
  countSent: (kind: NoticeKind, at: string) =>
    countRates({ noticeSends: 1 }, rateOfNotices(kind), Date.parse(at)),
  async buildMail(notice: NoticeTo, rendered: RenderedNotice) {
    const { contactKey } = await shared.readKeyring();
    return buildNoticeMail(newsroom, contactIdOf(notice.to, contactKey), notice, rendered);
  },
  openCircuit(because: string) {
    const clock = () => Date.now();
    const { tellDesk } = connectEditions({ newsroom, table, bucket, composeQueue, now: clock });
    return stopSending(
      { ...pace, tellDesk, stage: 'compose-emails', now: clock, log: writeLog, measure },
      because,
    );
  },
  sleep: (milliseconds: number) => sleep(milliseconds),
  log: writeLog,
  measure,
};

const composing = {
  ...delivering,
  readTexts: ({ texts }: Version) =>
    Promise.all(
      texts.map(async ({ key }) => {
        const text = await readText(key);
        // The accepting stage writes the text right after the head and may have crashed in between. Its retry writes
        // it.
        if (!text) throw new Error('a text of the version is not written yet');
        return text;
      }),
    ),
  checkAudience: ({ audience }: Version) => checkAudienceRule(shared, audience),
  freezeAudience: (version: Version, [main = newsroom.defaultLanguage, ...others]: readonly Language[]) =>
    freezeAudience(
      { ...shared, upload: (key) => uploadObject(key, 'application/x-ndjson') },
      {
        releaseId: version.releaseId,
        version: version.version,
        rule: version.audience,
        languages: [main, ...others],
        now: now().toISOString(),
        ...(version.sendAtLocal && { countZonesWith: newsroom.zone }),
      },
    ),
  prepareFiles: (version: Version, texts: readonly Text[], nonce: string) =>
    prepareFiles(shared, version, texts, nonce),
  countReaders: (release: Release, { recipientsKey }: AudienceSummary) =>
    countReaders({ readRecords, readRecipients: () => streamRecipients(recipientsKey) }, release, [
      release.live?.version ?? 0,
      ...release.sentVersions,
    ]),
  arm: messageQueue(armQueue).enqueue,
  tellHeld: (version: Version, title: string, problems: Problem[]) =>
    tellHeld(shared, newsroom, version, title, problems),
  makeNonce: () => randomBytes(12).toString('hex'),
};

const consume = consumeQueue('compose-emails', composeMessageSchema, async (message) => {
  if ((await compose(message)) === 'over') return;
  // A new message and not a failed one: SQS would dead-letter the message after some attempts, but this may take days.
  const next = { ...message, tries: (message.tries ?? 0) + 1 };
  await messageQueue(composeQueue).enqueue(next, comeAgainSeconds(message));
});

export const handler = withRetries('compose-emails', environment.WORK_QUEUES, consume);

async function compose(message: ComposeMessage): Promise<Delivered> {
  if (message.kind === 'release')
    return composeEmails({ ...composing, linkKey: (await keys.readKeyring()).linkKeys.signing }, message);
  const areSignUpsStopped = async () => confirmationsStoppedUntil(await pace.readPace(), Date.now()) !== null;
  const isEverythingPaused = async () =>
    activePause((await pace.readPace()).pause, Date.now())?.everything ?? false;
  const checking = { areSignUpsStopped, isEverythingPaused };
  return sendNotice({ ...delivering, ...signUpTable(table), ...checking }, message.noticeId);
}
