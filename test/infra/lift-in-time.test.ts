import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate as settled } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { connectQueue } from '../../functions/_shared/aws/queue.ts';
import { connectEditions } from '../../functions/_shared/deliveries/connect-editions.ts';
import { armMessageSchema, sendMessageSchema } from '../../functions/_shared/domain/messages.ts';
import type { Effect } from '../../functions/_shared/domain/release-moves.ts';
import { consumeQueue, type Handler } from '../../functions/_shared/runtime/queue-consumer.ts';
import { tryAgain } from '../../functions/_shared/runtime/try-again.ts';
import { armDelivery } from '../../functions/arm-delivery/arm-delivery.ts';
import { connectDependencies as connectArming } from '../../functions/arm-delivery/dependencies.ts';
import { connectDependencies as connectSending } from '../../functions/send-emails/dependencies.ts';
import { sendChunk } from '../../functions/send-emails/send-chunk.ts';
import { localAccount } from '../../infra/local/cloud/account.ts';
import { Queues } from '../../infra/local/cloud/queues.ts';
import { State } from '../../infra/local/cloud/state.ts';
import { recipientOf } from '../functions/send-emails/a-delivery.ts';
import { bucketThrough, FakeBucket } from '../simulator/fake-bucket.ts';
import { FakeTable, tableThrough } from '../simulator/fake-table.ts';
import { approveVersion, writeAudience, writeEmails } from '../simulator/newer-version.ts';
import { newsroom } from '../simulator/newsroom.ts';
import { someKeys } from '../some-keys.ts';
import { type Consumer, consumers, eventOf, queues, retrying } from './production-queues.ts';

const embargo = Date.parse('2026-03-01T09:00:00Z');
const minute = 60_000;
const quiet = () => undefined;

let directory: string;
let sqs: Queues;
let state: State;
beforeEach(() => {
  vi.useFakeTimers({
    now: embargo - 60 * minute,
    toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
  });
  directory = mkdtempSync(path.join(tmpdir(), 'lift-in-time-'));
  state = new State(path.join(directory, 'state.db'));
  sqs = new Queues(state, localAccount, Date.now);
  for (const { name, settings } of queues) sqs.define(name, settings);
});
afterEach(() => {
  vi.useRealTimers();
  state.close();
  rmSync(directory, { recursive: true, force: true });
});

/** Lets the simulated time pass. What is ready at one instant is done before the clock goes on. */
async function passUntil(instant: number): Promise<void> {
  while (Date.now() < instant) {
    for (let i = 0; i < 50; i++) await settled();
    vi.advanceTimersToNextTimer();
  }
}

function consumerOf(name: string): Consumer {
  const found = consumers.find(({ queue }) => queue.includes(name));
  if (!found) throw new Error(`no queue ${name}`);
  return found;
}

/** Starts the function of a queue, one message at a time, as Lambda would. */
async function serve({ queue, workQueues }: Consumer, consume: Handler): Promise<void> {
  const handler = tryAgain(retrying(sqs), workQueues, consume);
  for (;;) {
    const [message] = await sqs.receive(queue, { limit: 1, waitSeconds: 20 });
    if (!message) continue;
    const endsAt = Date.now() + 5 * minute;
    const context = { getRemainingTimeInMillis: () => endsAt - Date.now() };
    const { batchItemFailures } = await handler(eventOf(queue, message), context);
    if (batchItemFailures.length === 0) sqs.remove(message.receipt);
  }
}

/** An approved release under embargo, the functions that lift it, and what readers got. */
async function underEmbargo() {
  const fakeTable = new FakeTable();
  const fakeBucket = new FakeBucket();
  const none = connectQueue('http://127.0.0.1:1/none');
  const resources = {
    newsroom,
    table: tableThrough(async (command) => fakeTable.execute(command)),
    bucket: bucketThrough(async (command) => fakeBucket.execute(command)),
    bulkQueue: none,
    urgentQueue: none,
    armQueue: none,
    composeQueue: none,
    now: Date.now,
    log: quiet,
    measure: quiet,
  };
  const arms: Extract<Effect, { kind: 'arm' }>[] = [];
  const { life } = connectEditions(resources);
  const people = Array.from({ length: 30 }, (_, n) => recipientOf(n));
  await writeEmails(resources.bucket, 'forum', 1);
  await approveVersion(
    { ...life, carryOut: async (effect) => void (effect.kind === 'arm' && arms.push(effect)) },
    'forum',
    {
      version: 1,
      embargo: new Date(embargo).toISOString(),
      audience: await writeAudience(resources.bucket, 1, people),
    },
  );
  const general = arms.find(({ message }) => message.edition === 'general');
  if (!general) throw new Error('nobody asked to arm the general edition');
  return { resources, general, people };
}

/** The first attempt ends before anything is written, the second half way. */
function armFailingTwice({ resources }: Awaited<ReturnType<typeof underEmbargo>>, attempts: number[]): void {
  const urgent = consumerOf('sendemailsurgent').queue;
  const connected = connectArming({ ...resources, chunkSize: 10 });
  const fail = async () => {
    throw new Error('the table does not answer');
  };
  const consume = consumeQueue(
    'arm-delivery',
    armMessageSchema,
    (message) => {
      attempts.push(Date.now());
      return armDelivery(
        {
          ...connected,
          enqueueChunks: async (_, messages, delaySeconds) => {
            for (const each of messages) sqs.send(urgent, JSON.stringify(each), { delaySeconds });
          },
          ...(attempts.length === 1 ? { readHead: fail } : {}),
          ...(attempts.length === 2 ? { createChunk: fail } : {}),
        },
        message,
      );
    },
    quiet,
  );
  void serve(consumerOf('armdelivery'), consume);
}

function sendOnto(
  sent: { at: number; to: string }[],
  { resources }: Awaited<ReturnType<typeof underEmbargo>>,
): void {
  const sending = {
    ...connectSending({
      ...resources,
      keys: someKeys,
      // Only its quota is used, and that is replaced below.
      ses: Object.create(null),
      publicUrl: 'https://news.example',
      sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
      skew: () => 0,
      newId: () => crypto.randomUUID(),
    }),
    readQuota: async () => ({ maxSendRate: 14, max24HourSend: -1, sentLast24Hours: 0 }),
    prepareMails:
      async () =>
      ({ email: to }: { email: string }) => ({
        from: 'press@news.example',
        to,
        raw: [],
        tags: {},
      }),
    async sendMail({ to }: { to: string }) {
      sent.push({ at: Date.now(), to });
      return { kind: 'sent' as const, sesMessageId: to };
    },
  };
  const consume = consumeQueue(
    'send-emails',
    sendMessageSchema,
    (message, deadline) => sendChunk(sending, message, deadline),
    quiet,
  );
  for (let worker = 0; worker < 3; worker++) void serve(consumerOf('sendemailsurgent'), consume);
}

it('an embargo lifts on time although arming it fails twice', async () => {
  const release = await underEmbargo();
  const attempts: number[] = [];
  const sent: { at: number; to: string }[] = [];
  armFailingTwice(release, attempts);
  sendOnto(sent, release);
  // The scheduler is precise to a minute, so this is the latest.
  setTimeout(
    () =>
      sqs.send(consumerOf('armdelivery').queue, JSON.stringify(release.general.message), { delaySeconds: 0 }),
    Date.parse(release.general.at) + minute - Date.now(),
  );
  await passUntil(embargo + minute);

  expect(attempts).toHaveLength(3);
  expect(attempts[2]).toBeLessThan(embargo);
  const first = Math.min(...sent.map(({ at }) => at));
  expect(first).toBeGreaterThanOrEqual(embargo);
  expect(first - embargo).toBeLessThanOrEqual(1000);
  expect(sent.map(({ to }) => to).toSorted()).toEqual(release.people.map(({ email }) => email).toSorted());
});
