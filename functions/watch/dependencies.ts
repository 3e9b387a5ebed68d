import type { Bucket } from '../_shared/aws/bucket.ts';
import { deliveryTable } from '../_shared/aws/delivery-table.ts';
import { paceTable } from '../_shared/aws/pace-table.ts';
import { chunkQueues, messageQueue, type Queue, type QueueDepth } from '../_shared/aws/queue.ts';
import { recipientsFile } from '../_shared/aws/recipients-file.ts';
import { releaseTable } from '../_shared/aws/release-table.ts';
import type { Table } from '../_shared/aws/table.ts';
import { alertHeld } from '../_shared/deliveries/alerts.ts';
import { connectEditions } from '../_shared/deliveries/connect-editions.ts';
import { settleDelivery } from '../_shared/deliveries/settle-delivery.ts';
import type { Measure } from '../_shared/domain/metrics.ts';
import type { Newsroom } from '../_shared/domain/newsroom.ts';
import type { Log } from '../_shared/runtime/queue-consumer.ts';
import type { CloseDependencies } from './close-results.ts';
import type { Dependencies } from './sweep-deliveries.ts';

export interface Resources {
  newsroom: Newsroom;
  table: Table;
  bucket: Bucket;
  bulkQueue: Queue;
  urgentQueue: Queue;
  composeQueue: Queue;
  /** The queue of track-delivery. */
  eventQueue: Queue;
  eventDeadLetters: Queue;
  /** Epoch milliseconds. */
  now: () => number;
  log: Log;
  measure: Measure;
}

export function connectDependencies(resources: Resources): Dependencies & CloseDependencies {
  const { newsroom, table, bucket, eventQueue, eventDeadLetters, now, log, measure } = resources;
  const { recordEdition, tellDesk } = connectEditions(resources);
  const deliveries = deliveryTable(table);
  const events = messageQueue(eventQueue);
  const deadLetters = messageQueue(eventDeadLetters);
  return {
    ...deliveries,
    ...paceTable(table),
    ...recipientsFile(bucket, ['store/deliveries/']),
    ...chunkQueues(resources),
    readHead: releaseTable(table).readHead,
    newId: () => crypto.randomUUID(),
    recordEdition,
    async readBacklog() {
      const at = now();
      const [waiting, setAside] = await Promise.all([events.readDepth(), deadLetters.readDepth()]);
      return { at, isWaiting: isAny(waiting), isSetAside: isAny(setAside) };
    },
    settleDelivery: (deliveryId) => settleDelivery({ ...deliveries, recordEdition, now }, deliveryId),
    tellHeld: (delivery, held) => alertHeld(tellDesk, delivery, held),
    policy: newsroom.unknown,
    now,
    log,
    measure,
  };
}

function isAny({ queued, inFlight }: QueueDepth): boolean {
  return queued + inFlight > 0;
}
