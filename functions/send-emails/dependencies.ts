import type { Bucket } from '../_shared/aws/bucket.ts';
import { contactTable } from '../_shared/aws/contact-table.ts';
import { deliveryTable } from '../_shared/aws/delivery-table.ts';
import type { Keys } from '../_shared/aws/keys.ts';
import { listTable } from '../_shared/aws/list-table.ts';
import { mailSender, type Ses } from '../_shared/aws/mail-sender.ts';
import { paceTable } from '../_shared/aws/pace-table.ts';
import { chunkQueues, type Queue } from '../_shared/aws/queue.ts';
import { rateTable } from '../_shared/aws/rate-table.ts';
import { recipientsFile } from '../_shared/aws/recipients-file.ts';
import { releaseTable } from '../_shared/aws/release-table.ts';
import { renderedEmails } from '../_shared/aws/rendered-emails.ts';
import { segmentTable } from '../_shared/aws/segment-table.ts';
import type { Table } from '../_shared/aws/table.ts';
import { recordEditionOverdue } from '../_shared/decisions/record-edition.ts';
import { alertQuota } from '../_shared/deliveries/alerts.ts';
import { connectEditions } from '../_shared/deliveries/connect-editions.ts';
import { settleDelivery } from '../_shared/deliveries/settle-delivery.ts';
import { stopSending } from '../_shared/deliveries/stop-sending.ts';
import { emailName } from '../_shared/domain/email-key.ts';
import type { Measure } from '../_shared/domain/metrics.ts';
import type { Newsroom } from '../_shared/domain/newsroom.ts';
import { readChoice } from '../_shared/lists/read-choice.ts';
import type { Log } from '../_shared/runtime/queue-consumer.ts';
import { type PrepareDependencies, prepareMails } from './prepare-mails.ts';
import type { Dependencies } from './work.ts';

export interface Resources {
  newsroom: Newsroom;
  table: Table;
  bucket: Bucket;
  keys: Keys;
  ses: Ses;
  bulkQueue: Queue;
  urgentQueue: Queue;
  composeQueue: Queue;
  /** Without a slash at the end. */
  publicUrl: string;
  /** Epoch milliseconds. */
  now: () => number;
  sleep: (milliseconds: number) => Promise<void>;
  /** Milliseconds by which `now` is ahead of AWS's clock, as far as is known. */
  skew: () => number;
  newId: () => string;
  log: Log;
  measure: Measure;
}

export function connectDependencies(resources: Resources): Dependencies {
  const { newsroom, table, bucket, now, sleep, skew, newId, log, measure } = resources;
  const { life, recordEdition, tellDesk } = connectEditions(resources);
  const deliveries = deliveryTable(table);
  const releases = releaseTable(table);
  const pace = paceTable(table);
  const preparing = connectPreparing(resources);
  const instant = () => new Date(now()).toISOString();
  return {
    ...deliveries,
    ...pace,
    ...recipientsFile(bucket, ['store/deliveries/']),
    ...chunkQueues(resources),
    ...mailSender(resources.ses),
    readHead: releases.readHead,
    readCards: contactTable(table).readCards,
    async readChoice({ releaseId, version }) {
      const read = await releases.readVersion(releaseId, version);
      if (!read) throw new Error(`version ${version} of a release that is being sent is not there`);
      return readChoice(segmentTable(table).readSegment, newsroom, read.audience);
    },
    prepareMails: (delivery, release, recipients) => prepareMails(preparing, delivery, release, recipients),
    openCircuit: (because) =>
      stopSending({ ...pace, tellDesk, stage: 'send-emails', now, log, measure }, because),
    tellQuotaUsedUp: () => {
      measure({ QuotaUsedUp: 1 });
      return alertQuota(tellDesk, instant());
    },
    countSends: (deliveryId, sends) => rateTable(table).countRates({ sends }, deliveryId, now()),
    settleDelivery: (deliveryId) => settleDelivery({ ...deliveries, recordEdition, now }, deliveryId),
    holdOverdue: ({ releaseId, version, edition, addedContact }) =>
      recordEditionOverdue(life, { releaseId, version, edition, addedContact }),
    overdueLimitSeconds: newsroom.overdueLimitSeconds,
    now,
    sleep,
    skew,
    newId,
    log,
    measure,
  };
}

function connectPreparing({ newsroom, table, bucket, keys, publicUrl, now }: Resources): PrepareDependencies {
  const { readRenderedEmail } = renderedEmails(bucket);
  return {
    async readRenderedEmail({ releaseId, version }, name) {
      const email = await readRenderedEmail(releaseId, version, emailName(name));
      if (!email) throw new Error(`no rendered email ${emailName(name)} of ${releaseId} version ${version}`);
      return email;
    },
    readLinkKey: async () => (await keys.readKeyring()).linkKeys.signing,
    readListTitles: async () =>
      new Map((await listTable(table).readLists()).map(({ list, title }) => [list, title])),
    publicUrl,
    newsroom,
    now,
  };
}
