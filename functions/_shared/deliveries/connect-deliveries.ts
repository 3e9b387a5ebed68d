import { auditStore } from '../aws/audit-store.ts';
import type { Bucket } from '../aws/bucket.ts';
import { deliveryTable } from '../aws/delivery-table.ts';
import { chunkQueues, type Queue } from '../aws/queue.ts';
import { recipientsFile } from '../aws/recipients-file.ts';
import type { Table } from '../aws/table.ts';
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

/** The dependencies for listing recipients and for settling unknowns by hand, for command line and console. */
export function connectDeliveries(
  resources: DeliveryResources,
): ListDependencies & SettleUnknownsDependencies {
  const { table, bucket, now } = resources;
  return {
    ...deliveryTable(table),
    ...recipientsFile(bucket, ['store/audiences/', 'store/deliveries/']),
    ...chunkQueues(resources),
    ...auditStore(bucket),
    // A person decides now, only about the recipients they name. The others keep waiting for their events.
    readBacklog: async () => ({ at: now(), isWaiting: true, isSetAside: false }),
    policy: { graceSeconds: Number.POSITIVE_INFINITY, embargoed: 'hold', otherwise: 'hold' },
    now,
  };
}
