import * as SQS from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { openQueue } from './open-queue.ts';

test('a message arrives with its attributes and its digest, and is gone once deleted', async () => {
  const { send, receive, remove, client, QueueUrl } = await openQueue();
  const attributes = {
    edition: { DataType: 'String', StringValue: 'embargoed' },
    chunk: { DataType: 'Number', StringValue: '3' },
    mark: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2]) },
  };
  const sent = await send('xin chào', { MessageAttributes: attributes });
  const [message] = await receive();
  expect(message).toMatchObject({
    Body: 'xin chào',
    MessageId: sent.MessageId,
    MD5OfBody: sent.MD5OfMessageBody,
  });
  expect(message?.MD5OfMessageAttributes).toBe(sent.MD5OfMessageAttributes);
  expect(message?.MessageAttributes?.edition?.StringValue).toBe('embargoed');
  expect(message?.Attributes?.ApproximateReceiveCount).toBe('1');
  await remove(message?.ReceiptHandle);
  const asked = { QueueUrl, AttributeNames: ['All' as const] };
  const { Attributes } = await client.send(new SQS.GetQueueAttributesCommand(asked));
  expect(Attributes).toMatchObject({
    ApproximateNumberOfMessages: '0',
    ApproximateNumberOfMessagesNotVisible: '0',
    QueueArn: 'arn:aws:sqs:us-east-1:000000000000:Small-Work',
  });
});

test('a message nobody deletes comes back, and after its last try goes to the dead-letter queue', async () => {
  const { receive, send, client, stack } = await openQueue();
  await send('stubborn');
  const [first] = await receive();
  expect(await receive()).toEqual([]);
  const [second] = await receive({ WaitTimeSeconds: 3 });
  expect(second?.MessageId).toBe(first?.MessageId);
  expect(second?.Attributes?.ApproximateReceiveCount).toBe('2');
  expect(await receive({ WaitTimeSeconds: 2 })).toEqual([]);
  const { Messages } = await client.send(
    new SQS.ReceiveMessageCommand({
      QueueUrl: stack.queueUrl('Small-Letters'),
      MessageSystemAttributeNames: ['All'],
    }),
  );
  expect(Messages?.[0]).toMatchObject({
    Body: 'stubborn',
    Attributes: { DeadLetterQueueSourceArn: 'arn:aws:sqs:us-east-1:000000000000:Small-Work' },
  });
});

test('a delayed message is not seen before its time and a waiting reader gets it at that moment', async () => {
  const { send, receive } = await openQueue();
  const at = Date.now();
  await send('later', { DelaySeconds: 1 });
  expect(await receive()).toEqual([]);
  expect(await receive({ WaitTimeSeconds: 5 })).toHaveLength(1);
  expect(Date.now() - at).toBeGreaterThanOrEqual(1000);
  expect(Date.now() - at).toBeLessThan(4000);
});

test('a queue may delay all its messages', async () => {
  const { send, receive } = await openQueue({ DelaySeconds: 1 });
  await send('later');
  expect(await receive()).toEqual([]);
  expect(await receive({ WaitTimeSeconds: 3 })).toHaveLength(1);
});

test('a waiting reader gets a message at once, and one who has gone takes none with him', async () => {
  const { send, receive, client, QueueUrl } = await openQueue({ VisibilityTimeout: 60 });
  const leaving = new AbortController();
  const left = client.send(new SQS.ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 10 }), {
    abortSignal: leaving.signal,
  });
  setTimeout(() => leaving.abort(), 50);
  await expect(left).rejects.toThrow();
  await new Promise((resolve) => setTimeout(resolve, 50));
  const waiting = receive({ WaitTimeSeconds: 10 });
  const at = Date.now();
  setTimeout(() => send('now'), 100);
  expect(await waiting).toHaveLength(1);
  expect(Date.now() - at).toBeLessThan(5000);
});

test('a reader may give a message back at once or keep it longer', async () => {
  const { send, receive, client, QueueUrl } = await openQueue();
  await send('a');
  const visible = async (seconds: number, ReceiptHandle: string | undefined) =>
    client.send(
      new SQS.ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: seconds }),
    );
  const [first] = await receive();
  await visible(0, first?.ReceiptHandle);
  const [second] = await receive();
  expect(second?.Body).toBe('a');
  await visible(30, second?.ReceiptHandle);
  expect(await receive({ WaitTimeSeconds: 1 })).toEqual([]);
  await expect(visible(1, 'never')).rejects.toMatchObject({ name: 'ReceiptHandleIsInvalid' });
});

test('ten go at once, each with its own answer', async () => {
  const { client, QueueUrl, receive } = await openQueue();
  const entries: SQS.SendMessageBatchRequestEntry[] = Array.from({ length: 10 }, (_, i) => ({
    Id: `m${i}`,
    MessageBody: `${i}`,
  }));
  const Entries = entries.with(3, { Id: 'm3', MessageBody: 'x', DelaySeconds: 901 });
  const sent = await client.send(new SQS.SendMessageBatchCommand({ QueueUrl, Entries }));
  expect(sent.Successful).toHaveLength(9);
  expect(sent.Failed).toMatchObject([{ Id: 'm3', SenderFault: true }]);
  const messages = await receive();
  const receipts = messages.map(({ ReceiptHandle }, i) => ({ Id: `${i}`, ReceiptHandle }));
  const { Successful } = await client.send(
    new SQS.DeleteMessageBatchCommand({ QueueUrl, Entries: receipts }),
  );
  expect(Successful).toHaveLength(9);
  const twice = [entries[0], entries[0]].filter((entry) => entry !== undefined);
  await expect(
    client.send(new SQS.SendMessageBatchCommand({ QueueUrl, Entries: twice })),
  ).rejects.toMatchObject({
    name: 'BatchEntryIdsNotDistinct',
  });
});

test('an unknown queue and an operation that is not served are refused by name', async () => {
  const { client, QueueUrl, send } = await openQueue();
  await expect(client.send(new SQS.GetQueueUrlCommand({ QueueName: 'nobodys' }))).rejects.toMatchObject({
    name: 'QueueDoesNotExist',
  });
  await expect(send('x'.repeat(1_048_577))).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  const permission = { QueueUrl, Label: 'all', AWSAccountIds: ['1'], Actions: ['*'] };
  await expect(client.send(new SQS.AddPermissionCommand(permission))).rejects.toMatchObject({
    name: 'UnsupportedOperation',
    $metadata: { httpStatusCode: 501 },
  });
  const { QueueUrls } = await client.send(new SQS.ListQueuesCommand({ QueueNamePrefix: 'Small-W' }));
  expect(QueueUrls).toEqual([QueueUrl]);
  await send('gone');
  await client.send(new SQS.PurgeQueueCommand({ QueueUrl }));
  const counted = { QueueUrl, AttributeNames: ['ApproximateNumberOfMessages' as const] };
  const { Attributes } = await client.send(new SQS.GetQueueAttributesCommand(counted));
  expect(Attributes).toEqual({ ApproximateNumberOfMessages: '0' });
});
