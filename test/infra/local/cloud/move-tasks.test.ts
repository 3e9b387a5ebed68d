import * as SQS from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { openQueue } from './open-queue.ts';

const letters = 'arn:aws:sqs:us-east-1:000000000000:Small-Letters';
const work = 'arn:aws:sqs:us-east-1:000000000000:Small-Work';

/** A queue that dead-letters a message at the second receive, with `count` dead letters. */
async function openLetters(count: number) {
  const opened = await openQueue({
    VisibilityTimeout: 0,
    RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Letters', 'Arn'] }, maxReceiveCount: 1 },
  });
  const { client, send, receive } = opened;
  for (let i = 0; i < count; i += 1) await send(`letter ${i}`);
  while ((await receive()).length > 0);
  const start = (more: Partial<SQS.StartMessageMoveTaskCommandInput> = {}) =>
    client.send(new SQS.StartMessageMoveTaskCommand({ SourceArn: letters, ...more }));
  const list = async (SourceArn = letters) =>
    (await client.send(new SQS.ListMessageMoveTasksCommand({ SourceArn, MaxResults: 10 }))).Results;
  const cancel = (TaskHandle: string | undefined) =>
    client.send(new SQS.CancelMessageMoveTaskCommand({ TaskHandle }));
  return { ...opened, start, list, cancel };
}

test('dead letters return to their source queue as new messages', async () => {
  const { start, list, receive } = await openLetters(3);
  await start();
  await expect.poll(async () => (await list())?.[0]?.Status).toBe('COMPLETED');
  expect(await list()).toMatchObject([
    { SourceArn: letters, ApproximateNumberOfMessagesMoved: 3, ApproximateNumberOfMessagesToMove: 3 },
  ]);
  const back = await receive({ VisibilityTimeout: 30 });
  expect(back.map(({ Body }) => Body).sort()).toEqual(['letter 0', 'letter 1', 'letter 2']);
  expect(back[0]?.Attributes?.ApproximateReceiveCount).toBe('1');
});

test('a slow redrive can be followed and cancelled; messages that were moved stay moved', async () => {
  const { start, list, cancel } = await openLetters(4);
  const { TaskHandle } = await start({ DestinationArn: work, MaxNumberOfMessagesPerSecond: 1 });
  expect(await list()).toMatchObject([
    { Status: 'RUNNING', TaskHandle, DestinationArn: work, MaxNumberOfMessagesPerSecond: 1 },
  ]);
  await expect(start()).rejects.toMatchObject({
    message:
      'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
  });
  await expect
    .poll(async () => (await list())?.[0]?.ApproximateNumberOfMessagesMoved, { timeout: 4000 })
    .toBe(1);
  expect((await cancel(TaskHandle)).ApproximateNumberOfMessagesMoved).toBe(1);
  const [after] = (await list()) ?? [];
  expect(after).toMatchObject({ Status: 'CANCELLED', ApproximateNumberOfMessagesMoved: 1 });
  expect(after?.TaskHandle).toBeUndefined();
});

test('messages are only moved from a dead-letter queue, and only to a queue that exists', async () => {
  const { start, list, cancel } = await openLetters(0);
  await expect(start({ SourceArn: work })).rejects.toMatchObject({
    message: 'Source queue must be configured as a Dead Letter Queue.',
    $metadata: { httpStatusCode: 400 },
  });
  const nowhere = { name: 'ResourceNotFoundException', $metadata: { httpStatusCode: 404 } };
  await expect(start({ SourceArn: `${letters}x` })).rejects.toMatchObject(nowhere);
  await expect(start({ DestinationArn: `${work}x` })).rejects.toMatchObject(nowhere);
  await expect(list(`${letters}x`)).rejects.toMatchObject(nowhere);
  await expect(cancel('bm8gdGFzaw==')).rejects.toMatchObject({
    message: 'Value for parameter TaskHandle is invalid.',
  });
});

test('a message that somebody put into the dead-letter queue by hand has no source queue to return to', async () => {
  const { start, list, client, stack } = await openLetters(0);
  const QueueUrl = stack.queueUrl('Small-Letters');
  await client.send(new SQS.SendMessageCommand({ QueueUrl, MessageBody: 'by hand' }));
  await start();
  await expect.poll(async () => (await list())?.[0]?.Status).toBe('FAILED');
  expect((await list())?.[0]?.FailureReason).toBe('CouldNotDetermineMessageSource');
});
