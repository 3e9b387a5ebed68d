import type { Bucket } from '../functions/_shared/aws/bucket.ts';
import { deliveryTable } from '../functions/_shared/aws/delivery-table.ts';
import { recipientsFile } from '../functions/_shared/aws/recipients-file.ts';
import type { Table } from '../functions/_shared/aws/table.ts';
import { chunkSize, cutChunks } from '../functions/_shared/deliveries/cut-chunks.ts';

/** Turns the object `audience` into a delivery that is ready to send, without arming it. Returns its id. */
export async function cutAudience(table: Table, bucket: Bucket, recipients: number): Promise<string> {
  const deliveryId = 'forum_v1_general';
  for await (const chunk of cutChunks(
    deliveryId,
    recipientsFile(bucket, ['store/deliveries/']).streamLines('store/deliveries/audience'),
    chunkSize,
  ))
    await deliveryTable(table).createChunk(chunk);
  await deliveryTable(table).createDelivery({
    deliveryId,
    releaseId: 'forum',
    version: 1,
    edition: 'general',
    notBefore: new Date(0).toISOString(),
    recipientsKey: 'store/deliveries/audience',
    recipients,
    reachesUnsubscribed: false,
    chunks: Math.ceil(recipients / chunkSize),
    state: 'sending',
    createdAt: new Date(0).toISOString(),
    exclusionsKey: null,
    unknownHolders: 0,
    holdersOf: null,
    isUrgent: false,
  });
  return deliveryId;
}
