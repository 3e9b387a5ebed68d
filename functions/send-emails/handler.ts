import { setTimeout } from 'node:timers/promises';
import { connectBucket, readObject } from '../_shared/aws/bucket.ts';
import { watchClockSkew } from '../_shared/aws/clock-skew.ts';
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
import { readKeyring, signingKey } from '../_shared/aws/keyring-table.ts';
import { connectMailSender, readQuota, sendMail } from '../_shared/aws/mail-sender.ts';
import {
  claimQuotaReading,
  openCircuit,
  parkAll,
  readPace,
  reservePace,
  setRate,
  slowPace,
} from '../_shared/aws/pace-table.ts';
import { connectQueue, enqueue } from '../_shared/aws/queue.ts';
import { countRates } from '../_shared/aws/rate-table.ts';
import { readRecipients } from '../_shared/aws/recipients-file.ts';
import { readRelease } from '../_shared/aws/release-table.ts';
import { connectTable } from '../_shared/aws/table.ts';
import {
  recordEditionOverdue,
  recordEditionSent,
  recordEditionStopped,
} from '../_shared/decisions/record-edition.ts';
import { alertCircuit, alertQuota } from '../_shared/deliveries/alerts.ts';
import { connectEditions } from '../_shared/deliveries/connect-editions.ts';
import { settleDelivery } from '../_shared/deliveries/settle-delivery.ts';
import { renderedEmailSchema } from '../_shared/domain/email.ts';
import { sendMessageSchema } from '../_shared/domain/messages.ts';
import { readNewsroom } from '../_shared/runtime/newsroom.ts';
import { consumeQueue, writeLog } from '../_shared/runtime/queue-consumer.ts';
import { environmentSchema } from './environment.ts';
import { type PrepareDependencies, prepareMails } from './prepare-mails.ts';
import { type Dependencies, sendChunk } from './send-chunk.ts';

const environment = environmentSchema.parse(process.env);
const newsroom = readNewsroom(import.meta.url);
const table = connectTable(environment.TABLE_NAME);
const bucket = connectBucket(environment.BUCKET_NAME);
const mailSender = connectMailSender(environment.CONFIGURATION_SET);
const bulk = connectQueue(environment.SEND_QUEUE_URL);
const urgent = connectQueue(environment.URGENT_SEND_QUEUE_URL);
const now = () => Date.now();
const { life, tellDesk } = connectEditions({
  newsroom,
  table,
  bucket,
  composeQueue: connectQueue(environment.COMPOSE_QUEUE_URL),
  now,
});

const preparing: PrepareDependencies = {
  async readRenderedEmail({ releaseId, version, edition }, language) {
    const key = `store/emails/${releaseId}/${version}/${edition}.${language}.json`;
    const stored = await readObject(bucket, key);
    if (!stored) throw new Error(`no rendered email ${key}`);
    return renderedEmailSchema.parse(JSON.parse(Buffer.from(stored).toString()));
  },
  readLinkKey: async () => signingKey(await readKeyring(table)),
  publicUrl: environment.PUBLIC_URL,
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
  readRelease: (releaseId) => readRelease(table, releaseId),
  readWindow: (window) => readWindow(table, window),
  readKnown: (deliveryId, contactIds) => readKnown(table, deliveryId, contactIds),
  concludeOutcome: (outcome, seen) => concludeOutcome(table, outcome, seen),
  writeOutcomes: (outcomes) => writeOutcomes(table, outcomes),
  readRecipients: (key, start, end) => readRecipients(bucket, key, start, end),
  prepareMails: (delivery, release, recipients) => prepareMails(preparing, delivery, release, recipients),
  sendMail: (mail) => sendMail(mailSender, mail),
  async enqueue(message, delaySeconds) {
    const delivery = await readDelivery(table, message.deliveryId);
    await enqueue(delivery?.isUrgent ? urgent : bulk, message, delaySeconds);
  },
  async openCircuit(because) {
    const at = new Date(now()).toISOString();
    if (await openCircuit(table, because, at)) await alertCircuit(tellDesk, because, at);
  },
  tellQuotaUsedUp: () => alertQuota(tellDesk, new Date(now()).toISOString()),
  countSends: (sends) => countRates(table, { sends }, now()),
  settleDelivery: async (deliveryId) => {
    await settleDelivery(
      {
        readDelivery: dependencies.readDelivery,
        readChunks: (id) => readChunks(table, id),
        moveDelivery: dependencies.moveDelivery,
        recordEdition: (as, of) =>
          as === 'sent' ? recordEditionSent(life, of) : recordEditionStopped(life, of),
      },
      deliveryId,
    );
  },
  async holdOverdue({ releaseId, version, edition }) {
    await recordEditionOverdue(life, { releaseId, version, edition });
  },
  overdueLimitSeconds: newsroom.overdueLimitSeconds,
  readPace: () => readPace(table),
  reservePace: (block) => reservePace(table, block),
  claimQuotaReading: (seen, at) => claimQuotaReading(table, seen, at),
  readQuota: () => readQuota(mailSender),
  setRate: (sendsPerSecond) => setRate(table, sendsPerSecond),
  slowPace: (until, sendsPerSecond) => slowPace(table, until, sendsPerSecond),
  parkAll: (until) => parkAll(table, until),
  now,
  sleep: async (milliseconds) => {
    await setTimeout(milliseconds);
  },
  skew: watchClockSkew(table.client, now),
  newId: () => crypto.randomUUID(),
  log: writeLog,
};

export const handler = consumeQueue('send-emails', sendMessageSchema, (message, deadline) =>
  sendChunk(dependencies, message, deadline),
);
