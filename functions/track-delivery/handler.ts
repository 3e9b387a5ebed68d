import { connectBucket } from '../_shared/aws/bucket.ts';
import { connectQueue } from '../_shared/aws/queue.ts';
import { connectTable } from '../_shared/aws/table.ts';
import { writeLog } from '../_shared/runtime/logger.ts';
import { measure } from '../_shared/runtime/metrics.ts';
import { readNewsroom } from '../_shared/runtime/newsroom.ts';
import { consumeBodiesAtOnce } from '../_shared/runtime/queue-consumer.ts';
import { withRetries } from '../_shared/runtime/with-retries.ts';
import { connectDependencies } from './dependencies.ts';
import { environmentSchema } from './environment.ts';
import { trackDelivery } from './track-delivery.ts';

const environment = environmentSchema.parse(process.env);
const dependencies = connectDependencies({
  newsroom: readNewsroom(import.meta.url),
  table: connectTable(environment.TABLE_NAME),
  bucket: connectBucket(environment.BUCKET_NAME),
  composeQueue: connectQueue(environment.COMPOSE_QUEUE_URL),
  configurationSets: [environment.CONFIGURATION_SET, environment.NOTICE_CONFIGURATION_SET],
  now: () => Date.now(),
  log: writeLog,
  measure,
});

const consume = consumeBodiesAtOnce('track-delivery', (body) => trackDelivery(dependencies, body));

export const handler = withRetries('track-delivery', environment.WORK_QUEUES, consume);
