import { connectBucket, deleteObject, listObjects } from '../_shared/aws/bucket.ts';
import {
  createChunk,
  createDelivery,
  moveDelivery,
  readChunks,
  readDelivery,
  readRecords,
} from '../_shared/aws/delivery-table.ts';
import { connectQueue, enqueue, enqueueAll } from '../_shared/aws/queue.ts';
import { streamLines, streamRecipients } from '../_shared/aws/recipients-file.ts';
import { readRelease } from '../_shared/aws/release-table.ts';
import { connectTable } from '../_shared/aws/table.ts';
import { uploadObject } from '../_shared/aws/upload-object.ts';
import {
  recordEditionArmed,
  recordEditionOverdue,
  recordEditionSent,
  recordEditionStopped,
} from '../_shared/decisions/record-edition.ts';
import { connectEditions } from '../_shared/deliveries/connect-editions.ts';
import { settleDelivery } from '../_shared/deliveries/settle-delivery.ts';
import { armMessageSchema } from '../_shared/domain/messages.ts';
import { readNewsroom } from '../_shared/runtime/newsroom.ts';
import { consumeQueue, writeLog } from '../_shared/runtime/queue-consumer.ts';
import { armDelivery, type Dependencies } from './arm-delivery.ts';
import { chunkSize } from './cut-chunks.ts';
import { environmentSchema } from './environment.ts';
import { renderedLanguages } from './rendered-languages.ts';

const environment = environmentSchema.parse(process.env);
const newsroom = readNewsroom(import.meta.url);
const table = connectTable(environment.TABLE_NAME);
const bucket = connectBucket(environment.BUCKET_NAME);
const bulk = connectQueue(environment.SEND_QUEUE_URL);
const urgent = connectQueue(environment.URGENT_SEND_QUEUE_URL);
const arms = connectQueue(environment.ARM_QUEUE_URL);
const now = () => Date.now();
const { life } = connectEditions({
  newsroom,
  table,
  bucket,
  composeQueue: connectQueue(environment.COMPOSE_QUEUE_URL),
  now,
});

const dependencies: Dependencies = {
  readRelease: (releaseId) => readRelease(table, releaseId),
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
    for await (const { key } of listObjects(bucket, `store/emails/${releaseId}/${version}/${edition}.`))
      keys.push(key);
    return renderedLanguages(keys, newsroom.defaultLanguage);
  },
  recordArmed: (of) => recordEditionArmed(life, of),
  recordOverdue: (of) => recordEditionOverdue(life, of),
  settleDelivery: (deliveryId) =>
    settleDelivery(
      {
        ...dependencies,
        recordEdition: (as, of) =>
          as === 'sent' ? recordEditionSent(life, of) : recordEditionStopped(life, of),
      },
      deliveryId,
    ),
  enqueueChunks: (isUrgent, messages, delaySeconds) =>
    enqueueAll(isUrgent ? urgent : bulk, messages, delaySeconds),
  enqueueArm: (message, delaySeconds) => enqueue(arms, message, delaySeconds),
  overdueLimitSeconds: newsroom.overdueLimitSeconds,
  chunkSize,
  now,
  log: writeLog,
};

export const handler = consumeQueue('arm-delivery', armMessageSchema, (message) =>
  armDelivery(dependencies, message),
);
