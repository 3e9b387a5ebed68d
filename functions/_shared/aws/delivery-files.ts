import { type Bucket, bucketObjects } from './bucket.ts';
import { objectVersions } from './object-versions.ts';

export type DeliveryFiles = ReturnType<typeof deliveryFiles>;

/** The files with recipients and exclusions that arming writes. */
export function deliveryFiles(bucket: Bucket) {
  const { listObjects } = bucketObjects(bucket);
  const { forgetVersions } = objectVersions(bucket);
  return {
    /** The ids of all deliveries whose recipients are still stored, each once. */
    async *listDeliveryIds(): AsyncIterable<string> {
      let last: string | null = null;
      for await (const { key } of listObjects('store/deliveries/')) {
        const [, deliveryId] = /^store\/deliveries\/([A-Za-z0-9_-]+)\//.exec(key) ?? [];
        if (deliveryId && deliveryId !== last) yield deliveryId;
        last = deliveryId ?? last;
      }
    },

    async forgetDeliveryFiles(deliveryId: string): Promise<void> {
      for await (const { key } of listObjects(`store/deliveries/${deliveryId}/`))
        await forgetVersions(key, 'nothing');
    },
  };
}
