import { setTimeout } from 'node:timers/promises';
import { connectBucket } from '../_shared/aws/bucket.ts';
import { watchClockSkew } from '../_shared/aws/clock-skew.ts';
import { connectKeys } from '../_shared/aws/keys.ts';
import { connectSes } from '../_shared/aws/mail-sender.ts';
import { connectQueue } from '../_shared/aws/queue.ts';
import { sendLane } from '../_shared/aws/send-lane.ts';
import { connectTable } from '../_shared/aws/table.ts';
import { sendMessageSchema } from '../_shared/domain/messages.ts';
import { writeLog } from '../_shared/runtime/logger.ts';
import { measure } from '../_shared/runtime/metrics.ts';
import { readNewsroom } from '../_shared/runtime/newsroom.ts';
import { consumeQueue } from '../_shared/runtime/queue-consumer.ts';
import { withRetries } from '../_shared/runtime/with-retries.ts';
import { connectDependencies } from './dependencies.ts';
import { environmentSchema } from './environment.ts';
import { sendChunk } from './send-chunk.ts';

const environment = environmentSchema.parse(process.env);
const table = connectTable(environment.TABLE_NAME);
const now = () => Date.now();
const ses = connectSes(environment.CONFIGURATION_SET);
const dependencies = connectDependencies({
  newsroom: readNewsroom(import.meta.url),
  table,
  // Only emails that are stored are asked for; a missing one is an error in any case.
  bucket: connectBucket(environment.BUCKET_NAME, { mayList: false }),
  keys: connectKeys(environment.KEYS_SECRET_ARN, table),
  ses: { ...ses, lane: sendLane(ses) },
  bulkQueue: connectQueue(environment.SEND_QUEUE_URL),
  urgentQueue: connectQueue(environment.URGENT_SEND_QUEUE_URL),
  composeQueue: connectQueue(environment.COMPOSE_QUEUE_URL),
  publicUrl: environment.PUBLIC_URL,
  now,
  sleep: setTimeout,
  skew: watchClockSkew(table.client, now),
  newId: () => crypto.randomUUID(),
  log: writeLog,
  measure,
});

const consume = consumeQueue('send-emails', sendMessageSchema, (message, deadline) =>
  sendChunk(dependencies, message, deadline),
);

export const handler = withRetries('send-emails', environment.WORK_QUEUES, consume);
