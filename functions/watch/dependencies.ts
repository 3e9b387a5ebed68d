import type { Bucket } from '../_shared/aws/bucket.ts';
import {
  concludeOutcome,
  moveDelivery,
  notePutBack,
  readChunks,
  readDelivery,
  readKnown,
  readOpenDeliveries,
  releaseChunk,
  reviewChunk,
  takeChunk,
} from '../_shared/aws/delivery-table.ts';
import { readPace } from '../_shared/aws/pace-table.ts';
import { messageQueue, type Queue, type QueueDepth } from '../_shared/aws/queue.ts';
import { recipientsFile } from '../_shared/aws/recipients-file.ts';
import { releaseTable } from '../_shared/aws/release-table.ts';
import type { Table } from '../_shared/aws/table.ts';
import { alertHeld } from '../_shared/deliveries/alerts.ts';
import { connectEditions } from '../_shared/deliveries/connect-editions.ts';
import { settleDelivery } from '../_shared/deliveries/settle-delivery.ts';
import type { Newsroom } from '../_shared/domain/newsroom.ts';
import type { Log } from '../_shared/runtime/queue-consumer.ts';
import type { Dependencies } from './sweep-deliveries.ts';

export interface Resources {
  newsroom: Newsroom;
  table: Table;
  bucket: Bucket;
  bulkQueue: Queue;
  urgentQueue: Queue;
  composeQueue: Queue;
  /** track-delivery's. */
  eventQueue: Queue;
  eventDeadLetters: Queue;
  /** Epoch milliseconds. */
  now: () => number;
  log: Log;
}

export function connectDependencies(resources: Resources): Dependencies {
  const { newsroom, table, bucket, bulkQueue, urgentQueue, eventQueue, eventDeadLetters, now, log } =
    resources;
  const { recordEdition, tellDesk } = connectEditions(resources);
  return {
    readOpenDeliveries: () => readOpenDeliveries(table),
    readChunks: (deliveryId) => readChunks(table, deliveryId),
    readHead: (releaseId) => releaseTable(table).readHead(releaseId),
    readRecipients: (key, start, end) => recipientsFile(bucket).readRecipients(key, start, end),
    readKnown: (deliveryId, contactIds) => readKnown(table, deliveryId, contactIds),
    concludeOutcome: (outcome, seen) => concludeOutcome(table, outcome, seen),
    reviewChunk: (chunk, review) => reviewChunk(table, chunk, review),
    notePutBack: (chunk, at, after) => notePutBack(table, chunk, at, after),
    takeChunk: (taking) => takeChunk(table, taking),
    releaseChunk: (release) => releaseChunk(table, release),
    newId: () => crypto.randomUUID(),
    moveDelivery: (delivery, from) => moveDelivery(table, delivery, from),
    recordEdition,
    enqueueChunk: (isUrgent, message) => messageQueue(isUrgent ? urgentQueue : bulkQueue).enqueue(message),
    queued: async (isUrgent) => (await messageQueue(isUrgent ? urgentQueue : bulkQueue).readDepth()).queued,
    async readBacklog() {
      const at = now();
      const [waiting, setAside] = await Promise.all(
        [eventQueue, eventDeadLetters].map((queue) => messageQueue(queue).readDepth()),
      );
      return { at, isWaiting: isAny(waiting), isSetAside: isAny(setAside) };
    },
    readPace: () => readPace(table),
    settleDelivery: (deliveryId) =>
      settleDelivery(
        {
          readDelivery: (id) => readDelivery(table, id),
          readChunks: (id) => readChunks(table, id),
          moveDelivery: (delivery, from) => moveDelivery(table, delivery, from),
          recordEdition,
        },
        deliveryId,
      ),
    tellHeld: (delivery, held) => alertHeld(tellDesk, delivery, held),
    policy: newsroom.unknown,
    now,
    log,
  };
}

function isAny(depth: QueueDepth | undefined): boolean {
  return depth !== undefined && depth.queued + depth.inFlight > 0;
}
