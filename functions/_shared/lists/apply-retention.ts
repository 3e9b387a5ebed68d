import type { BucketObjects } from '../aws/bucket.ts';
import type { DeliveryFiles } from '../aws/delivery-files.ts';
import type { DeliveryTable } from '../aws/delivery-table.ts';
import type { ObjectVersions } from '../aws/object-versions.ts';
import type { RecordAnonymiser } from '../aws/record-anonymiser.ts';
import { undoWithinDays } from '../domain/contact-import.ts';

export interface Dependencies
  extends Pick<DeliveryFiles, 'listDeliveryIds' | 'forgetDeliveryFiles'>,
    Pick<RecordAnonymiser, 'anonymiseDelivery'>,
    Pick<BucketObjects, 'listObjects'>,
    Pick<DeliveryTable, 'readDelivery'>,
    Pick<ObjectVersions, 'forgetVersions'> {
  now: () => Date;
}

/** What was removed because its retention period is over. */
export interface Retained {
  deliveries: number;
  /** Delivery records that were anonymised. */
  records: number;
  /** Frozen audiences, plans of imports that can no longer be undone, and notices. */
  files: number;
}

/** Notices are sent within minutes. One that still exists after this time was given up. */
const noticeDays = 30;

/**
 * Removes data whose retention period is over: addresses in deliveries that are older than `recipientDays` (their
 * counts stay), frozen audiences of that age, import plans and notices. The files of a delivery are deleted last,
 * because the delivery is found by them: after a crash the next run finds it again and continues.
 */
export async function applyRetention(dependencies: Dependencies, recipientDays: number): Promise<Retained> {
  const retained: Retained = { deliveries: 0, records: 0, files: 0 };
  const daysAgo = (days: number) =>
    new Date(dependencies.now().getTime() - days * 24 * 60 * 60 * 1000).toISOString();
  for await (const deliveryId of dependencies.listDeliveryIds()) {
    const delivery = await dependencies.readDelivery(deliveryId);
    const isOver = delivery?.state === 'sent' || delivery?.state === 'stopped';
    if (!delivery || !isOver || delivery.createdAt >= daysAgo(recipientDays)) continue;
    retained.records += await dependencies.anonymiseDelivery(deliveryId);
    await dependencies.forgetDeliveryFiles(deliveryId);
    retained.deliveries += 1;
  }
  const aged = [
    { prefix: 'store/audiences/', days: recipientDays },
    { prefix: 'store/imports/', days: undoWithinDays },
    { prefix: 'store/notices/', days: noticeDays },
  ];
  for (const { prefix, days } of aged)
    for await (const { key, modifiedAt } of dependencies.listObjects(prefix)) {
      if (modifiedAt >= daysAgo(days) || key.endsWith('/import.json')) continue;
      await dependencies.forgetVersions(key, 'nothing');
      retained.files += 1;
    }
  return retained;
}
