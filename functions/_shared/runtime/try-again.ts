import * as z from 'zod';
import { beatSeconds, heldSeconds, type WorkQueue, waitAfter } from '../domain/retry.ts';
import type { Handler, Log } from './queue-consumer.ts';

/** The parts of an SQS event that decide when a message is tried again. The rest is passed on. */
const eventSchema = z.object({
  Records: z.array(
    z.looseObject({
      messageId: z.string(),
      receiptHandle: z.string(),
      eventSourceARN: z.string(),
      attributes: z.looseObject({
        ApproximateReceiveCount: z.coerce.number(),
        ApproximateFirstReceiveTimestamp: z.coerce.number(),
      }),
    }),
  ),
});
type Message = z.infer<typeof eventSchema>['Records'][number];

/** A message that stays invisible for `seconds` from now on. */
export interface HiddenMessage {
  receiptHandle: string;
  seconds: number;
}

export interface Dependencies {
  hideMessages: (queueUrl: string, messages: readonly HiddenMessage[]) => Promise<void>;
  /** Epoch milliseconds. */
  now: () => number;
  /** From 0 to 1. */
  random: () => number;
  log: Log;
}

/**
 * Decides when the messages of a queue are tried again. SQS alone would wait for the queue's visibility timeout, which
 * Lambda requires to be as long as the function's time, up to 15 minutes
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html). Therefore the function sets the timeout of
 * each message
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html):
 *
 * - Before long work to a short time, renewed during the work. When the function is killed, the message soon comes back.
 * - After a failure to some seconds, more after each try.
 * - After the deadline to zero, and no more work is done: the message uses up its allowed receives within seconds, and SQS
 *   moves it to the dead-letter queue. We do not move it ourselves, because then a redrive would not know its queue.
 */
export function tryAgain(dependencies: Dependencies, queues: readonly WorkQueue[], handle: Handler): Handler {
  return async (event, context) => {
    const { Records } = eventSchema.parse(event);
    if (Records.length === 0) return { batchItemFailures: [] };
    const queue = queueOf(queues, Records);
    const isOver = (message: Message) => queue.isHeld && isPastDeadline(queue, message, dependencies.now());
    const due = Records.filter((message) => !isOver(message));
    const over = Records.filter(isOver);
    for (const message of over) logGivenUp(dependencies, message);
    try {
      const failed = due.length === 0 ? [] : await work(dependencies, queue, due, handle, context);
      const failures = [...failed, ...over];
      await giveBack(dependencies, queue, failures);
      return { batchItemFailures: failures.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    } catch (error) {
      // Lambda takes every message of the batch for failed.
      await giveBack(dependencies, queue, Records);
      throw error;
    }
  };
}

function queueOf(queues: readonly WorkQueue[], [first]: readonly Message[]): WorkQueue {
  const name = (address = '', separator: string) => address.slice(address.lastIndexOf(separator) + 1);
  const found = queues.find(({ url }) => name(url, '/') === name(first?.eventSourceARN, ':'));
  if (!found) throw new Error(`WORK_QUEUES does not name ${first?.eventSourceARN}`);
  return found;
}

function isPastDeadline({ giveUpAfterSeconds }: WorkQueue, { attributes }: Message, now: number): boolean {
  return now - attributes.ApproximateFirstReceiveTimestamp > giveUpAfterSeconds * 1000;
}

/** Returns the messages that failed. The messages are held until the work has ended. */
async function work(
  dependencies: Dependencies,
  queue: WorkQueue,
  messages: readonly Message[],
  handle: Handler,
  context: Parameters<Handler>[1],
): Promise<Message[]> {
  const letGo = queue.isHeld ? await hold(dependencies, queue, messages) : async () => undefined;
  try {
    const { batchItemFailures } = await handle({ Records: messages }, context);
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    return messages.filter(({ messageId }) => failed.has(messageId));
  } finally {
    await letGo();
  }
}

/** Keeps the messages invisible for a short time again and again. Returns a function that ends this. */
async function hold(
  dependencies: Dependencies,
  queue: WorkQueue,
  messages: readonly Message[],
): Promise<() => Promise<void>> {
  const beat = () => hide(dependencies, queue, messages, () => heldSeconds);
  // Awaited, so that it is done before anything can kill the work.
  await beat();
  let lastBeat = Promise.resolve();
  const timer = setInterval(() => {
    lastBeat = beat();
  }, beatSeconds * 1000);
  return async () => {
    clearInterval(timer);
    // A late beat would overwrite the wait after a failure.
    await lastBeat;
  };
}

function giveBack(dependencies: Dependencies, queue: WorkQueue, messages: readonly Message[]): Promise<void> {
  return hide(dependencies, queue, messages, (message) =>
    isPastDeadline(queue, message, dependencies.now())
      ? 0
      : waitAfter(queue, message.attributes.ApproximateReceiveCount, dependencies.random()),
  );
}

/** If SQS refuses, the message comes back later than it should, and nothing else is wrong. */
async function hide(
  { hideMessages, log }: Dependencies,
  queue: WorkQueue,
  messages: readonly Message[],
  secondsOf: (message: Message) => number,
): Promise<void> {
  if (messages.length === 0) return;
  const hidden = messages.map((message) => ({
    receiptHandle: message.receiptHandle,
    seconds: secondsOf(message),
  }));
  try {
    await hideMessages(queue.url, hidden);
  } catch (error) {
    log({ level: 'warning', retry: 'unchanged', error: error instanceof Error ? error.name : 'unknown' });
  }
}

function logGivenUp({ log }: Dependencies, { messageId, attributes }: Message): void {
  log({ level: 'error', retry: 'given-up', messageId, tries: attributes.ApproximateReceiveCount });
}
