import type { Bucket } from '../_shared/aws/bucket.ts';
import { contactTable } from '../_shared/aws/contact-table.ts';
import {
  claimWindow,
  concludeOutcome,
  moveDelivery,
  readChunk,
  readChunks,
  readDelivery,
  readKnown,
  readWindow,
  releaseChunk,
  takeChunk,
  writeOutcomes,
} from '../_shared/aws/delivery-table.ts';
import { keyringTable, signingKey } from '../_shared/aws/keyring-table.ts';
import { listTable } from '../_shared/aws/list-table.ts';
import { type MailSender, readQuota, sendMail } from '../_shared/aws/mail-sender.ts';
import {
  claimQuotaReading,
  openCircuit,
  parkAll,
  readPace,
  reservePace,
  setRate,
  slowPace,
} from '../_shared/aws/pace-table.ts';
import { messageQueue, type Queue } from '../_shared/aws/queue.ts';
import { rateTable } from '../_shared/aws/rate-table.ts';
import { recipientsFile } from '../_shared/aws/recipients-file.ts';
import { releaseTable } from '../_shared/aws/release-table.ts';
import { renderedEmails } from '../_shared/aws/rendered-emails.ts';
import { segmentTable } from '../_shared/aws/segment-table.ts';
import type { Table } from '../_shared/aws/table.ts';
import { recordEditionOverdue } from '../_shared/decisions/record-edition.ts';
import { alertCircuit, alertQuota } from '../_shared/deliveries/alerts.ts';
import { connectEditions } from '../_shared/deliveries/connect-editions.ts';
import { settleDelivery } from '../_shared/deliveries/settle-delivery.ts';
import { emailName } from '../_shared/domain/email-key.ts';
import type { Newsroom } from '../_shared/domain/newsroom.ts';
import { readChoice } from '../_shared/lists/read-choice.ts';
import type { Log } from '../_shared/runtime/queue-consumer.ts';
import { type PrepareDependencies, prepareMails } from './prepare-mails.ts';
import type { Dependencies } from './send-chunk.ts';

export interface Resources {
  newsroom: Newsroom;
  table: Table;
  bucket: Bucket;
  mailSender: MailSender;
  bulkQueue: Queue;
  urgentQueue: Queue;
  composeQueue: Queue;
  /** No slash at the end. */
  publicUrl: string;
  /** Epoch milliseconds. */
  now: () => number;
  sleep: (milliseconds: number) => Promise<void>;
  /** Milliseconds by which `now` is known to be ahead of AWS's clock. */
  skew: () => number;
  newId: () => string;
  log: Log;
}

export function connectDependencies(resources: Resources): Dependencies {
  const { newsroom, table, bucket, mailSender, publicUrl, now } = resources;
  const { life, recordEdition, tellDesk } = connectEditions(resources);
  const instant = () => new Date(now()).toISOString();
  const preparing: PrepareDependencies = {
    async readRenderedEmail({ releaseId, version }, name) {
      const email = await renderedEmails(bucket).readRenderedEmail(releaseId, version, emailName(name));
      if (!email) throw new Error(`no rendered email ${emailName(name)} of ${releaseId} version ${version}`);
      return email;
    },
    readLinkKey: async () => signingKey(await keyringTable(table).readKeyring()),
    readListTitles: async () =>
      new Map((await listTable(table).readLists()).map(({ list, title }) => [list, title])),
    publicUrl,
    newsroom,
    now,
  };
  const dependencies: Dependencies = {
    readDelivery: (deliveryId) => readDelivery(table, deliveryId),
    moveDelivery: (delivery, from) => moveDelivery(table, delivery, from),
    readChunk: (deliveryId, chunk) => readChunk(table, deliveryId, chunk),
    takeChunk: (taking) => takeChunk(table, taking),
    claimWindow: (claim) => claimWindow(table, claim),
    releaseChunk: (release) => releaseChunk(table, release),
    readHead: (releaseId) => releaseTable(table).readHead(releaseId),
    readWindow: (window) => readWindow(table, window),
    readCards: (contactIds) => contactTable(table).readCards(contactIds),
    async readChoice({ releaseId, version }) {
      const read = await releaseTable(table).readVersion(releaseId, version);
      if (!read) throw new Error(`version ${version} of a release that is being sent is not there`);
      return readChoice((name) => segmentTable(table).readSegment(name), newsroom, read.audience);
    },
    readKnown: (deliveryId, contactIds) => readKnown(table, deliveryId, contactIds),
    concludeOutcome: (outcome, seen) => concludeOutcome(table, outcome, seen),
    writeOutcomes: (outcomes) => writeOutcomes(table, outcomes),
    readRecipients: (key, start, end) => recipientsFile(bucket).readRecipients(key, start, end),
    prepareMails: (delivery, release, recipients) => prepareMails(preparing, delivery, release, recipients),
    sendMail: (mail) => sendMail(mailSender, mail),
    enqueue: (isUrgent, message, delaySeconds) =>
      messageQueue(isUrgent ? resources.urgentQueue : resources.bulkQueue).enqueue(message, delaySeconds),
    async openCircuit(because) {
      const at = instant();
      if (await openCircuit(table, because, at)) await alertCircuit(tellDesk, because, at);
    },
    tellQuotaUsedUp: () => alertQuota(tellDesk, instant()),
    countSends: (deliveryId, sends) => rateTable(table).countRates({ sends }, deliveryId, now()),
    settleDelivery: (deliveryId) =>
      settleDelivery(
        {
          readDelivery: dependencies.readDelivery,
          readChunks: (id) => readChunks(table, id),
          moveDelivery: dependencies.moveDelivery,
          recordEdition,
        },
        deliveryId,
      ),
    holdOverdue: ({ releaseId, version, edition }) =>
      recordEditionOverdue(life, { releaseId, version, edition }),
    overdueLimitSeconds: newsroom.overdueLimitSeconds,
    readPace: () => readPace(table),
    reservePace: (block) => reservePace(table, block),
    claimQuotaReading: (at) => claimQuotaReading(table, at),
    readQuota: () => readQuota(mailSender),
    setRate: (sendsPerSecond, readAt) => setRate(table, sendsPerSecond, readAt),
    slowPace: (until, sendsPerSecond) => slowPace(table, until, sendsPerSecond),
    parkAll: (until) => parkAll(table, until),
    now,
    sleep: resources.sleep,
    skew: resources.skew,
    newId: resources.newId,
    log: resources.log,
  };
  return dependencies;
}
