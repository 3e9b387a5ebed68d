import { type Bucket, deleteObject, listObjects } from '../_shared/aws/bucket.ts';
import {
  createChunk,
  createDelivery,
  moveDelivery,
  readChunks,
  readDelivery,
  readRecords,
} from '../_shared/aws/delivery-table.ts';
import { enqueue, enqueueAll, type Queue } from '../_shared/aws/queue.ts';
import { streamLines, streamRecipients } from '../_shared/aws/recipients-file.ts';
import { readHead } from '../_shared/aws/release-table.ts';
import type { Table } from '../_shared/aws/table.ts';
import { uploadObject } from '../_shared/aws/upload-object.ts';
import { recordEditionArmed, recordEditionOverdue } from '../_shared/decisions/record-edition.ts';
import { connectEditions } from '../_shared/deliveries/connect-editions.ts';
import { settleDelivery } from '../_shared/deliveries/settle-delivery.ts';
import { emailPrefix } from '../_shared/domain/email-key.ts';
import type { Newsroom } from '../_shared/domain/newsroom.ts';
import type { Log } from '../_shared/runtime/queue-consumer.ts';
import type { Dependencies } from './arm-delivery.ts';
import { renderedLanguages } from './rendered-languages.ts';

export interface Resources {
  newsroom: Newsroom;
  table: Table;
  bucket: Bucket;
  bulkQueue: Queue;
  urgentQueue: Queue;
  armQueue: Queue;
  composeQueue: Queue;
  chunkSize: number;
  /** Epoch milliseconds. */
  now: () => number;
  log: Log;
}

export function connectDependencies(resources: Resources): Dependencies {
  const { newsroom, table, bucket, bulkQueue, urgentQueue, armQueue, chunkSize, now, log } = resources;
  const { life, recordEdition } = connectEditions(resources);
  const dependencies: Dependencies = {
    readHead: (releaseId) => readHead(table, releaseId),
    readDelivery: (deliveryId) => readDelivery(table, deliveryId),
    createDelivery: (delivery) => createDelivery(table, delivery),
    moveDelivery: (delivery, from) => moveDelivery(table, delivery, from),
    createChunk: (chunk) => createChunk(table, chunk),
    readChunks: (deliveryId) => readChunks(table, deliveryId),
    readRecords: (deliveryId) => readRecords(table, deliveryId),
    streamRecipients: (key) => streamRecipients(bucket, key),
    streamLines: (key) => streamLines(bucket, key),
    upload: (key) => uploadObject(bucket, key, 'application/x-ndjson'),
    deleteObject: (key) => deleteObject(bucket, key),
    async renderedLanguages(releaseId, version, edition) {
      const keys: string[] = [];
      for await (const { key } of listObjects(bucket, emailPrefix(releaseId, version, edition)))
        keys.push(key);
      return renderedLanguages(keys, newsroom.defaultLanguage);
    },
    recordArmed: (of) => recordEditionArmed(life, of),
    recordOverdue: (of) => recordEditionOverdue(life, of),
    settleDelivery: (deliveryId) => settleDelivery({ ...dependencies, recordEdition }, deliveryId),
    enqueueChunks: (isUrgent, messages, delaySeconds) =>
      enqueueAll(isUrgent ? urgentQueue : bulkQueue, messages, delaySeconds),
    enqueueArm: (message, delaySeconds) => enqueue(armQueue, message, delaySeconds),
    overdueLimitSeconds: newsroom.overdueLimitSeconds,
    chunkSize,
    now,
    log,
  };
  return dependencies;
}
