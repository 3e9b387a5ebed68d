import * as S3 from '@aws-sdk/client-s3';
import * as SQS from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, test } from 'vitest';
import { localAccount } from '../../../../infra/local/cloud/account.ts';
import { externalQueues } from '../../../../infra/local/cloud/external-queues.ts';
import { queueSettingsSchema } from '../../../../infra/local/cloud/queues.ts';
import { State } from '../../../../infra/local/cloud/state.ts';
import { createBucket } from '../../../../infra/local/cloud/stores.ts';

const notification = {
  bucket: 'newsroom',
  event: 's3:ObjectCreated:*',
  prefix: 'releases/',
  suffix: '',
  queueArn: 'arn:aws:sqs:us-east-1:000000000000:intake',
};

test("another service's missing bucket is created with its versions and notifications", async () => {
  const s3 = mockClient(S3.S3Client);
  const $metadata = { httpStatusCode: 404 };
  s3.on(S3.HeadBucketCommand).rejects(new S3.NotFound({ message: '', $metadata }));
  await createBucket('http://127.0.0.1:1', localAccount, { name: 'newsroom', isVersioned: true }, [
    notification,
  ]);
  expect(s3.commandCalls(S3.CreateBucketCommand)).toHaveLength(1);
  expect(s3.commandCalls(S3.PutBucketVersioningCommand)[0]?.args[0].input).toMatchObject({
    VersioningConfiguration: { Status: 'Enabled' },
  });
  const configured = s3.commandCalls(S3.PutBucketNotificationConfigurationCommand)[0]?.args[0].input;
  expect(configured?.NotificationConfiguration?.QueueConfigurations).toMatchObject([
    { QueueArn: notification.queueArn, Events: ['s3:ObjectCreated:*'] },
  ]);
  s3.restore();
});

test('a bucket that is there already is left as its owner set it up', async () => {
  const s3 = mockClient(S3.S3Client);
  s3.on(S3.HeadBucketCommand).resolves({});
  await createBucket('http://127.0.0.1:1', localAccount, { name: 'newsroom', isVersioned: true }, [
    notification,
  ]);
  expect(s3.calls()).toHaveLength(1);
  s3.restore();
});

test("another service's missing queues are created, and what waits for them is sent until they take it", async () => {
  const sqs = mockClient(SQS.SQSClient);
  const missing = new SQS.QueueDoesNotExist({ message: '', $metadata: {} });
  sqs.on(SQS.GetQueueUrlCommand).rejects(missing).on(SQS.CreateQueueCommand).resolves({});
  sqs.on(SQS.SendMessageCommand).rejectsOnce(new Error('not now')).resolves({});
  const state = new State(':memory:');
  const errors: unknown[] = [];
  const queues = externalQueues('http://127.0.0.1:1', localAccount, state, (error) => errors.push(error));
  const redrive = { maxReceiveCount: 3, deadLetterTargetArn: 'arn:aws:sqs:us-east-1:000000000000:letters' };
  await queues.prepare([
    { id: 'Intake', name: 'intake', settings: queueSettingsSchema.parse({ redrive }) },
    { id: 'Letters', name: 'letters', settings: queueSettingsSchema.parse({}) },
  ]);
  const created = sqs.commandCalls(SQS.CreateQueueCommand).map(({ args }) => args[0].input.QueueName);
  expect(created).toEqual(['letters', 'intake']);
  state.transaction(() => queues.send('intake', '{"release":"forum"}'));
  await expect.poll(() => queues.unsent, { timeout: 3000 }).toBe(0);
  expect(errors).toMatchObject([{ message: 'not now' }]);
  const sent = sqs.commandCalls(SQS.SendMessageCommand).map(({ args }) => args[0].input);
  expect(sent.at(-1)).toMatchObject({
    QueueUrl: 'http://127.0.0.1:1/000000000000/intake',
    MessageBody: '{"release":"forum"}',
  });
  await queues.close();
  sqs.restore();
});
