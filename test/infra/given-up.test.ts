import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { tryAgain } from '../../functions/_shared/runtime/try-again.ts';
import { localAccount } from '../../infra/local/cloud/account.ts';
import { Queues } from '../../infra/local/cloud/queues.ts';
import { State } from '../../infra/local/cloud/state.ts';
import {
  type Consumer,
  consumers,
  context,
  eventOf,
  isLeft,
  passUntil,
  queues,
  retrying,
} from './production-queues.ts';

/** Consumers that never succeed. */

const forever = () => new Promise<never>(() => undefined);

/** The process of a function ends: by the end of its work, or because it is killed after `seconds`. */
async function passUntilEnd(work: Promise<unknown>, seconds: number): Promise<void> {
  const kill = new Promise<void>((resolve) => setTimeout(resolve, seconds * 1000));
  await passUntil(Promise.race([work, kill]));
  // What was killed says nothing any more.
  vi.clearAllTimers();
}

type Fate = 'throws' | 'is killed at once' | 'never ends';

/** Works on a message that always fails in the same way until it is in the dead letters. */
async function giveUp(
  sqs: Queues,
  { queue, workQueues, timeoutSeconds }: Consumer,
  fate: Fate,
): Promise<{ minutes: number; waits: number[] }> {
  const begun: number[] = [];
  sqs.send(queue, 'poison', { delaySeconds: 0 });
  const startedAt = Date.now();
  while (isLeft(sqs, queue)) {
    const [message] = await passUntil(sqs.receive(queue, { limit: 1, waitSeconds: 5 }));
    if (message) {
      const handler = tryAgain(retrying(sqs), workQueues, async () => {
        begun.push(Date.now());
        return fate === 'throws' ? { batchItemFailures: [{ itemIdentifier: message.id }] } : forever();
      });
      await passUntilEnd(
        handler(eventOf(queue, message), context),
        fate === 'never ends' ? timeoutSeconds : 1,
      );
    }
  }
  const waits = begun.slice(1).map((at, i) => Math.round((at - (begun[i] ?? 0)) / 1000));
  return { minutes: (Date.now() - startedAt) / 60_000, waits };
}

describe('a message that fails every time', () => {
  let directory: string;
  let sqs: Queues;
  let state: State;
  beforeEach(() => {
    vi.useFakeTimers({ now: new Date('2026-03-01T08:00:00Z') });
    directory = mkdtempSync(path.join(tmpdir(), 'given-up-'));
    state = new State(path.join(directory, 'state.db'));
    sqs = new Queues(state, localAccount, Date.now);
    for (const { name, settings } of queues) sqs.define(name, settings);
  });
  afterEach(() => {
    vi.useRealTimers();
    state.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it('is in all queues of the template', () => {
    expect(consumers.length).toBe(queues.filter(({ settings }) => settings.redrive).length);
    expect(consumers.length).toBeGreaterThan(6);
  });

  for (const consumer of consumers) {
    const inTime = async (fate: Fate) => {
      const { minutes, waits } = await giveUp(sqs, consumer, fate);
      // Two more minutes are left for the alarm.
      expect(minutes).toBeLessThan(13);
      const [letter] = await sqs.receive(deadLettersOf(consumer), { limit: 1, waitSeconds: 0 });
      expect(letter?.body).toBe('poison');
      return { minutes, waits };
    };
    describe(consumer.queue, () => {
      it('is tried again in seconds, for some minutes, and set aside within a quarter of an hour', async () => {
        const { minutes, waits } = await inTime('throws');
        expect(waits[0]).toBeLessThanOrEqual(3);
        expect(minutes).toBeGreaterThan(5);
      });

      it('is tried again within a minute if it kills its function, and set aside too', async () => {
        const { minutes, waits } = await inTime('is killed at once');
        expect(Math.max(...waits)).toBeLessThanOrEqual(60);
        expect(minutes).toBeGreaterThan(5);
      });

      it('is set aside too if its work never ends', async () => {
        await inTime('never ends');
      });
    });
  }
});

function deadLettersOf({ queue }: Consumer): string {
  const redrive = queues.find(({ name }) => name === queue)?.settings.redrive;
  return redrive?.deadLetterTargetArn.split(':').at(-1) ?? '';
}
