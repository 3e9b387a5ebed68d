import { z } from 'zod';
import { connectBucket } from '../_shared/aws/bucket.ts';
import { countTransientBounce, suppress } from '../_shared/aws/contact-table.ts';
import { writeFeedback } from '../_shared/aws/delivery-table.ts';
import { openCircuit } from '../_shared/aws/pace-table.ts';
import { connectQueue } from '../_shared/aws/queue.ts';
import { countRates, readRates } from '../_shared/aws/rate-table.ts';
import { connectTable } from '../_shared/aws/table.ts';
import { alertCircuit, alertRates } from '../_shared/deliveries/alerts.ts';
import { connectEditions } from '../_shared/deliveries/connect-editions.ts';
import { readNewsroom } from '../_shared/runtime/newsroom.ts';
import { consumeQueue, writeLog } from '../_shared/runtime/queue-consumer.ts';
import { environmentSchema } from './environment.ts';
import { judgeRates } from './judge-rates.ts';
import { readEvent } from './read-event.ts';
import { type Dependencies, trackEvent } from './track-event.ts';

const environment = environmentSchema.parse(process.env);
const newsroom = readNewsroom(import.meta.url);
const table = connectTable(environment.TABLE_NAME);
const now = () => Date.now();
const { tellDesk } = connectEditions({
  newsroom,
  table,
  bucket: connectBucket(environment.BUCKET_NAME),
  composeQueue: connectQueue(environment.COMPOSE_QUEUE_URL),
  now,
});

const dependencies: Dependencies = {
  suppress: (contactId, reason, evidence, at) => suppress(table, contactId, reason, evidence, at),
  countTransientBounce: (contactId) => countTransientBounce(table, contactId),
  writeFeedback: (feedback, members) => writeFeedback(table, feedback, members),
  countRates: (counts) => countRates(table, counts, now()),
  async checkRates() {
    const judgement = judgeRates(await readRates(table, now()));
    if (!judgement) return;
    const at = new Date(now()).toISOString();
    if (judgement.verdict === 'alarm') return alertRates(tellDesk, judgement.what, at);
    if (await openCircuit(table, judgement.what, at)) await alertCircuit(tellDesk, judgement.what, at);
  },
};

export const handler = consumeQueue('track-delivery', z.unknown(), async (body) => {
  const read = readEvent(body, environment.CONFIGURATION_SET);
  if (read.kind === 'event') await trackEvent(dependencies, read.event);
  else writeLog({ stage: 'track-delivery', passedOver: read.kind === 'other' ? read.what : 'foreign' });
});
