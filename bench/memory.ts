import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import { connectSes } from '../functions/_shared/aws/mail-sender.ts';
import { connectQueue } from '../functions/_shared/aws/queue.ts';
import { releaseTable } from '../functions/_shared/aws/release-table.ts';
import { chunkSize } from '../functions/_shared/deliveries/cut-chunks.ts';
import { armDelivery } from '../functions/arm-delivery/arm-delivery.ts';
import { connectDependencies as connectArming } from '../functions/arm-delivery/dependencies.ts';
import { connectDependencies as connectSending } from '../functions/send-emails/dependencies.ts';
import { sendChunk } from '../functions/send-emails/send-chunk.ts';
import { releaseOf } from '../test/functions/_shared/deliveries/release-of.ts';
import { FakeTable, tableThrough } from '../test/simulator/fake-table.ts';
import { newsroom } from '../test/simulator/newsroom.ts';
import { someKeys } from '../test/some-keys.ts';
import { bucketOnDisk, fileOf } from './bucket-on-disk.ts';
import { cutAudience } from './delivery.ts';
import { peakOf } from './peak-memory.ts';
import { recipientNumber, sampleEmail } from './sample-mail.ts';

// Objects are files, records are discarded and SES takes a millisecond, so only the memory of the stages can grow.
process.env.AWS_REGION = 'eu-central-1';
const mostSent = 20_000;

const [phase, size, directory = ''] = process.argv.slice(2);
if (phase === undefined) await allSizes();
else if (phase === 'arm') await arm(Number(size));
else await send(Number(size));

/** Runs each phase and size in a separate process, because memory freed by one would count for the next. */
async function allSizes(): Promise<void> {
  for (const recipients of [1000, 100_000, 1_000_000]) {
    const written = await mkdtemp(path.join(tmpdir(), 'dateline-memory-'));
    // Arming reads the one, sending the other.
    for (const name of ['store_audiences_recipients', 'store_deliveries_audience'])
      await writeAudience(path.join(written, name), recipients);
    for (const each of ['send', 'arm']) {
      const { stdout, stderr } = spawnSync(
        process.execPath,
        ['--expose-gc', fileURLToPath(import.meta.url), each, String(recipients), written],
        { encoding: 'utf8' },
      );
      console.log(stdout.trimEnd() || stderr);
    }
    await rm(written, { recursive: true });
  }
}

async function arm(recipients: number): Promise<void> {
  const shared = await openNewsroom();
  const arming = connectArming({ ...shared, armQueue: shared.bulkQueue, chunkSize });
  const began = performance.now();
  const peak = await peakOf(() =>
    armDelivery(
      { ...arming, overdueLimitSeconds: Number.POSITIVE_INFINITY, enqueueChunks: async () => undefined },
      { releaseId: 'forum', version: 1, edition: 'general' },
    ),
  );
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`  ${recipients} recipients armed in ${seconds} s with ${peak} MB at most (512)`);
}

async function send(recipients: number): Promise<void> {
  const shared = await openNewsroom();
  const deliveryId = await cutAudience(shared.table, shared.bucket, recipients);
  const sending = connectSending({
    ...shared,
    keys: someKeys,
    ses: connectSes('newsroom'),
    publicUrl: 'https://news.example',
    sleep: setTimeout,
    skew: () => 0,
    newId: () => crypto.randomUUID(),
  });
  let sent = 0;
  const sendsAtOnce = {
    ...sending,
    readQuota: async () => ({ maxSendRate: 2000, max24HourSend: -1, sentLast24Hours: 0 }),
    async sendMail() {
      sent += 1;
      await setTimeout(1);
      return { kind: 'sent' as const, sesMessageId: `id-${sent}` };
    },
    settleDelivery: async () => undefined,
  };
  const peak = await peakOf(async () => {
    for (let chunk = 0; sent < Math.min(recipients, mostSent); chunk++)
      await sendChunk(sendsAtOnce, { deliveryId, chunk }, { remainingMilliseconds: () => 900_000 });
  });
  console.log(`  ${recipients} recipients, ${sent} of them sent to with ${peak} MB at most (256)`);
}

async function openNewsroom() {
  await writeFile(
    fileOf(directory, 'store/emails/forum/1/general.en.json'),
    JSON.stringify(sampleEmail('en')),
  );
  const fakeTable = new FakeTable();
  const table = tableThrough(async (command) =>
    command instanceof BatchWriteItemCommand ? {} : fakeTable.execute(command),
  );
  await releaseTable(table).putRelease(releaseOf({}));
  const queue = connectQueue('http://127.0.0.1:1/none');
  const queues = { bulkQueue: queue, urgentQueue: queue, composeQueue: queue };
  const bucket = bucketOnDisk(directory);
  return {
    newsroom,
    table,
    bucket,
    ...queues,
    now: () => Date.now(),
    log: () => undefined,
    measure: () => undefined,
  };
}

async function writeAudience(file: string, recipients: number): Promise<void> {
  const stream = createWriteStream(file);
  for (let n = 0; n < recipients; n++)
    if (!stream.write(`${JSON.stringify(recipientNumber(n))}\n`)) await once(stream, 'drain');
  stream.end();
  await once(stream, 'close');
}
