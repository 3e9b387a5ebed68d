import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { heldSeconds } from '../../../../functions/_shared/domain/retry.ts';
import { type HiddenMessage, tryAgain } from '../../../../functions/_shared/runtime/try-again.ts';
import { leaseMilliseconds } from '../../../../functions/send-emails/work.ts';

const queue = {
  url: 'https://sqs.eu-west-1.amazonaws.com/1/arm',
  firstSeconds: 2,
  longestSeconds: 60,
  giveUpAfterSeconds: 540,
  isHeld: true,
};
const context = { getRemainingTimeInMillis: () => 60_000 };
const startedAt = Date.parse('2026-03-01T08:00:00Z');

const record = (id: string, tries = 1, firstReceivedAt = startedAt) => ({
  messageId: id,
  receiptHandle: `receipt of ${id}`,
  body: `body of ${id}`,
  eventSourceARN: 'arn:aws:sqs:eu-west-1:1:arm',
  attributes: {
    ApproximateReceiveCount: String(tries),
    ApproximateFirstReceiveTimestamp: String(firstReceivedAt),
  },
});

describe('the messages of a queue', () => {
  const hidden: (readonly HiddenMessage[])[] = [];
  const lines: Record<string, unknown>[] = [];
  const failing = (...ids: string[]) => ({ batchItemFailures: ids.map((id) => ({ itemIdentifier: id })) });
  const dependencies = {
    hideMessages: async (url: string, messages: readonly HiddenMessage[]) => {
      expect(url).toBe(queue.url);
      hidden.push(messages);
    },
    now: () => Date.now(),
    random: () => 0,
    log: (line: Record<string, unknown>) => void lines.push(line),
  };
  beforeEach(() => {
    vi.useFakeTimers({ now: startedAt });
    hidden.length = 0;
    lines.length = 0;
  });
  afterEach(() => vi.useRealTimers());

  it('come back after some seconds when they failed, later after each try, and never later than after a minute', async () => {
    for (const [tries, seconds] of [
      [1, 2],
      [2, 4],
      [3, 8],
      [6, 60],
      [1000, 60],
    ]) {
      const handler = tryAgain(dependencies, [{ ...queue, isHeld: false }], async () => failing('a'));
      expect(await handler({ Records: [record('a', tries), record('b')] }, context)).toEqual(failing('a'));
      expect(hidden.splice(0)).toEqual([[{ receiptHandle: 'receipt of a', seconds }]]);
    }
  });

  it('come back at different times when they failed together', async () => {
    let draw = 0;
    const handler = tryAgain(
      { ...dependencies, random: () => draw++ / 3 },
      [{ ...queue, isHeld: false }],
      async () => failing('a', 'b', 'c'),
    );
    await handler({ Records: [record('a', 6), record('b', 6), record('c', 6)] }, context);
    expect(hidden[0]?.map(({ seconds }) => seconds)).toEqual([60, 55, 50]);
  });

  it('are kept from other workers during long work, for less than a minute at a time', async () => {
    const handler = tryAgain(dependencies, [queue], async () => {
      expect(hidden, 'held before the work begins').toHaveLength(1);
      await vi.advanceTimersByTimeAsync(40_000);
      return failing();
    });
    await handler({ Records: [record('a'), record('b')] }, context);
    const both = [record('a'), record('b')].map(({ receiptHandle }) => ({ receiptHandle, seconds: 45 }));
    expect(hidden).toEqual([both, both, both]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(hidden, 'nothing more after the work').toHaveLength(3);
  });

  it('come back after seconds also when the whole call failed', async () => {
    const handler = tryAgain(dependencies, [queue], async () => {
      throw new TypeError('no such member');
    });
    await expect(handler({ Records: [record('a')] }, context)).rejects.toThrow('no such member');
    expect(hidden.at(-1)).toEqual([{ receiptHandle: 'receipt of a', seconds: 2 }]);
  });

  it('are not worked on after their deadline, and use up their tries at once', async () => {
    const seen: unknown[] = [];
    const handler = tryAgain(dependencies, [queue], async (event) => {
      seen.push(event);
      return failing();
    });
    const late = record('late', 3, startedAt - 541_000);
    expect(await handler({ Records: [late, record('new')] }, context)).toEqual(failing('late'));
    expect(JSON.stringify(seen)).toContain('body of new');
    expect(JSON.stringify(seen)).not.toContain('body of late');
    expect(hidden.at(-1)).toEqual([{ receiptHandle: 'receipt of late', seconds: 0 }]);
    expect(lines).toEqual([{ level: 'error', retry: 'given-up', messageId: 'late', tries: 3 }]);
  });

  it('of short work are tried after the deadline too: they may have waited for a free function', async () => {
    const handler = tryAgain(dependencies, [{ ...queue, isHeld: false }], async () => failing());
    expect(await handler({ Records: [record('a', 9, startedAt - 600_000)] }, context)).toEqual(failing());
  });

  it('are worked on although SQS does not answer', async () => {
    const handler = tryAgain(
      {
        ...dependencies,
        hideMessages: async () => {
          throw new TypeError('socket hang up');
        },
      },
      [queue],
      async () => failing('a'),
    );
    expect(await handler({ Records: [record('a')] }, context)).toEqual(failing('a'));
    expect(lines).toContainEqual({ level: 'warning', retry: 'unchanged', error: 'TypeError' });
  });
});

it('the chunk of a killed function goes on within a minute: its message comes back, and not before the chunk may be taken', () => {
  // A cold start and the poll take the rest.
  expect(heldSeconds).toBeLessThanOrEqual(50);
  expect(heldSeconds * 1000).toBeGreaterThan(leaseMilliseconds);
});
