import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, onTestFinished, test } from 'vitest';
import { type Consumed, sharesOf } from '../../../../infra/concurrency.ts';
import { type Template, templateSchema } from '../../../../infra/local/cloud/template-values.ts';
import { clientOptions, type OpenStack, openStack } from './open-stack.ts';
import { smallAssets, smallTemplateWithout } from './small-template.ts';

const assets = new Map([
  ...smallAssets,
  ['worker', fileURLToPath(new URL('./assets/worker', import.meta.url))] as const,
]);

const consuming = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      Resource: 'arn:aws:sqs:*:*:Small-*',
    },
  ],
};

const idOf = (queue: string) => queue.replaceAll('-', '');

/** A queue of this name with its function. */
function consumer(queue: string, maximum: number): Record<string, object> {
  const id = idOf(queue);
  return {
    [`${id}Queue`]: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 30 } },
    [`${id}Role`]: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
          ],
        },
        Policies: [{ PolicyName: 'Consuming', PolicyDocument: consuming }],
      },
    },
    [`${id}Function`]: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Code: { S3Key: 'worker.zip' },
        Role: { 'Fn::GetAtt': [`${id}Role`, 'Arn'] },
        Timeout: 20,
      },
    },
    [`${id}Mapping`]: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: { 'Fn::GetAtt': [`${id}Queue`, 'Arn'] },
        FunctionName: { Ref: `${id}Function` },
        BatchSize: 1,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: maximum },
      },
    },
  };
}

/** A page, and queues with the shares that they have in an account of this size. */
function templateFor(concurrency: number, queues: readonly Consumed[]): Template {
  const shares = sharesOf({ concurrency, sendersAtOnce: 10 });
  const page = smallTemplateWithout('RelayMapping', 'Relay00000006', 'Table00000005');
  const consumers = Object.assign({}, ...queues.map((queue) => consumer(queue, shares[queue])));
  return templateSchema.parse({ Resources: { ...page.Resources, ...consumers } });
}

async function fill(stack: OpenStack, queue: Consumed, messages: number, milliseconds: number) {
  const sqs = new SQSClient({ ...clientOptions, endpoint: stack.endpoints.sqs });
  const Entries = Array.from({ length: messages }, (_, i) => ({
    Id: String(i),
    MessageBody: String(milliseconds),
  }));
  const QueueUrl = stack.queueUrl(`Small-${idOf(queue)}Queue`);
  await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
}

async function pageOf(stack: OpenStack): Promise<string> {
  const server = createServer((request, response) => void stack.http.Api?.(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/u/abc`;
}

const inSending: Consumed[] = ['send-emails', 'send-emails-urgent', 'compose-emails', 'track-delivery'];
const everything: Consumed[] = [...inSending, 'accept-release', 'import-contacts', 'arm-delivery', 'watch'];

const runningIn = async (stack: OpenStack) => (await stack.activity()).invocations;

test.each([
  { concurrency: 10, queues: inSending, what: 'what a release that goes out fills' },
  { concurrency: 18, queues: everything, what: 'every queue' },
])(
  'in an account of $concurrency, with $what full, a journalist unsubscribes within a second and bounces are heard',
  { timeout: 25_000 },
  async ({ concurrency, queues }) => {
    const template = templateFor(concurrency, queues);
    const stack = await openStack({ template, assets, concurrentExecutions: concurrency });
    const page = await pageOf(stack);
    // A cold start shares this machine's cores with those of all queues, which it would not on AWS.
    expect((await fetch(page)).status).toBe(200);
    for (const queue of queues) await fill(stack, queue, 10, queue === 'track-delivery' ? 1000 : 4000);
    const filledAt = Date.now();
    await expect.poll(() => runningIn(stack), { timeout: 10_000 }).toBeGreaterThan(2 * queues.length - 3);
    // Each queue takes one more execution every half second: long enough for one without a limit to take all.
    while (Date.now() - filledAt < 4000) {
      const askedAt = Date.now();
      expect((await fetch(page, { method: 'POST' })).status).toBe(200);
      expect(Date.now() - askedAt).toBeLessThan(1000);
      await pause(100);
    }
    const tracked = async () => (await stack.activity()).queues['Small-trackdeliveryQueue'];
    await expect.poll(tracked, { timeout: 8000 }).toMatchObject({ visible: 0, inFlight: 0 });
    expect(await runningIn(stack)).toBeGreaterThan(2);
    expect(stack.invocations.filter(({ isSuccess }) => !isSuccess)).toEqual([]);
  },
);

test('an account without room answers a page with an error, counts it, and works on when there is room', async () => {
  const template = templateFor(10, ['send-emails']);
  const stack = await openStack({ template, assets, concurrentExecutions: 1 });
  const page = await pageOf(stack);
  await fill(stack, 'send-emails', 2, 1200);
  await expect.poll(() => runningIn(stack)).toBe(1);
  expect((await fetch(page)).status).toBe(500);
  await expect
    .poll(() => stack.invocations.filter(({ isSuccess }) => isSuccess).length, { timeout: 8000 })
    .toBe(2);
  const throttled = stack.invocations.filter(({ isSuccess }) => !isSuccess);
  expect(throttled).toContainEqual(
    expect.objectContaining({
      functionName: 'Small-Page',
      error: expect.objectContaining({ errorType: 'TooManyRequestsException' }),
    }),
  );
  expect((await fetch(page)).status).toBe(200);
});
