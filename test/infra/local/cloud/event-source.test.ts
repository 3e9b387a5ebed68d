import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { localAccount } from '../../../../infra/local/cloud/account.ts';
import { type PolledSource, startPolling } from '../../../../infra/local/cloud/event-source.ts';
import { type Invocation, throttledInvocation } from '../../../../infra/local/cloud/lambda.ts';
import type { ReceivedMessage } from '../../../../infra/local/cloud/queues.ts';

const source: PolledSource = {
  queue: 'work',
  functionName: 'worker',
  batchSize: 1,
  windowSeconds: 0,
  reportsFailures: true,
  concurrency: 3,
  visibilitySeconds: 30,
};

function message(id: string): ReceivedMessage {
  const at = { sentAt: 0, firstReceivedAt: 0, receiveCount: 1 };
  return { ...at, id, receipt: `r${id}`, body: id, md5: '', attributes: null, deadLetterSource: null };
}

const succeeded = (payload: unknown): Invocation => ({
  functionName: 'worker',
  requestId: '',
  milliseconds: 0,
  isCold: false,
  isSuccess: true,
  payload,
});

/** Processes the messages. Returns the maximum number processed concurrently, and the result of each message. */
async function workOff(
  count: number,
  answer: () => Promise<Invocation>,
  changes: Partial<PolledSource> = {},
  settled = count,
) {
  const waiting = Array.from({ length: count }, (_, i) => message(String(i)));
  const removed: string[] = [];
  const retried: string[] = [];
  let running = 0;
  let most = 0;
  const poller = startPolling(
    { ...source, ...changes },
    {
      receive: async (limit) => {
        if (waiting.length === 0) await pause(20);
        return waiting.splice(0, limit);
      },
      remove: async (messages) => void removed.push(...messages.map(({ id }) => id)),
      giveBack: async (messages) => void retried.push(...messages.map(({ id }) => id)),
    },
    localAccount,
    async () => {
      running += 1;
      most = Math.max(most, running);
      const answered = await answer();
      running -= 1;
      return answered;
    },
    () => {},
  );
  onTestFinished(() => poller.stop());
  await expect.poll(() => removed.length + retried.length, { timeout: 15_000 }).toBe(settled);
  return { most, removed, retried };
}

const lasting =
  (milliseconds: number, payload: unknown = {}) =>
  async () => {
    await pause(milliseconds);
    return succeeded(payload);
  };

test('a short burst is worked off by one environment, a lasting one by as many as allowed and no more', async () => {
  expect((await workOff(4, lasting(1))).most).toBe(1);
  expect((await workOff(12, lasting(400))).most).toBe(3);
});

test.each([
  ['names one as failed', { batchItemFailures: [{ itemIdentifier: '1' }] }, ['0', '2'], ['1']],
  ['names none', { batchItemFailures: [] }, ['0', '1', '2'], []],
  ['says nothing', null, ['0', '1', '2'], []],
  [
    'names one that was not in the batch',
    { batchItemFailures: [{ itemIdentifier: 'x' }] },
    [],
    ['0', '1', '2'],
  ],
  ['names one without an id', { batchItemFailures: [{ itemIdentifier: '' }] }, [], ['0', '1', '2']],
  ['is no report', { batchItemFailures: 'all' }, [], ['0', '1', '2']],
])(
  'of a batch of three whose answer %s, what did not fail is removed and the rest tried again',
  async (_, payload, removed, retried) => {
    const outcome = await workOff(3, lasting(1, payload), { batchSize: 3 });
    expect(outcome).toMatchObject({ removed, retried });
  },
);

test('a function that fails, or does not report, decides for the whole batch', async () => {
  const error = { errorType: 'Error', errorMessage: '', trace: [] };
  const failed: Invocation = { ...succeeded(null), isSuccess: false, error };
  expect((await workOff(3, async () => failed, { batchSize: 3 })).retried).toHaveLength(3);
  const failures = { batchItemFailures: [{ itemIdentifier: '1' }] };
  const unread = await workOff(3, lasting(1, failures), { batchSize: 3, reportsFailures: false });
  expect(unread.removed).toHaveLength(3);
});

test('a batch that the account has no room for is not a failed one: it is tried again, and given back only when its messages are visible again', async () => {
  const refusals = [throttledInvocation('worker'), throttledInvocation('worker')];
  const relieved = await workOff(1, async () => refusals.pop() ?? succeeded({}));
  expect(relieved).toMatchObject({ removed: ['0'], retried: [] });
  const crowded = await workOff(1, async () => throttledInvocation('worker'), { visibilitySeconds: 1 });
  expect(crowded).toMatchObject({ removed: [], retried: ['0'] });
});

test('a message whose function was cut short by the end of the newsroom waits for nothing at the next start', async () => {
  const error = { errorType: 'Sandbox.Closed', errorMessage: '', trace: [] };
  const interrupted: Invocation = { ...succeeded(null), isSuccess: false, error };
  const answers = [interrupted, succeeded({})];
  const outcome = await workOff(2, async () => answers.shift() ?? succeeded({}), {}, 1);
  // Still in flight, as when the process is killed.
  expect(outcome).toMatchObject({ removed: ['1'], retried: [] });
});

test('a window gathers what comes within it into one batch', async () => {
  const seen: number[] = [];
  let asked = 0;
  const poller = startPolling(
    { ...source, batchSize: 10, windowSeconds: 1 },
    {
      receive: async () => {
        asked += 1;
        if (asked > 4) await pause(20);
        return asked <= 4 ? [message(String(asked))] : [];
      },
      remove: async () => {},
      giveBack: async () => {},
    },
    localAccount,
    async (event) => {
      seen.push(JSON.stringify(event).split('"messageId"').length - 1);
      return succeeded(null);
    },
    () => {},
  );
  onTestFinished(() => poller.stop());
  await expect.poll(() => seen, { timeout: 5000 }).toEqual([4]);
});
