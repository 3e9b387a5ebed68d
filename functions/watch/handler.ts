import { connectBucket } from '../_shared/aws/bucket.ts';
import {
  concludeOutcome,
  moveDelivery,
  notePutBack,
  readChunks,
  readDelivery,
  readKnown,
  readOpenDeliveries,
  reviewChunk,
  stopChunk,
} from '../_shared/aws/delivery-table.ts';
import { readPace } from '../_shared/aws/pace-table.ts';
import { connectQueue, enqueue } from '../_shared/aws/queue.ts';
import { readQueueDepth } from '../_shared/aws/queue-depth.ts';
import { readRecipients } from '../_shared/aws/recipients-file.ts';
import { readRelease } from '../_shared/aws/release-table.ts';
import { connectSchedules } from '../_shared/aws/schedule.ts';
import { connectTable } from '../_shared/aws/table.ts';
import { connectLife } from '../_shared/decisions/connect-life.ts';
import { recordEditionSent, recordEditionStopped } from '../_shared/decisions/record-edition.ts';
import { sweepReleases } from '../_shared/decisions/sweep-releases.ts';
import { alertHeld } from '../_shared/deliveries/alerts.ts';
import { connectEditions } from '../_shared/deliveries/connect-editions.ts';
import { settleDelivery } from '../_shared/deliveries/settle-delivery.ts';
import { readNewsroom } from '../_shared/runtime/newsroom.ts';
import { writeLog } from '../_shared/runtime/queue-consumer.ts';
import { environmentSchema } from './environment.ts';
import { type Dependencies, sweepDeliveries } from './sweep-deliveries.ts';

const environment = environmentSchema.parse(process.env);
const newsroom = readNewsroom(import.meta.url);
const table = connectTable(environment.TABLE_NAME);
const bucket = connectBucket(environment.BUCKET_NAME);
const bulk = connectQueue(environment.SEND_QUEUE_URL);
const urgent = connectQueue(environment.URGENT_SEND_QUEUE_URL);
const events = [environment.TRACK_QUEUE_URL, environment.TRACK_DEAD_LETTER_QUEUE_URL].map(connectQueue);
const composeQueue = connectQueue(environment.COMPOSE_QUEUE_URL);
const now = () => Date.now();
const { life, tellDesk } = connectEditions({ newsroom, table, bucket, composeQueue, now });
const releases = connectLife({
  newsroom,
  table,
  bucket,
  composeQueue,
  armQueue: connectQueue(environment.ARM_QUEUE_URL),
  schedules: connectSchedules({
    group: environment.SCHEDULE_GROUP,
    roleArn: environment.SCHEDULE_ROLE_ARN,
    armQueueArn: environment.ARM_QUEUE_ARN,
  }),
  publicUrl: environment.PUBLIC_URL,
  now: () => new Date(now()),
});

const dependencies: Dependencies = {
  readOpenDeliveries: () => readOpenDeliveries(table),
  readChunks: (deliveryId) => readChunks(table, deliveryId),
  readRelease: (releaseId) => readRelease(table, releaseId),
  readRecipients: (key, start, end) => readRecipients(bucket, key, start, end),
  readKnown: (deliveryId, contactIds) => readKnown(table, deliveryId, contactIds),
  concludeOutcome: (outcome, seen) => concludeOutcome(table, outcome, seen),
  reviewChunk: (chunk, review) => reviewChunk(table, chunk, review),
  notePutBack: (chunk, at, after) => notePutBack(table, chunk, at, after),
  stopChunk: (chunk, because, at) => stopChunk(table, chunk, because, at),
  enqueueChunk: (isUrgent, message) => enqueue(isUrgent ? urgent : bulk, message),
  queued: async (isUrgent) => (await readQueueDepth(isUrgent ? urgent : bulk)).queued,
  async areEventsTakenIn() {
    const depths = await Promise.all(events.map(readQueueDepth));
    return depths.every(({ queued, inFlight }) => queued + inFlight === 0);
  },
  async isSendingStopped() {
    const { openBecause, parkedUntil } = await readPace(table);
    return openBecause !== null || parkedUntil > now();
  },
  settleDelivery: (deliveryId) =>
    settleDelivery(
      {
        readDelivery: (id) => readDelivery(table, id),
        readChunks: (id) => readChunks(table, id),
        moveDelivery: (delivery, from) => moveDelivery(table, delivery, from),
        recordEdition: (as, of) =>
          as === 'sent' ? recordEditionSent(life, of) : recordEditionStopped(life, of),
      },
      deliveryId,
    ),
  tellHeld: (delivery, held) => alertHeld(tellDesk, delivery, held),
  policy: newsroom.unknown,
  now,
  log: writeLog,
};

/** Runs every few minutes. One sweep's trouble does not keep the other from its work; either's fails the run. */
export async function handler(): Promise<void> {
  const sweeps = await Promise.allSettled([sweepReleases(releases), sweepDeliveries(dependencies)]);
  for (const sweep of sweeps) if (sweep.status === 'rejected') throw sweep.reason;
}
