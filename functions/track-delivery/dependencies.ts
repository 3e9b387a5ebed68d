import type { Bucket } from '../_shared/aws/bucket.ts';
import { countTransientBounce, suppress } from '../_shared/aws/contact-table.ts';
import { writeFeedback } from '../_shared/aws/delivery-table.ts';
import { openCircuit } from '../_shared/aws/pace-table.ts';
import type { Queue } from '../_shared/aws/queue.ts';
import { countRates, readRates } from '../_shared/aws/rate-table.ts';
import type { Table } from '../_shared/aws/table.ts';
import { alertCircuit, alertRates } from '../_shared/deliveries/alerts.ts';
import { connectEditions } from '../_shared/deliveries/connect-editions.ts';
import type { Newsroom } from '../_shared/domain/newsroom.ts';
import type { Log } from '../_shared/runtime/queue-consumer.ts';
import { judgeRates } from './judge-rates.ts';
import type { Dependencies } from './track-delivery.ts';

export interface Resources {
  newsroom: Newsroom;
  table: Table;
  bucket: Bucket;
  composeQueue: Queue;
  configurationSet: string;
  /** Epoch milliseconds. */
  now: () => number;
  log: Log;
}

export function connectDependencies(resources: Resources): Dependencies {
  const { table, now, configurationSet, log } = resources;
  const { tellDesk } = connectEditions(resources);
  return {
    configurationSet,
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
    log,
  };
}
