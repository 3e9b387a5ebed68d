import { expect, it } from 'vitest';
import { bucketObjects } from '../../../../functions/_shared/aws/bucket.ts';
import { deliveryTable } from '../../../../functions/_shared/aws/delivery-table.ts';
import { recipientsFile } from '../../../../functions/_shared/aws/recipients-file.ts';
import { armedDeliveries } from '../../../../functions/_shared/restore/armed-deliveries.ts';
import { holdDeliveries } from '../../../../functions/_shared/restore/hold-deliveries.ts';
import { bucketThrough, FakeBucket } from '../../../simulator/fake-bucket.ts';
import { FakeTable, tableThrough } from '../../../simulator/fake-table.ts';
import { recipientOf } from '../../send-emails/a-delivery.ts';

it("of a release that goes out by its readers' clocks, only those are held whose hour has come; the others get it at theirs", async () => {
  const objects = new FakeBucket();
  const fake = new FakeTable();
  const bucket = bucketThrough(async (command) => objects.execute(command));
  const table = deliveryTable(tableThrough(async (command) => fake.execute(command)));
  const keyAt = (instant: string) => `store/deliveries/forum_v1_general/a.${instant}.recipients.ndjson`;
  const write = (instant: string, readers: readonly number[]) =>
    bucketObjects(bucket).writeObject(
      keyAt(instant),
      readers.map((n) => `${JSON.stringify(recipientOf(n))}\n`).join(''),
      'x',
    );
  await write('20261201T010000Z', [1, 3]);
  await write('20261201T180000Z', [0, 2, 4]);
  const files = [keyAt('20261201T010000Z'), keyAt('20261201T180000Z')];
  const hold = () =>
    holdDeliveries({
      ...table,
      ...recipientsFile(bucket, ['store/deliveries/']),
      armedDeliveries: () =>
        armedDeliveries({
          async *listObjects(prefix) {
            if (prefix !== 'store/deliveries/') return;
            for (const key of files) yield { key, modifiedAt: '2026-11-30T18:58:00Z', size: 1, etag: '' };
          },
        }),
      now: () => new Date('2026-12-01T12:00:00Z'),
    });
  expect(await hold()).toEqual([{ deliveryId: 'forum_v1_general', held: 2 }]);
  const delivery = await table.readDelivery('forum_v1_general');
  expect(delivery).toMatchObject({
    recipients: 5,
    chunks: 2,
    notBefore: '2026-12-01T01:00:00.000Z',
    parts: [
      { notBefore: '2026-12-01T01:00:00.000Z', recipientsKey: files[0], recipients: 2, chunks: 1 },
      { notBefore: '2026-12-01T18:00:00.000Z', recipientsKey: files[1], recipients: 3, chunks: 1 },
    ],
  });
  const chunks = await Array.fromAsync(table.readChunks('forum_v1_general'));
  expect(chunks.map(({ chunk, state, recipients }) => [chunk, state, recipients])).toEqual([
    [0, 'settled', 2],
    [1, 'open', 3],
  ]);
  expect(await hold()).toEqual([]);
});
