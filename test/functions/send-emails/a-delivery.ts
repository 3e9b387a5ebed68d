import { deliveryTable } from '../../../functions/_shared/aws/delivery-table.ts';
import { toItem } from '../../../functions/_shared/aws/item.ts';
import type { Mail, SendResult } from '../../../functions/_shared/aws/mail-sender.ts';
import { connectQueue } from '../../../functions/_shared/aws/queue.ts';
import { releaseTable } from '../../../functions/_shared/aws/release-table.ts';
import { cutChunks } from '../../../functions/_shared/deliveries/cut-chunks.ts';
import type { Recipient } from '../../../functions/_shared/domain/audience.ts';
import type { Delivery } from '../../../functions/_shared/domain/delivery.ts';
import type { Version } from '../../../functions/_shared/domain/release.ts';
import { deliveryIdOf } from '../../../functions/_shared/domain/release-tag.ts';
import { connectDependencies } from '../../../functions/send-emails/dependencies.ts';
import { sendChunk } from '../../../functions/send-emails/send-chunk.ts';
import type { Dependencies } from '../../../functions/send-emails/work.ts';
import { bucketThrough, FakeBucket } from '../../simulator/fake-bucket.ts';
import { FakeTable, tableThrough } from '../../simulator/fake-table.ts';
import { newsroom } from '../../simulator/newsroom.ts';
import { someKeys } from '../../some-keys.ts';
import { releaseOf } from '../_shared/deliveries/release-of.ts';
import { versionOf } from '../console/newsroom-of.ts';

const letters = 'abcdefghijklmnopqrstuvwxyz234567';

export const idOf = (n: number): string =>
  `c${letters[Math.floor(n / 1024) % 32]}${letters[Math.floor(n / 32) % 32]}${letters[n % 32]}${'a'.repeat(23)}`;

export const recipientOf = (n: number): Recipient => ({
  contactId: idOf(n),
  email: `reader${n}@example.org`,
  name: null,
  language: 'en',
  zone: null,
  list: 'press',
  accredited: false,
});

/**
 * One edition in one chunk, ready to be sent: the real adapters on a table in memory, a clock that `sleep` moves, and
 * an SES with specified answers.
 */
export async function aDelivery({
  recipients = Array.from({ length: 30 }, (_, n) => recipientOf(n)),
  delivery: change = {} as Partial<Delivery>,
  release = releaseOf({}),
  maxSendRate = 100,
  invocationMilliseconds = 300_000,
  answer = (_: Mail): SendResult => ({ kind: 'sent', sesMessageId: 'ses' }),
  wire = (connected: Dependencies): Dependencies => connected,
} = {}) {
  const fake = new FakeTable();
  const objects = new FakeBucket();
  const table = tableThrough(async (command) => fake.execute(command));
  const bucket = bucketThrough(async (command) => objects.execute(command));
  const clock = { now: Date.parse('2026-01-05T09:00:10.000Z') };
  const edition = change.edition ?? 'general';
  const deliveryId = deliveryIdOf('forum', 1, edition);
  const lines = recipients.map((each) => Buffer.from(`${JSON.stringify(each)}\n`));
  objects.objects.set('store/deliveries/recipients', Buffer.concat(lines));
  await releaseTable(table).putRelease(release);
  const streamed = (async function* () {
    yield* lines;
  })();
  for await (const chunk of cutChunks(deliveryId, streamed, 2000))
    await deliveryTable(table).createChunk(chunk);
  await deliveryTable(table).createDelivery({
    deliveryId,
    releaseId: 'forum',
    version: 1,
    edition,
    notBefore: '2026-01-05T09:00:00.000Z',
    recipientsKey: 'store/deliveries/recipients',
    recipients: recipients.length,
    reachesUnsubscribed: edition === 'kill',
    chunks: Math.ceil(recipients.length / 2000),
    state: 'armed',
    createdAt: '2026-01-05T09:00:00.000Z',
    exclusionsKey: null,
    unknownHolders: 0,
    holdersOf: null,
    isUrgent: false,
    ...change,
  });
  const sent: string[] = [];
  const enqueued: { isUrgent: boolean; delaySeconds: number }[] = [];
  const alerts: string[] = [];
  const measured: Parameters<Dependencies['measure']>[0][] = [];
  const queue = connectQueue('http://127.0.0.1:1/none');
  const connected: Dependencies = {
    ...connectDependencies({
      newsroom: { ...newsroom, desk: [] },
      table,
      bucket,
      keys: someKeys,
      // Only its quota is used, and that is replaced below.
      ses: Object.create(null),
      bulkQueue: queue,
      urgentQueue: queue,
      composeQueue: queue,
      publicUrl: 'https://news.example',
      now: () => clock.now,
      async sleep(milliseconds) {
        clock.now += milliseconds;
      },
      skew: () => 0,
      newId: () => crypto.randomUUID(),
      log: (line) => alerts.push(JSON.stringify(line)),
      measure: (values) => void measured.push(values),
    }),
    readQuota: async () => ({ maxSendRate, max24HourSend: -1, sentLast24Hours: 0 }),
    prepareMails: async () => (recipient) => ({
      from: 'press@news.example',
      to: recipient.email,
      raw: [],
      tags: { list: recipient.list },
    }),
    async sendMail(mail) {
      const result = answer(mail);
      if (result.kind === 'sent') sent.push(`${mail.to} ${mail.tags.list}`);
      return result;
    },
    async enqueueChunk(isUrgent, _, delaySeconds = 0) {
      enqueued.push({ isUrgent, delaySeconds });
    },
  };
  return {
    fake,
    /** The audience rule of the version. */
    rule: (said: Partial<Version['audience']>) =>
      releaseTable(table).putVersion({
        ...versionOf('forum'),
        audience: {
          origin: 'declared',
          lists: [],
          segments: [],
          beats: [],
          regions: [],
          exclude: [],
          ...said,
        },
      }),
    table,
    bucket,
    clock,
    sent,
    log: alerts,
    measured,
    enqueued,
    deliveryId,
    chunk: () => deliveryTable(table).readChunk(deliveryId, 0),
    standing: (contactId: string, said: Record<string, unknown>) =>
      fake.put(toItem({ pk: `CONTACT#${contactId}`, sk: 'STANDING', contactId, ...said })),
    send: () => {
      const began = clock.now;
      return sendChunk(
        wire(connected),
        { deliveryId, chunk: 0 },
        { remainingMilliseconds: () => began + invocationMilliseconds - clock.now },
      );
    },
  };
}
