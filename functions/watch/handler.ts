import * as z from 'zod';
import { connectBucket } from '../_shared/aws/bucket.ts';
import { formerKeyring } from '../_shared/aws/former-keyring.ts';
import { connectKeySecret } from '../_shared/aws/key-secret.ts';
import { keysIn, readStoredKeys } from '../_shared/aws/keys.ts';
import { connectQueue } from '../_shared/aws/queue.ts';
import { connectSchedules } from '../_shared/aws/schedule.ts';
import { connectTable } from '../_shared/aws/table.ts';
import { writeKeys } from '../_shared/aws/write-keys.ts';
import { connectLife } from '../_shared/decisions/connect-life.ts';
import { sweepReleases } from '../_shared/decisions/sweep-releases.ts';
import type { KeptKeys } from '../_shared/domain/keyring.ts';
import { applyRetention } from '../_shared/lists/apply-retention.ts';
import { connectPeople } from '../_shared/lists/connect-people.ts';
import { writeLog } from '../_shared/runtime/logger.ts';
import { measure } from '../_shared/runtime/metrics.ts';
import { readNewsroom } from '../_shared/runtime/newsroom.ts';
import { consumeQueue } from '../_shared/runtime/queue-consumer.ts';
import { withRetries } from '../_shared/runtime/with-retries.ts';
import { closeResults } from './close-results.ts';
import { connectDependencies } from './dependencies.ts';
import { environmentSchema } from './environment.ts';
import { sweepDeliveries } from './sweep-deliveries.ts';
import { forgetFormerKeys, takeOverKeys } from './take-over-keys.ts';

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
  eventQueue: connectQueue(environment.TRACK_QUEUE_URL),
  eventDeadLetters: connectQueue(environment.TRACK_DEAD_LETTER_QUEUE_URL),
  now: () => Date.now(),
  log: writeLog,
  measure,
});
const releases = connectLife({
  ...shared,
  armQueue: connectQueue(environment.ARM_QUEUE_URL),
  schedules: connectSchedules({
    group: environment.SCHEDULE_GROUP,
    roleArn: environment.SCHEDULER_ROLE_ARN,
    armQueueArn: environment.ARM_QUEUE_ARN,
    deadLettersArn: environment.SCHEDULE_DEAD_LETTERS_ARN,
  }),
  keys: null,
  publicUrl: environment.PUBLIC_URL,
  now: () => new Date(),
});

const keySecret = connectKeySecret(environment.KEYS_SECRET_ARN);
const keys = keysIn(keySecret, shared.table, Date.now);
const keeping = {
  ...formerKeyring(shared.table),
  readStoredKeys: () => readStoredKeys(keySecret, shared.table),
  writeKeys: (kept: KeptKeys, versionId: string) => writeKeys(keySecret, kept, versionId),
  now: Date.now,
};

const workSchema = z.object({ work: z.enum(['sweep', 'retention']).default('sweep') });

/** Sweeps every few minutes, and applies the retention periods once a day. */
const consume = consumeQueue('watch', workSchema, ({ work }) => (work === 'sweep' ? sweep() : forget()));

export const handler = withRetries('watch', environment.WORK_QUEUES, consume);

/** If one sweep fails, the others still do their work. The run fails if any does. */
async function sweep(): Promise<void> {
  const sweeps = await Promise.allSettled([
    takeOverKeys(keeping),
    sweepReleases(releases),
    sweepDeliveries(deliveries),
    closeResults(deliveries),
  ]);
  for (const done of sweeps) if (done.status === 'rejected') throw done.reason;
  measure({ SweepsDone: 1 });
}

async function forget(): Promise<void> {
  const people = await connectPeople({ ...shared, keys, now: () => new Date() });
  const retained = await applyRetention(people, shared.newsroom.retention.recipientDays);
  writeLog({ stage: 'watch', ...retained });
  await forgetFormerKeys(keeping);
}
