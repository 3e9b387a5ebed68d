import type { Bucket } from '../../functions/_shared/aws/bucket.ts';
import { deliveryTable } from '../../functions/_shared/aws/delivery-table.ts';
import { connectQueue } from '../../functions/_shared/aws/queue.ts';
import { recipientsFile } from '../../functions/_shared/aws/recipients-file.ts';
import type { Table } from '../../functions/_shared/aws/table.ts';
import { chunkSize, cutChunks } from '../../functions/_shared/deliveries/cut-chunks.ts';
import type { Edition } from '../../functions/_shared/domain/release.ts';
import { deliveryIdOf } from '../../functions/_shared/domain/release-tag.ts';
import type { Dependencies } from '../../functions/arm-delivery/arm-delivery.ts';
import { connectDependencies } from '../../functions/arm-delivery/dependencies.ts';
import { newsroom } from '../simulator/newsroom.ts';

/** The real arming, but its chunks go to no queue. */
export function armingOn(table: Table, bucket: Bucket): Dependencies {
  const nowhere = connectQueue('http://127.0.0.1:1/none');
  const connected = connectDependencies({
    newsroom,
    table,
    bucket,
    bulkQueue: nowhere,
    urgentQueue: nowhere,
    armQueue: nowhere,
    composeQueue: nowhere,
    chunkSize,
    now: () => Date.now(),
    log: () => undefined,
    measure: () => undefined,
  });
  return {
    ...connected,
    overdueLimitSeconds: Number.POSITIVE_INFINITY,
    enqueueChunks: async () => undefined,
  };
}

/** Puts a delivery into the table that was sent to everybody in the file, and its chunks. Its records are not made. */
export async function putSentDelivery(
  table: Table,
  bucket: Bucket,
  { version, edition, recipientsKey }: { version: number; edition: Edition; recipientsKey: string },
): Promise<void> {
  const deliveryId = deliveryIdOf('forum', version, edition);
  const { createChunk, createDelivery } = deliveryTable(table);
  const lines = recipientsFile(bucket, ['store/deliveries/']).streamLines(recipientsKey);
  let recipients = 0;
  let chunks = 0;
  for await (const chunk of cutChunks(deliveryId, lines, chunkSize)) {
    const done = chunk.recipients;
    const counts = { sent: done, refused: 0, unknown: 0, leftOut: 0 };
    await createChunk({ ...chunk, state: 'settled', done, highWater: done, touched: done, counts });
    recipients += done;
    chunks += 1;
  }
  await createDelivery({
    deliveryId,
    releaseId: 'forum',
    version,
    edition,
    notBefore: new Date(0).toISOString(),
    recipientsKey,
    recipients,
    reachesUnsubscribed: false,
    chunks,
    state: 'sent',
    createdAt: new Date(0).toISOString(),
    exclusionsKey: null,
    unknownHolders: 0,
    holdersOf: null,
    isUrgent: false,
  });
}
