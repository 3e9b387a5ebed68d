import { createHash } from 'node:crypto';
import { type Bucket, bucketObjects } from '../_shared/aws/bucket.ts';
import { contactTable } from '../_shared/aws/contact-table.ts';
import { deliveryTable } from '../_shared/aws/delivery-table.ts';
import { noticeTable } from '../_shared/aws/notice-table.ts';
import { paceTable } from '../_shared/aws/pace-table.ts';
import type { Queue } from '../_shared/aws/queue.ts';
import { rateTable } from '../_shared/aws/rate-table.ts';
import type { Table } from '../_shared/aws/table.ts';
import { alertEvents, alertRates, alertSignUps } from '../_shared/deliveries/alerts.ts';
import { connectEditions } from '../_shared/deliveries/connect-editions.ts';
import { stopSending } from '../_shared/deliveries/stop-sending.ts';
import type { Measure } from '../_shared/domain/metrics.ts';
import type { Newsroom } from '../_shared/domain/newsroom.ts';
import type { Log } from '../_shared/runtime/queue-consumer.ts';
import { judgeRates, judgeSending } from './judge-rates.ts';
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
  measure: Measure;
}

export function connectDependencies(resources: Resources): Dependencies {
  const { table, bucket, now, configurationSet, log, measure } = resources;
  const { tellDesk } = connectEditions(resources);
  const pace = paceTable(table);
  const ratesByHour = rateTable(table);
  const { writeObject } = bucketObjects(bucket);
  return {
    ...contactTable(table),
    ...deliveryTable(table),
    ...noticeTable(table),
    configurationSet,
    async countRates(counts, of, sentAt) {
      const { ratesSince } = await pace.readPace();
      // The mail was sent before a person looked at the rates and resumed sending: they know of this bounce.
      if (Date.parse(sentAt) < ratesSince) return;
      await ratesByHour.countRates(counts, of, Date.parse(sentAt));
      const rates = await ratesByHour.readRates(now());
      const at = new Date(now()).toISOString();
      const ofReleases = judgeSending(rates);
      if (ofReleases?.verdict === 'alarm') await alertRates(tellDesk, ofReleases.what, at);
      if (ofReleases?.verdict === 'stop')
        await stopSending({ ...pace, tellDesk, stage: 'track-delivery', now, log, measure }, ofReleases.what);
      const notices = judgeRates({
        sends: rates.all.noticeSends,
        bounces: rates.all.noticeBounces,
        complaints: rates.all.noticeComplaints,
      });
      if (notices?.verdict === 'stop' && (await pace.stopSignUps(notices.what, at)))
        await alertSignUps(tellDesk, notices.what, at);
    },
    async setAside(body) {
      const at = new Date(now()).toISOString();
      // The key is a digest of the content: a message that arrives twice is kept once.
      const digest = createHash('sha256').update(body).digest('hex').slice(0, 32);
      const key = `store/events/${digest}.txt`;
      await writeObject(key, body, 'text/plain; charset=utf-8');
      log({ stage: 'track-delivery', level: 'alarm', alarm: 'unreadable-event', setAside: key });
      await alertEvents(tellDesk, at);
    },
    log,
  };
}
