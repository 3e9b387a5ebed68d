import { auditTable } from '../aws/audit-table.ts';
import type { Bucket } from '../aws/bucket.ts';
import {
  concludeOutcome,
  moveDelivery,
  readChunks,
  readDelivery,
  readKnown,
  readRecords,
  reviewChunk,
} from '../aws/delivery-table.ts';
import { messageQueue, type Queue } from '../aws/queue.ts';
import { recipientsFile } from '../aws/recipients-file.ts';
import type { Table } from '../aws/table.ts';
import { exclusionSchema } from '../domain/audience.ts';
import type { ListDependencies } from './list-recipients.ts';
import type { SettleUnknownsDependencies } from './settle-unknowns.ts';

export interface DeliveryResources {
  table: Table;
  bucket: Bucket;
  bulkQueue: Queue;
  urgentQueue: Queue;
  /** Epoch milliseconds. */
  now: () => number;
}

/** What the command line and the console need to list recipients and to settle unknowns by hand. */
export function connectDeliveries({
  table,
  bucket,
  bulkQueue,
  urgentQueue,
  now,
}: DeliveryResources): ListDependencies & SettleUnknownsDependencies {
  return {
    readDelivery: (deliveryId) => readDelivery(table, deliveryId),
    moveDelivery: (delivery, from) => moveDelivery(table, delivery, from),
    readChunks: (deliveryId) => readChunks(table, deliveryId),
    readRecords: (deliveryId) => readRecords(table, deliveryId),
    readKnown: (deliveryId, contactIds) => readKnown(table, deliveryId, contactIds),
    concludeOutcome: (outcome, seen) => concludeOutcome(table, outcome, seen),
    reviewChunk: (chunk, review) => reviewChunk(table, chunk, review),
    readRecipients: (key, start, end) => recipientsFile(bucket).readRecipients(key, start, end),
    streamRecipients: (key) => recipientsFile(bucket).streamRecipients(key),
    async *streamExclusions(key) {
      for await (const line of recipientsFile(bucket).streamLines(key))
        yield exclusionSchema.parse(JSON.parse(line.toString()));
    },
    enqueueChunk: (isUrgent, message) => messageQueue(isUrgent ? urgentQueue : bulkQueue).enqueue(message),
    appendAudit: (line) => auditTable(table).appendAudit(line),
    // A person decides here and now about what they name; the rest waits for its events as before.
    readBacklog: async () => ({ at: now(), isWaiting: true, isSetAside: false }),
    policy: { graceSeconds: Number.POSITIVE_INFINITY, embargoed: 'hold', otherwise: 'hold' },
    now,
  };
}
