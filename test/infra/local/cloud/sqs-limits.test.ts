import * as SQS from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { openQueue } from './open-queue.ts';

const mebibyte = 1_048_576;

test('a message of one mebibyte, attributes included, is accepted; one byte more is refused', async () => {
  const { send } = await openQueue();
  await send('x'.repeat(mebibyte));
  const MessageAttributes = { a: { DataType: 'String', StringValue: 'bb' } };
  await send('x'.repeat(mebibyte - 9), { MessageAttributes });
  const message = 'One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.';
  await expect(send('x'.repeat(mebibyte - 8), { MessageAttributes })).rejects.toMatchObject({ message });
});

test('a batch is limited as a whole: ten entries, one mebibyte, unique ids of at most eighty plain characters', async () => {
  const { client, QueueUrl, receive } = await openQueue();
  const batch = (...entries: [id: string, body: string][]) =>
    client.send(
      new SQS.SendMessageBatchCommand({
        QueueUrl,
        Entries: entries.map(([Id, MessageBody]) => ({ Id, MessageBody })),
      }),
    );
  await expect(batch(['a', 'x'.repeat(mebibyte - 1)], ['b', 'yy'])).rejects.toMatchObject({
    name: 'BatchRequestTooLong',
    message: 'Batch requests cannot be longer than 1048576 bytes. You have sent 1048577 bytes.',
  });
  await expect(batch(['a b', 'x'])).rejects.toMatchObject({ name: 'InvalidBatchEntryId' });
  await expect(batch(['a'.repeat(81), 'x'])).rejects.toMatchObject({ name: 'InvalidBatchEntryId' });
  await expect(batch(['a', 'x'], ['a', 'y'])).rejects.toMatchObject({ name: 'BatchEntryIdsNotDistinct' });
  expect(await receive()).toEqual([]);
});

test('a value out of bounds is refused with the error message of SQS', async () => {
  const { send, receive, client, QueueUrl, remove } = await openQueue();
  const valueOfParameter = (parameter: string) => ({
    message: expect.stringMatching(new RegExp(`for parameter ${parameter} is invalid`)),
    $metadata: { httpStatusCode: 400 },
  });
  await expect(receive({ MaxNumberOfMessages: 11 })).rejects.toMatchObject({
    message:
      'Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.',
  });
  await expect(receive({ WaitTimeSeconds: 21 })).rejects.toMatchObject(valueOfParameter('WaitTimeSeconds'));
  await expect(send('x', { DelaySeconds: 901 })).rejects.toMatchObject(valueOfParameter('DelaySeconds'));
  await expect(send('')).rejects.toMatchObject({
    message: 'The request must contain the parameter MessageBody.',
  });
  await expect(send('bell \u0007')).rejects.toMatchObject({ name: 'InvalidMessageContents' });
  const many = Object.fromEntries(
    Array.from({ length: 11 }, (_, i) => [`a${i}`, { DataType: 'String', StringValue: 'b' }]),
  );
  await expect(send('x', { MessageAttributes: many })).rejects.toMatchObject({
    message: 'Number of message attributes [11] exceeds the allowed maximum [10].',
  });
  const empty = { a: { DataType: 'String', StringValue: '' } };
  await expect(send('x', { MessageAttributes: empty })).rejects.toMatchObject({
    message: "Message (user) attribute 'a' must contain a non-empty value of type 'String'.",
  });
  await expect(remove('never')).rejects.toMatchObject({ name: 'ReceiptHandleIsInvalid' });
  await send('once');
  const [{ ReceiptHandle } = {}] = await receive();
  await remove(ReceiptHandle);
  await remove(ReceiptHandle);
  const later = { QueueUrl, ReceiptHandle, VisibilityTimeout: 5 };
  await expect(client.send(new SQS.ChangeMessageVisibilityCommand(later))).rejects.toMatchObject(
    valueOfParameter('ReceiptHandle'),
  );
});

test('a script can create, change, tag and delete a queue', async () => {
  const { client } = await openQueue();
  const create = (Attributes: Record<string, string>, QueueName = 'extra') =>
    client.send(new SQS.CreateQueueCommand({ QueueName, Attributes, tags: { team: 'press' } }));
  const { QueueUrl } = await create({ VisibilityTimeout: '7' });
  await create({ VisibilityTimeout: '7' });
  await expect(create({ VisibilityTimeout: '8' })).rejects.toMatchObject({ name: 'QueueNameExists' });
  await expect(create({}, 'two words')).rejects.toMatchObject({
    message: expect.stringMatching(/Can only include alphanumeric characters, hyphens, or underscores/),
  });
  const set = (Attributes: Record<string, string>) =>
    client.send(new SQS.SetQueueAttributesCommand({ QueueUrl, Attributes }));
  await set({ DelaySeconds: '3' });
  await expect(set({ DelaySeconds: '901' })).rejects.toMatchObject({ name: 'InvalidAttributeValue' });
  await expect(set({ Speed: '1' })).rejects.toMatchObject({ name: 'InvalidAttributeName' });
  const asked = { QueueUrl, AttributeNames: ['All' as const] };
  const { Attributes } = await client.send(new SQS.GetQueueAttributesCommand(asked));
  expect(Attributes).toMatchObject({
    VisibilityTimeout: '7',
    DelaySeconds: '3',
    MaximumMessageSize: '1048576',
  });
  await client.send(new SQS.TagQueueCommand({ QueueUrl, Tags: { stage: 'local' } }));
  await client.send(new SQS.UntagQueueCommand({ QueueUrl, TagKeys: ['team'] }));
  const { Tags } = await client.send(new SQS.ListQueueTagsCommand({ QueueUrl }));
  expect(Tags).toEqual({ stage: 'local' });
  await client.send(new SQS.DeleteQueueCommand({ QueueUrl }));
  await expect(client.send(new SQS.ListQueueTagsCommand({ QueueUrl }))).rejects.toMatchObject({
    name: 'QueueDoesNotExist',
  });
});

test('a queue can be purged at most once a minute', async () => {
  const { client, QueueUrl } = await openQueue();
  const purge = () => client.send(new SQS.PurgeQueueCommand({ QueueUrl }));
  await purge();
  await expect(purge()).rejects.toMatchObject({ name: 'PurgeQueueInProgress' });
});
