import { connectBucket } from '../_shared/aws/bucket.ts';
import { connectQueue } from '../_shared/aws/queue.ts';
import { connectTable } from '../_shared/aws/table.ts';
import { chunkSize } from '../_shared/deliveries/cut-chunks.ts';
import { armMessageSchema } from '../_shared/domain/messages.ts';
import { writeLog } from '../_shared/runtime/logger.ts';
import { measure } from '../_shared/runtime/metrics.ts';
import { readNewsroom } from '../_shared/runtime/newsroom.ts';
import { consumeQueue } from '../_shared/runtime/queue-consumer.ts';
import { withRetries } from '../_shared/runtime/with-retries.ts';
import { armDelivery } from './arm-delivery.ts';
import { connectDependencies } from './dependencies.ts';
import { environmentSchema } from './environment.ts';

const environment = environmentSchema.parse(process.env);
const dependencies = connectDependencies({
  newsroom: readNewsroom(import.meta.url),
  table: connectTable(environment.TABLE_NAME),
  bucket: connectBucket(environment.BUCKET_NAME),
  bulkQueue: connectQueue(environment.SEND_QUEUE_URL),
  urgentQueue: connectQueue(environment.URGENT_SEND_QUEUE_URL),
  armQueue: connectQueue(environment.ARM_QUEUE_URL),
  composeQueue: connectQueue(environment.COMPOSE_QUEUE_URL),
  chunkSize,
  now: () => Date.now(),
  log: writeLog,
  measure,
});

const consume = consumeQueue('arm-delivery', armMessageSchema, (message) =>
  armDelivery(dependencies, message),
);

export const handler = withRetries('arm-delivery', environment.WORK_QUEUES, consume);
