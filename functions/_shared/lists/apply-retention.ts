import type { BucketObjects } from '../aws/bucket.ts';
import type { DeliveryFiles } from '../aws/delivery-files.ts';
import type { ObjectVersions } from '../aws/object-versions.ts';
import type { RecordAnonymiser } from '../aws/record-anonymiser.ts';
import { undoWithinDays } from '../domain/contact-import.ts';
import type { Delivery } from '../domain/delivery.ts';

export interface Dependencies
  extends Pick<DeliveryFiles, 'listDeliveryIds' | 'forgetDeliveryFiles'>,
    Pick<RecordAnonymiser, 'anonymiseDelivery'>,
    Pick<BucketObjects, 'listObjects'>,
    Pick<ObjectVersions, 'forgetVersions'> {
  readDelivery: (deliveryId: string) => Promise<Delivery | null>;
  now: () => Date;
}

/** What time was up for. */
export interface Retained {
  deliveries: number;
  /** Delivery records that are anonymous counts now. */
  records: number;
  /** Frozen audiences, plans of imports that cannot be undone any more, notices. */
  files: number;
}

/** Notices are sent within minutes; one that still lies here was given up. */
const noticeDays = 30;

/**
 * Forgets what time is up for: addresses of deliveries that ended `recipientDays` ago (their counts stay), frozen
 * audiences of that age, import plans and notices. A delivery's files go last: they are what it is found by, so that
 * a crash is made good by the next run.
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
