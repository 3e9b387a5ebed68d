import { connectBucket } from '../_shared/aws/bucket.ts';
import { connectQueue } from '../_shared/aws/queue.ts';
import { connectSchedules } from '../_shared/aws/schedule.ts';
import { connectTable } from '../_shared/aws/table.ts';
import { connectLife } from '../_shared/decisions/connect-life.ts';
import { sweepReleases } from '../_shared/decisions/sweep-releases.ts';
import { readNewsroom } from '../_shared/runtime/newsroom.ts';
import { writeLog } from '../_shared/runtime/queue-consumer.ts';
import { connectDependencies } from './dependencies.ts';
import { environmentSchema } from './environment.ts';
import { sweepDeliveries } from './sweep-deliveries.ts';

const environment = environmentSchema.parse(process.env);
const shared = {
  newsroom: readNewsroom(import.meta.url),
  table: connectTable(environment.TABLE_NAME),
  bucket: connectBucket(environment.BUCKET_NAME),
  composeQueue: connectQueue(environment.COMPOSE_QUEUE_URL),
};
const deliveries = connectDependencies({
  ...shared,
  bulkQueue: connectQueue(environment.SEND_QUEUE_URL),
  urgentQueue: connectQueue(environment.URGENT_SEND_QUEUE_URL),
  eventQueues: [environment.TRACK_QUEUE_URL, environment.TRACK_DEAD_LETTER_QUEUE_URL].map(connectQueue),
  now: () => Date.now(),
  log: writeLog,
});
const releases = connectLife({
  ...shared,
  armQueue: connectQueue(environment.ARM_QUEUE_URL),
  schedules: connectSchedules({
    group: environment.SCHEDULE_GROUP,
    roleArn: environment.SCHEDULER_ROLE_ARN,
    armQueueArn: environment.ARM_QUEUE_ARN,
  }),
  publicUrl: environment.PUBLIC_URL,
  now: () => new Date(),
});

/** Runs every few minutes. One sweep's trouble does not keep the other from its work; either's fails the run. */
export async function handler(): Promise<void> {
  const sweeps = await Promise.allSettled([sweepReleases(releases), sweepDeliveries(deliveries)]);
  for (const sweep of sweeps) if (sweep.status === 'rejected') throw sweep.reason;
}
