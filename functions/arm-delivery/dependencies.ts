import { type Bucket, bucketObjects } from '../_shared/aws/bucket.ts';
import {
  createChunk,
  createDelivery,
  moveDelivery,
  readChunks,
  readDelivery,
  readRecords,
} from '../_shared/aws/delivery-table.ts';
import { messageQueue, type Queue } from '../_shared/aws/queue.ts';
import { recipientsFile } from '../_shared/aws/recipients-file.ts';
import { releaseTable } from '../_shared/aws/release-table.ts';
import type { Table } from '../_shared/aws/table.ts';
import { objectUploads } from '../_shared/aws/upload-object.ts';
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
    readHead: (releaseId) => releaseTable(table).readHead(releaseId),
    readDelivery: (deliveryId) => readDelivery(table, deliveryId),
    createDelivery: (delivery) => createDelivery(table, delivery),
    moveDelivery: (delivery, from) => moveDelivery(table, delivery, from),
    createChunk: (chunk) => createChunk(table, chunk),
    readChunks: (deliveryId) => readChunks(table, deliveryId),
    readRecords: (deliveryId) => readRecords(table, deliveryId),
    streamRecipients: (key) => recipientsFile(bucket).streamRecipients(key),
    streamLines: (key) => recipientsFile(bucket).streamLines(key),
    upload: (key) => objectUploads(bucket).uploadObject(key, 'application/x-ndjson'),
    deleteObject: (key) => bucketObjects(bucket).deleteObject(key),
    async renderedLanguages(releaseId, version, edition) {
      const keys: string[] = [];
      for await (const { key } of bucketObjects(bucket).listObjects(emailPrefix(releaseId, version, edition)))
        keys.push(key);
      return renderedLanguages(keys, newsroom.defaultLanguage);
    },
    recordArmed: (of) => recordEditionArmed(life, of),
    recordOverdue: (of) => recordEditionOverdue(life, of),
    settleDelivery: (deliveryId) => settleDelivery({ ...dependencies, recordEdition }, deliveryId),
    enqueueChunks: (isUrgent, messages, delaySeconds) =>
      messageQueue(isUrgent ? urgentQueue : bulkQueue).enqueueAll(messages, delaySeconds),
    enqueueArm: (message, delaySeconds) => messageQueue(armQueue).enqueue(message, delaySeconds),
    overdueLimitSeconds: newsroom.overdueLimitSeconds,
    chunkSize,
    now,
    log,
  };
  return dependencies;
}
