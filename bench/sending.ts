import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { connectSes } from '../functions/_shared/aws/mail-sender.ts';
import { connectQueue } from '../functions/_shared/aws/queue.ts';
import { releaseTable } from '../functions/_shared/aws/release-table.ts';
import { sendLane } from '../functions/_shared/aws/send-lane.ts';
import { chunkSize } from '../functions/_shared/deliveries/cut-chunks.ts';
import { connectDependencies } from '../functions/send-emails/dependencies.ts';
import { sendChunk } from '../functions/send-emails/send-chunk.ts';
import { openEmbeddedTable } from '../test/embedded/embedded-table.ts';
import { releaseOf } from '../test/functions/_shared/deliveries/release-of.ts';
import { bucketThrough, FakeBucket } from '../test/simulator/fake-bucket.ts';
import { newsroom } from '../test/simulator/newsroom.ts';
import { someKeys } from '../test/some-keys.ts';
import { cutAudience } from './delivery.ts';
import { recipientNumber, sampleEmail } from './sample-mail.ts';

/** Two ways of a mail to SES: each runs in a process of its own, with the same recipients. */
const lanes = ['sdk', 'lane'] as const;
const asked = lanes.find((lane) => lane === process.argv[2]);
if (!asked) {
  const codes = lanes.map(
    (lane) =>
      spawnSync(process.execPath, ['--expose-gc', fileURLToPath(import.meta.url), lane], { stdio: 'inherit' })
        .status,
  );
  process.exit(codes.every((code) => code === 0) ? 0 : 1);
}

// The sender runs in this process; the SES endpoint and the table run in separate processes. The records are real:
// claims, standings, outcomes. Two chunks at a time, like two workers.
const recipients = 10_000;

const endpoint = spawn(process.execPath, [fileURLToPath(new URL('./ses-endpoint.ts', import.meta.url))], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const [port] = await once(endpoint.stdout, 'data');
Object.assign(process.env, {
  AWS_ENDPOINT_URL_SES: `http://127.0.0.1:${String(port).trim()}`,
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
});
const { table, close } = await openEmbeddedTable();
const fakeBucket = new FakeBucket();
const bucket = bucketThrough(async (command) => fakeBucket.execute(command));
const lines = Array.from({ length: recipients }, (_, n) => `${JSON.stringify(recipientNumber(n))}\n`);
fakeBucket.objects.set('store/deliveries/audience', Buffer.from(lines.join('')));
fakeBucket.objects.set(
  'store/emails/forum/1/general.en.json',
  Buffer.from(JSON.stringify(sampleEmail('en'))),
);
await releaseTable(table).putRelease(releaseOf({}));
const deliveryId = await cutAudience(table, bucket, recipients);
const chunks = Math.ceil(recipients / chunkSize);

const queue = connectQueue('http://127.0.0.1:1/none');
const ses = connectSes('newsroom');
const dependencies = connectDependencies({
  newsroom,
  table,
  bucket,
  keys: someKeys,
  ses: asked === 'sdk' ? ses : { ...ses, lane: sendLane(ses) },
  bulkQueue: queue,
  urgentQueue: queue,
  composeQueue: queue,
  publicUrl: 'https://news.example',
  now: () => Date.now(),
  sleep: setTimeout,
  skew: () => 0,
  newId: () => crypto.randomUUID(),
  log: () => undefined,
  measure: () => undefined,
});

let next = 0;
let highest = 0;
const began = performance.now();
const before = process.cpuUsage();
await Promise.all(
  Array.from({ length: 2 }, async () => {
    while (next < chunks) {
      const chunk = next++;
      await sendChunk(dependencies, { deliveryId, chunk }, { remainingMilliseconds: () => 900_000 });
      highest = Math.max(highest, process.memoryUsage().rss);
    }
  }),
);
const { user, system } = process.cpuUsage(before);
const seconds = (performance.now() - began) / 1000;
const cpu = (user + system) / 1e6;
const accepted = Number(await (await fetch(`${process.env.AWS_ENDPOINT_URL_SES}/accepted`)).text());
console.log(
  `  ${asked === 'sdk' ? 'by the SDK' : 'by our lane'}: ${accepted} of ${recipients} mails, ${Math.round(accepted / cpu)} per CPU second of the sender, ${Math.round(accepted / seconds)} a second beside the table and the endpoint on this machine; ${Math.round(highest / 1e6)} MB`,
);
endpoint.kill();
await close();
process.exit(accepted === recipients ? 0 : 1);
