import * as z from 'zod';
import type { Account } from './account.ts';
import { type Invocation, isInterrupted, isThrottled } from './lambda.ts';
import type { ReceivedMessage } from './queues.ts';
import { messageAttributes, systemAttributes } from './sqs.ts';

/** An event source mapping of the template: how the messages of a queue reach a function. */
export type EventSource = {
  queue: string;
  functionName: string;
  batchSize: number;
  windowSeconds: number;
  reportsFailures: boolean;
  /** Number of concurrent batches. */
  concurrency: number;
};

/** An event source, and how long a message of its queue stays invisible. */
export type PolledSource = EventSource & { visibilitySeconds: number };

/** The interface of a queue for the poller, for the embedded and for an external SQS. */
export type PolledQueue = {
  receive: (limit: number, waitSeconds: number, signal: AbortSignal) => Promise<ReceivedMessage[]>;
  remove: (messages: readonly ReceivedMessage[]) => Promise<void>;
  /** Their consumer has failed. They come back when their visibility timeout ends. */
  giveBack: (messages: readonly ReceivedMessage[]) => Promise<void>;
};

export type Poller = { stop: () => Promise<void> };

const responseSchema = z
  .object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string().min(1) })).nullish() })
  .nullish()
  .or(z.literal(''));

const longPollSeconds = 20;
/** Between two tries of a throttled batch. AWS does not say how long it waits. */
const firstBackoffMilliseconds = 200;
const longestBackoffMilliseconds = 5000;
const pauseAfterErrorMilliseconds = 500;

/**
 * After each half second in which the queue keeps its function busy, one more batch runs concurrently. Lambda scales
 * faster, but here a cold start costs as much as processing a few messages, plus the memory of another environment.
 */
const scaleMilliseconds = 500;
/** If a receive call waited this long, the queue was empty. */
const quietMilliseconds = 100;

/**
 * Feeds a queue to a function until stopped. Messages that the function did not report as failed are removed from the
 * queue.
 */
export function startPolling(
  source: PolledSource,
  queue: PolledQueue,
  account: Account,
  invoke: (event: unknown) => Promise<Invocation>,
  onError: (error: unknown) => void,
): Poller {
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();

  const deliver = async (batch: readonly ReceivedMessage[]) => {
    const event = { Records: batch.map((message) => recordOf(message, source, account)) };
    const invocation = await untilStarted(source, () => invoke(event), stopping.signal);
    // Its messages stay in flight: the next start makes them visible at once.
    if (isInterrupted(invocation)) return;
    const failed = failedIn(batch, invocation, source.reportsFailures);
    await queue.remove(batch.filter((message) => !failed.has(message)));
    await queue.giveBack([...failed]);
  };

  const poll = async () => {
    let busySince = Date.now();
    while (!stopping.signal.aborted) {
      const allowed = Math.min(
        source.concurrency,
        1 + Math.floor((Date.now() - busySince) / scaleMilliseconds),
      );
      if (running.size >= allowed) {
        const mayGrow = allowed < source.concurrency ? [pause(scaleMilliseconds)] : [];
        await Promise.race([...running, ...mayGrow]);
        continue;
      }
      try {
        const askedAt = Date.now();
        const isIdle = running.size === 0;
        const batch = await gather(source, queue, stopping.signal);
        if (isIdle && Date.now() - askedAt > quietMilliseconds) busySince = Date.now();
        if (batch.length > 0) track(running, deliver(batch).catch(onError));
      } catch (error) {
        if (stopping.signal.aborted) return;
        onError(error);
        await pause(pauseAfterErrorMilliseconds);
      }
    }
  };

  const polling = poll();
  return {
    stop: async () => {
      stopping.abort();
      await polling;
      await Promise.all(running);
    },
  };
}

/**
 * A throttled batch is tried again until its messages are visible again, and meanwhile takes the place of another batch
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html).
 */
async function untilStarted(
  { visibilitySeconds }: PolledSource,
  invoke: () => Promise<Invocation>,
  signal: AbortSignal,
): Promise<Invocation> {
  const until = Date.now() + visibilitySeconds * 1000;
  for (let wait = firstBackoffMilliseconds; ; wait = Math.min(2 * wait, longestBackoffMilliseconds)) {
    const invocation = await invoke();
    if (!isThrottled(invocation) || Date.now() + wait >= until || signal.aborted) return invocation;
    await pause(wait);
    if (signal.aborted) return invocation;
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function track(running: Set<Promise<void>>, work: Promise<void>): void {
  const tracked: Promise<void> = work.finally(() => running.delete(tracked));
  running.add(tracked);
}

/** Collects messages until the batch is full or its window ends. */
async function gather(
  source: EventSource,
  queue: PolledQueue,
  signal: AbortSignal,
): Promise<ReceivedMessage[]> {
  const batch = await queue.receive(source.batchSize, longPollSeconds, signal);
  const until = Date.now() + source.windowSeconds * 1000;
  while (batch.length > 0 && batch.length < source.batchSize && Date.now() < until && !signal.aborted) {
    const left = (until - Date.now()) / 1000;
    batch.push(...(await queue.receive(source.batchSize - batch.length, left, signal)));
  }
  return batch;
}

/** Reads the response as Lambda does: a failed call, an unknown id or an invalid report fails the whole batch. */
function failedIn(
  batch: readonly ReceivedMessage[],
  invocation: Invocation,
  reportsFailures: boolean,
): Set<ReceivedMessage> {
  if (!invocation.isSuccess) return new Set(batch);
  if (!reportsFailures) return new Set();
  const response = responseSchema.safeParse(invocation.payload);
  if (!response.success) return new Set(batch);
  const failures = (response.data || undefined)?.batchItemFailures ?? [];
  const named = failures.map(({ itemIdentifier }) => batch.find((message) => message.id === itemIdentifier));
  return new Set(named.every((message) => message !== undefined) ? named : batch);
}

function recordOf(message: ReceivedMessage, source: EventSource, { account, region }: Account): object {
  const attributes = Object.entries(messageAttributes(message)).map(([name, attribute]) => [
    name,
    {
      stringValue: attribute.StringValue,
      binaryValue: attribute.BinaryValue,
      dataType: attribute.DataType,
      stringListValues: [],
      binaryListValues: [],
    },
  ]);
  return {
    messageId: message.id,
    receiptHandle: message.receipt,
    body: message.body,
    attributes: systemAttributes(message),
    messageAttributes: Object.fromEntries(attributes),
    md5OfBody: message.md5,
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:${region}:${account}:${source.queue}`,
    awsRegion: region,
  };
}
