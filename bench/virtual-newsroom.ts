import { releaseTable } from '../functions/_shared/aws/release-table.ts';
import { chunkSize } from '../functions/_shared/deliveries/cut-chunks.ts';
import { armMessageSchema, sendMessageSchema } from '../functions/_shared/domain/messages.ts';
import { consumeQueue } from '../functions/_shared/runtime/queue-consumer.ts';
import { armDelivery } from '../functions/arm-delivery/arm-delivery.ts';
import { connectDependencies as connectArming } from '../functions/arm-delivery/dependencies.ts';
import { connectDependencies as connectSending } from '../functions/send-emails/dependencies.ts';
import { sendChunk } from '../functions/send-emails/send-chunk.ts';
import { releaseOf } from '../test/functions/_shared/deliveries/release-of.ts';
import { bucketThrough, FakeBucket } from '../test/simulator/fake-bucket.ts';
import { FakeQueues } from '../test/simulator/fake-queues.ts';
import { FakeSes } from '../test/simulator/fake-ses.ts';
import { FakeTable, tableThrough } from '../test/simulator/fake-table.ts';
import { newsroom } from '../test/simulator/newsroom.ts';
import { type Process, World } from '../test/simulator/world.ts';
import { someKeys } from '../test/some-keys.ts';
import { recipientNumber } from './sample-mail.ts';

export interface Sent {
  /** When SES accepted each mail, in milliseconds after the first. */
  at: number[];
  writeUnits: number;
  readUnits: number;
  queueRequests: number;
  invocations: number;
  bucketRequests: number;
  /** Total run time of the functions, in seconds. */
  functionSeconds: number;
}

/**
 * Runs the real arming and sending on the simulator's clock, without failures: the table answers in 1 to 12 ms, SES in
 * 40 to 90. Counts everything that costs money.
 */
export async function sendVirtually(asked: {
  recipients: number;
  sendsPerSecond: number;
  workers: number;
}): Promise<Sent> {
  const start = Date.UTC(2026, 0, 5, 10);
  const surroundings = await openSurroundings(start, asked);
  const { world, queues, table, bucket, ses } = surroundings;
  const meter = new Meter(world);
  queues.consume('arm', {
    atOnce: 1,
    timeout: 900_000,
    visibility: 900_000,
    handler: (process, event, context) => meter.run(() => arm(surroundings, process)(event, context)),
  });
  for (const queue of ['bulk', 'urgent'])
    queues.consume(queue, {
      atOnce: asked.workers,
      timeout: 900_000,
      visibility: 900_000,
      handler: (process, event, context) =>
        meter.run(() => send(surroundings, process, () => `owner-${meter.invocations}`)(event, context)),
    });
  queues.put('arm', JSON.stringify({ releaseId: 'forum', version: 1, edition: 'general' }));
  await world.run(start + 30 * 24 * 3_600_000);
  const first = ses.accepted[0]?.at ?? 0;
  return {
    at: ses.accepted.map(({ at }) => at - first).sort((a, b) => a - b),
    ...table.use,
    // Each message is also received and deleted.
    queueRequests: queues.requests + 2 * meter.invocations,
    invocations: meter.invocations,
    bucketRequests: bucket.requests,
    functionSeconds: meter.milliseconds / 1000,
  };
}

/** Counts what the functions cost. */
class Meter {
  readonly #world: World;
  invocations = 0;
  milliseconds = 0;

  constructor(world: World) {
    this.#world = world;
  }

  async run<T>(invoke: () => Promise<T>): Promise<T> {
    this.invocations += 1;
    const began = this.#world.now;
    const result = await invoke();
    this.milliseconds += this.#world.now - began;
    return result;
  }
}

type Surroundings = Awaited<ReturnType<typeof openSurroundings>>;

const log = () => undefined;

/** A world without failures. Its bucket contains the audience and one email. */
async function openSurroundings(start: number, asked: { recipients: number; sendsPerSecond: number }) {
  const world = new World(1, start, { crashBefore: 0, crashAfter: 0, failBefore: 0, failAfter: 0, stall: 0 });
  const queues = new FakeQueues(world, { duplicate: 0, drop: 0, delay: 20 });
  const table = new FakeTable(true);
  const bucket = new FakeBucket();
  const limits = { maxSendRate: asked.sendsPerSecond, dailyQuota: Number.POSITIVE_INFINITY, quotaBackAt: 0 };
  const faults = {
    refuse: 0,
    throttle: 0,
    unreachable: 0,
    fault: 0,
    bounce: 0,
    complain: 0,
    loseSendEvent: 0,
  };
  const ses = new FakeSes(world, { ...limits, ...faults }, () => undefined);
  const lines = Array.from({ length: asked.recipients }, (_, n) => `${JSON.stringify(recipientNumber(n))}\n`);
  bucket.objects.set('store/audiences/recipients', Buffer.from(lines.join('')));
  bucket.objects.set('store/emails/forum/1/general.en.json', Buffer.from('{}'));
  await releaseTable(tableThrough(async (command) => table.execute(command))).putRelease(releaseOf({}));
  return { world, queues, table, bucket, ses };
}

function resourcesOf({ world, queues, table, bucket }: Surroundings, process: Process) {
  return {
    newsroom,
    table: tableThrough((command) => world.call(process, () => table.execute(command))),
    bucket: bucketThrough((command) => world.call(process, () => bucket.execute(command))),
    bulkQueue: queues.through('bulk', process),
    urgentQueue: queues.through('urgent', process),
    armQueue: queues.through('arm', process),
    composeQueue: queues.through('compose', process),
    now: () => world.now,
    log,
    measure: () => undefined,
  };
}

function arm(surroundings: Surroundings, process: Process) {
  const arming = connectArming({ ...resourcesOf(surroundings, process), chunkSize });
  return consumeQueue('arm-delivery', armMessageSchema, (message) => armDelivery(arming, message), log);
}

/**
 * Sends as in production, but with empty mails, because composing takes no time on the virtual clock.
 */
function send(surroundings: Surroundings, process: Process, newId: () => string) {
  const { world, ses } = surroundings;
  const client = ses.client(process);
  const connected = connectSending({
    ...resourcesOf(surroundings, process),
    keys: someKeys,
    ses: { client, quotaClient: client, configurationSet: 'newsroom' },
    publicUrl: 'https://news.example',
    sleep: (milliseconds) => world.sleep(process, milliseconds),
    skew: () => 0,
    newId,
  });
  const sending = {
    ...connected,
    prepareMails: async () => (recipient: ReturnType<typeof recipientNumber>, attempt: number) => ({
      from: 'press@news.example',
      to: recipient.email,
      raw: [],
      tags: { edition: 'general', recipient: recipient.contactId, attempt: String(attempt) },
    }),
    async sendMail(mail: Parameters<typeof connected.sendMail>[0]) {
      const result = await connected.sendMail(mail);
      await world.sleep(process, world.between(40, 80));
      return result;
    },
  };
  return consumeQueue(
    'send-emails',
    sendMessageSchema,
    (message, deadline) => sendChunk(sending, message, deadline),
    log,
  );
}

/** The largest number of sends in any second that starts with a send. */
export function worstSecond(at: readonly number[]): number {
  let most = 0;
  let from = 0;
  for (const [i, instant] of at.entries()) {
    while (instant - (at[from] ?? 0) >= 1000) from += 1;
    most = Math.max(most, i - from + 1);
  }
  return most;
}
