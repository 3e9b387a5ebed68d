import { createHash } from 'node:crypto';
import { type Bucket, bucketObjects } from '../_shared/aws/bucket.ts';
import { contactTable } from '../_shared/aws/contact-table.ts';
import { deliveryTable } from '../_shared/aws/delivery-table.ts';
import { noticeTable } from '../_shared/aws/notice-table.ts';
import { paceTable } from '../_shared/aws/pace-table.ts';
import type { Queue } from '../_shared/aws/queue.ts';
import { ofConfirmations, ofNotices, rateTable } from '../_shared/aws/rate-table.ts';
import { signUpTable } from '../_shared/aws/sign-up-table.ts';
import type { Table } from '../_shared/aws/table.ts';
import { alertEvents, alertRates, alertSignUps } from '../_shared/deliveries/alerts.ts';
import { connectEditions } from '../_shared/deliveries/connect-editions.ts';
import { stopSending } from '../_shared/deliveries/stop-sending.ts';
import type { Measure } from '../_shared/domain/metrics.ts';
import type { Newsroom } from '../_shared/domain/newsroom.ts';
import type { Log } from '../_shared/runtime/queue-consumer.ts';
import { countTogether } from './count-together.ts';
import { causeOf, judgeConfirmations, judgeSending } from './judge-rates.ts';
import type { Dependencies } from './track-delivery.ts';
import { writeTogether } from './write-together.ts';

export interface Resources {
  newsroom: Newsroom;
  table: Table;
  bucket: Bucket;
  composeQueue: Queue;
  configurationSets: readonly string[];
  /** Epoch milliseconds. */
  now: () => number;
  log: Log;
  measure: Measure;
}

/** People count as new for so long after they were added: a list that is imported today is often used next week. */
const newMilliseconds = 30 * 24 * 60 * 60 * 1000;

export function connectDependencies(resources: Resources): Dependencies {
  const { table, bucket, now, configurationSets, log, measure } = resources;
  const { tellDesk } = connectEditions(resources);
  const pace = paceTable(table);
  const { readCard, ...contacts } = contactTable(table);
  const ratesByHour = rateTable(table);
  const { writeObject } = bucketObjects(bucket);
  const deliveries = deliveryTable(table);
  /** Confirmations are judged alone: they can stop no release, and no mail to the desk. */
  async function judgeStrangers(sentAt: number, at: string): Promise<void> {
    const what = judgeConfirmations(await ratesByHour.readHour(ofConfirmations, sentAt));
    if (!what || !(await pace.stopSignUps(what, at))) return;
    log({ stage: 'track-delivery', level: 'alarm', alarm: 'sign-ups', because: what });
    measure({ SignUpsStopped: 1 });
    await alertSignUps(tellDesk, what, at);
  }
  return {
    ...contacts,
    ...deliveries,
    writeFeedback: writeTogether(deliveries.writeFeedback),
    countResults: countTogether(deliveries.countResults),
    ...noticeTable(table),
    async isNewContact(contactId, sentAt) {
      const card = await readCard(contactId);
      return card !== null && Date.parse(sentAt) - Date.parse(card.createdAt) < newMilliseconds;
    },
    exhaustLimits: signUpTable(table).exhaustLimits,
    configurationSets,
    async countRates(counts, of, sentAt) {
      const { ratesSince } = await pace.readPace();
      // The mail was sent before a person looked at the rates and resumed sending: they know of this bounce.
      if (Date.parse(sentAt) < ratesSince) return;
      await ratesByHour.countRates(counts, of, Date.parse(sentAt));
      const at = new Date(now()).toISOString();
      if (of === ofConfirmations) await judgeStrangers(Date.parse(sentAt), at);
      if (of === ofConfirmations || of === ofNotices) return;
      const rates = await ratesByHour.readRates(now());
      const judged = judgeSending(rates);
      if (judged?.verdict === 'alarm') await alertRates(tellDesk, judged.what, at);
      if (judged?.verdict === 'stop')
        await stopSending(
          { ...pace, tellDesk, stage: 'track-delivery', now, log, measure },
          causeOf(judged, rates),
        );
    },
    async setAside(body) {
      const at = new Date(now()).toISOString();
      // The key is a digest of the content: a message that arrives twice is kept once.
      const digest = createHash('sha256').update(body).digest('hex').slice(0, 32);
      const key = `store/events/${digest}.txt`;
      await writeObject(key, body, 'text/plain; charset=utf-8');
      log({ stage: 'track-delivery', level: 'alarm', alarm: 'unreadable-event', setAside: key });
      measure({ UnreadableEvents: 1 });
      await alertEvents(tellDesk, at);
    },
    log,
    measure,
  };
}
