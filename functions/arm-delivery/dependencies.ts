import { type Bucket, bucketObjects } from '../_shared/aws/bucket.ts';
import { contactTable } from '../_shared/aws/contact-table.ts';
import { deliveryTable } from '../_shared/aws/delivery-table.ts';
import { chunkQueues, messageQueue, type Queue } from '../_shared/aws/queue.ts';
import { recipientsFile } from '../_shared/aws/recipients-file.ts';
import { releaseTable } from '../_shared/aws/release-table.ts';
import type { Table } from '../_shared/aws/table.ts';
import { objectUploads } from '../_shared/aws/upload-object.ts';
import { recordEditionArmed, recordEditionOverdue } from '../_shared/decisions/record-edition.ts';
import { connectEditions } from '../_shared/deliveries/connect-editions.ts';
import { settleDelivery } from '../_shared/deliveries/settle-delivery.ts';
import { emailPrefix } from '../_shared/domain/email-key.ts';
import type { Measure } from '../_shared/domain/metrics.ts';
import type { Newsroom } from '../_shared/domain/newsroom.ts';
import type { Log } from '../_shared/runtime/queue-consumer.ts';
import type { Dependencies } from './arm-delivery.ts';
import { renderedLanguages } from './rendered-languages.ts';

export interface Resources {
  newsroom: Newsroom;
  table: Table;
  bucket: Bucket;
  bulkQueue: Queue;
  urgentQueue: Queue;
  armQueue: Queue;
  composeQueue: Queue;
  chunkSize: number;
  /** Epoch milliseconds. */
  now: () => number;
  log: Log;
  measure: Measure;
}

export function connectDependencies(resources: Resources): Dependencies {
  const { newsroom, table, bucket, armQueue, chunkSize, now, log, measure } = resources;
  const { life, recordEdition } = connectEditions(resources);
  const { listObjects, deleteObject } = bucketObjects(bucket);
  const { uploadObject } = objectUploads(bucket);
  const deliveries = deliveryTable(table);
  return {
    ...deliveries,
    ...recipientsFile(bucket, ['store/audiences/', 'store/deliveries/']),
    ...chunkQueues(resources),
    readHead: releaseTable(table).readHead,
    readCards: contactTable(table).readCards,
    deleteObject,
    upload: (key) => uploadObject(key, 'application/x-ndjson'),
    async renderedLanguages(releaseId, version, edition) {
      const keys: string[] = [];
      for await (const { key } of listObjects(emailPrefix(releaseId, version, edition))) keys.push(key);
      return renderedLanguages(keys, newsroom.defaultLanguage);
    },
    recordArmed: (of) => recordEditionArmed(life, of),
    recordOverdue: (of) => recordEditionOverdue(life, of),
    settleDelivery: (deliveryId) => settleDelivery({ ...deliveries, recordEdition, now }, deliveryId),
    enqueueArm: messageQueue(armQueue).enqueue,
    overdueLimitSeconds: newsroom.overdueLimitSeconds,
    newsroomZone: newsroom.zone,
    chunkSize,
    now,
    log,
    measure,
  };
}
