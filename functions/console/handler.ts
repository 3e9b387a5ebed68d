import { alarmStates } from '../_shared/aws/alarm-states.ts';
import { auditStore } from '../_shared/aws/audit-store.ts';
import { connectBucket } from '../_shared/aws/bucket.ts';
import { contactTable } from '../_shared/aws/contact-table.ts';
import { deliveryTable } from '../_shared/aws/delivery-table.ts';
import { connectKeys } from '../_shared/aws/keys.ts';
import { listTable } from '../_shared/aws/list-table.ts';
import { paceTable } from '../_shared/aws/pace-table.ts';
import { connectQueue } from '../_shared/aws/queue.ts';
import { rateTable } from '../_shared/aws/rate-table.ts';
import { releaseTable } from '../_shared/aws/release-table.ts';
import { renderedEmails } from '../_shared/aws/rendered-emails.ts';
import { reportStore } from '../_shared/aws/report-store.ts';
import { connectSchedules } from '../_shared/aws/schedule.ts';
import { segmentTable } from '../_shared/aws/segment-table.ts';
import { connectTable } from '../_shared/aws/table.ts';
import { textStore } from '../_shared/aws/text-store.ts';
import { connectLife } from '../_shared/decisions/connect-life.ts';
import { connectOneMore } from '../_shared/decisions/connect-one-more.ts';
import { connectDeliveries } from '../_shared/deliveries/connect-deliveries.ts';
import { joinRecipients } from '../_shared/deliveries/join-recipients.ts';
import { endPause } from '../_shared/deliveries/pause-sending.ts';
import { resumeSending } from '../_shared/deliveries/resume-sending.ts';
import { settleUnknowns } from '../_shared/deliveries/settle-unknowns.ts';
import { accreditContact, revokeAccreditation } from '../_shared/lists/accredit-contact.ts';
import { connectPeople } from '../_shared/lists/connect-people.ts';
import { suppressContact } from '../_shared/lists/suppress-contact.ts';
import { readNewsroom } from '../_shared/runtime/newsroom.ts';
import { servePages } from '../_shared/runtime/page.ts';
import { readArticles } from './articles.ts';
import type { ConsolePagesDependencies } from './console-dependencies.ts';
import { consolePages } from './console-pages.ts';
import { environmentSchema } from './environment.ts';
import { rememberBriefly } from './remember-briefly.ts';
import { rememberOpenId } from './sign-in/configured-open-id.ts';
import { signIn } from './sign-in/sign-in.ts';

const environment = environmentSchema.parse(process.env);
const newsroom = readNewsroom(import.meta.url);
const table = connectTable(environment.TABLE_NAME);
const bucket = connectBucket(environment.BUCKET_NAME);
const now = () => new Date();
const keys = connectKeys(environment.KEYS_SECRET_ARN, table);
const life = connectLife({
  newsroom,
  table,
  bucket,
  composeQueue: connectQueue(environment.COMPOSE_QUEUE_URL),
  armQueue: connectQueue(environment.ARM_QUEUE_URL),
  schedules: connectSchedules({
    group: environment.SCHEDULE_GROUP,
    roleArn: environment.SCHEDULER_ROLE_ARN,
    armQueueArn: environment.ARM_QUEUE_ARN,
    deadLettersArn: environment.SCHEDULE_DEAD_LETTERS_ARN,
  }),
  keys,
  publicUrl: environment.PUBLIC_URL,
  now,
});
const oneMore = connectOneMore({ newsroom, table, bucket }, life);
const pace = paceTable(table);
const deliveries = connectDeliveries({
  table,
  bucket,
  bulkQueue: connectQueue(environment.SEND_QUEUE_URL),
  urgentQueue: connectQueue(environment.URGENT_SEND_QUEUE_URL),
  now: () => Date.now(),
});
const { readAlarms } = alarmStates({
  prefix: environment.ALARM_PREFIX,
  pageTopicArn: environment.PAGE_TOPIC_ARN,
});
const readAlarmsOften = rememberBriefly(readAlarms, () => Date.now());
const articles = readArticles(import.meta.url);

const readOpenId = rememberOpenId(environment);

async function dependencies(): Promise<ConsolePagesDependencies> {
  const { linkKeys } = await keys.readKeyring();
  const people = await connectPeople({ table, bucket, keys, now });
  return {
    ...releaseTable(table),
    ...deliveryTable(table),
    ...auditStore(bucket),
    ...contactTable(table),
    ...listTable(table),
    ...segmentTable(table),
    ...textStore(bucket),
    ...reportStore(bucket),
    ...renderedEmails(bucket),
    newsroom,
    inboxUrl: environment.INBOX_URL ?? null,
    readAlarms: readAlarmsOften,
    articles,
    keys: { linkKeys, now },
    signIn: signIn({
      openId: await readOpenId(),
      consoleUrl: environment.CONSOLE_URL ?? '',
      keys: linkKeys,
      now,
    }),
    life,
    oneMore,
    countJoined: life.countJoined,
    joinRecipients: (delivery) => joinRecipients(deliveries, delivery),
    streamExclusions: deliveries.streamExclusions,
    settleUnknowns: (settling) => settleUnknowns(deliveries, settling),
    readPace: pace.readPace,
    endPause: (by) => endPause({ ...pace, ...auditStore(bucket) }, by, now()),
    resumeSending: (by) => resumeSending({ ...pace, ...rateTable(table), ...auditStore(bucket) }, by, now()),
    now,
    contactIdOf: people.contactIdOf,
    suppress: async (contactId, { by, reason }) => {
      const at = now().toISOString();
      await suppressContact(people, { contactId, reason: 'suppressed-by-admin', evidence: reason, by, at });
    },
    accredit: async (contactId, { by, reason }) => {
      const at = now().toISOString();
      const termsVersion = newsroom.embargoTerms.version;
      await accreditContact(people, { contactId, termsVersion, evidence: reason, by, at });
    },
    revoke: (contactId, { by, reason }) =>
      revokeAccreditation(people, { contactId, reason, by, at: now().toISOString() }),
  };
}

export const handler = servePages('console', async (request) => consolePages(await dependencies())(request));
