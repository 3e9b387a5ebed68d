import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { vi } from 'vitest';
import { workQueuesSchema } from '../../functions/_shared/domain/retry.ts';
import type { HiddenMessage } from '../../functions/_shared/runtime/try-again.ts';
import { configuration } from '../../infra/configuration.ts';
import { localAccount, queueUrls } from '../../infra/local/cloud/account.ts';
import type { Queues, ReceivedMessage } from '../../infra/local/cloud/queues.ts';
import { readResources } from '../../infra/local/cloud/template.ts';
import { templateSchema } from '../../infra/local/cloud/template-values.ts';
import { NewsroomStack } from '../../infra/newsroom-stack.ts';

/** The queues of the production template and their consumers, on a simulated clock. */

const stack = new NewsroomStack(new App(), 'Newsroom', {
  ...configuration('production'),
  codeOf: () => Code.fromAsset('test/infra'),
});
const template = templateSchema.parse(Template.fromStack(stack).toJSON());
const bundles = Object.values(template.Resources).flatMap(({ Properties: { Code } }) =>
  typeof Code === 'object' && Code && 'S3Key' in Code ? [String(Code.S3Key).replace('.zip', '')] : [],
);
const resources = readResources(template, new Map(bundles.map((hash) => [hash, 'test/infra'])), {
  ...localAccount,
  stackName: 'Newsroom',
  queueUrl: queueUrls('http://127.0.0.1:1', localAccount),
  webAddress: 'http://127.0.0.1:1',
});

export const { queues } = resources;
const { functions, eventSources } = resources;

/** One consumer of each queue: how long it may run, and how it tries again. */
export const consumers = eventSources.map(({ queue, functionName }) => {
  const consumer = functions.find(({ name }) => name === functionName);
  if (!consumer) throw new Error(`no function ${functionName}`);
  const workQueues = workQueuesSchema.parse(consumer.environment.WORK_QUEUES);
  return { queue, workQueues, timeoutSeconds: consumer.timeoutSeconds };
});
export type Consumer = (typeof consumers)[number];

export const eventOf = (queue: string, message: ReceivedMessage) => ({
  Records: [
    {
      messageId: message.id,
      receiptHandle: message.receipt,
      body: message.body,
      eventSourceARN: `arn:aws:sqs:us-east-1:1:${queue}`,
      attributes: {
        ApproximateReceiveCount: String(message.receiveCount),
        ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
      },
    },
  ],
});

export const context = { getRemainingTimeInMillis: () => 60_000 };
/** Lets the simulated time pass until something has happened. */
export async function passUntil<T>(happened: Promise<T>): Promise<T> {
  let isOver = false;
  const over = () => (isOver = true);
  happened.then(over, over);
  await vi.advanceTimersByTimeAsync(0);
  while (!isOver) await vi.advanceTimersToNextTimerAsync();
  return happened;
}

/** What `tryAgain` needs, without chance. */
export const retrying = (sqs: Queues) => ({
  hideMessages: async (_: string, hidden: readonly HiddenMessage[]) => {
    for (const { receiptHandle, seconds } of hidden) sqs.setVisibility(receiptHandle, seconds);
  },
  now: Date.now,
  random: () => 0,
  log: () => undefined,
});

export function isLeft(sqs: Queues, queue: string): boolean {
  return Object.values(sqs.counts(queue)).some((count) => count > 0);
}
