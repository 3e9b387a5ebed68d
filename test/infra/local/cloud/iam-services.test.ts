import { DynamoDBClient, PutItemCommand, QueryCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import * as S3 from '@aws-sdk/client-s3';
import * as Scheduling from '@aws-sdk/client-scheduler';
import { GetSendQuotaCommand, SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import {
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { expect, test } from 'vitest';
import { failure } from './open-bucket.ts';
import { guestRights, openGuest } from './open-guest.ts';
import { clientOptions } from './open-stack.ts';

const Bucket = 'small-store';
const arn = 'arn:aws:sts::000000000000:assumed-role/Small-GuestRole/Small-Guest';
const refused = (name: string, status: number, message: string | RegExp) =>
  expect.objectContaining({
    name,
    message: expect.stringMatching(message),
    $metadata: expect.objectContaining({ httpStatusCode: status }),
  });

test('a function acts with rights of its own in every service, and is refused the rest in the form of each', async () => {
  const { stack, guest } = await openGuest();
  const { endpoints } = stack;
  const everybody = { ...clientOptions, endpoint: endpoints.s3, forcePathStyle: true };
  const admin = new S3.S3Client(everybody);
  const who = await new STSClient({ ...guest, endpoint: endpoints.s3 }).send(new GetCallerIdentityCommand());
  expect(who.Arn).toBe(arn);

  const s3 = new S3.S3Client({ ...guest, endpoint: endpoints.s3, forcePathStyle: true });
  for (const Key of ['inbox/a', 'lists/a'])
    await admin.send(new S3.PutObjectCommand({ Bucket, Key, Body: 'a' }));
  await s3.send(new S3.GetObjectCommand({ Bucket, Key: 'inbox/a' }));
  await expect(s3.send(new S3.GetObjectCommand({ Bucket, Key: 'lists/a' }))).rejects.toEqual(
    refused(
      'AccessDenied',
      403,
      `User: ${arn} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::small-store/lists/a" because no identity-based policy allows the s3:GetObject action`,
    ),
  );
  await expect(s3.send(new S3.PutObjectCommand({ Bucket, Key: 'inbox/b' }))).rejects.toEqual(
    failure('AccessDenied', 403),
  );
  const deleted = new S3.DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'inbox/a' }] } });
  expect((await s3.send(deleted)).Errors).toMatchObject([{ Key: 'inbox/a', Code: 'AccessDenied' }]);

  const table = new DynamoDBClient({ ...guest, endpoint: endpoints.dynamodb });
  const put = (pk: string) =>
    table.send(new PutItemCommand({ TableName: 'Small-Table', Item: { pk: { S: pk }, sk: { S: 'HEAD' } } }));
  await put('RELEASE#a');
  await expect(put('CONTACT#a')).rejects.toEqual(
    refused(
      'AccessDeniedException',
      400,
      /dynamodb:PutItem on resource: arn:aws:dynamodb:.*table\/Small-Table/,
    ),
  );
  await expect(table.send(new ScanCommand({ TableName: 'Small-Table' }))).rejects.toEqual(
    failure('AccessDeniedException', 400),
  );
  const query = (pk: string) =>
    table.send(
      new QueryCommand({
        TableName: 'Small-Table',
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: pk } },
      }),
    );
  expect((await query('RELEASE#a')).Count).toBe(1);
  await expect(query('LIST#a')).rejects.toEqual(failure('AccessDeniedException', 400));

  const sqs = new SQSClient({ ...guest, endpoint: endpoints.sqs });
  const QueueUrl = stack.queueUrl('Small-Events');
  await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: [{ Id: '1', MessageBody: 'x' }] }));
  await expect(sqs.send(new ReceiveMessageCommand({ QueueUrl }))).rejects.toEqual(
    refused(
      'AccessDenied',
      403,
      'sqs:receivemessage on resource: arn:aws:sqs:us-east-1:000000000000:Small-Events',
    ),
  );

  const ses = new SESClient({ ...guest, endpoint: endpoints.ses });
  const send = (from: string, ConfigurationSetName: string | undefined) =>
    ses.send(
      new SendRawEmailCommand({
        RawMessage: { Data: Buffer.from(`From: ${from}\r\nTo: ha@example.org\r\nSubject: x\r\n\r\nx\r\n`) },
        ConfigurationSetName,
      }),
    );
  await send('desk@newsroom.example', 'newsroom');
  await expect(send('desk@other.example', undefined)).rejects.toEqual(
    refused('AccessDenied', 403, 'identity/desk@other.example'),
  );
  await expect(send('desk@newsroom.example', 'other')).rejects.toEqual(
    refused('AccessDenied', 403, 'configuration-set/other'),
  );
  await expect(ses.send(new GetSendQuotaCommand())).rejects.toEqual(
    refused('AccessDenied', 403, "is not authorized to perform `ses:GetSendQuota' on resource `\\*'"),
  );
  await expect(
    new SESClient({ ...clientOptions, endpoint: endpoints.ses }).send(new GetSendQuotaCommand()),
  ).resolves.toBeDefined();

  expect(stack.denials.map(({ name, action }) => `${name} ${action}`)).toEqual([
    'Small-Guest s3:GetObject',
    'Small-Guest s3:PutObject',
    'Small-Guest s3:DeleteObject',
    'Small-Guest dynamodb:PutItem',
    'Small-Guest dynamodb:Scan',
    'Small-Guest dynamodb:Query',
    'Small-Guest sqs:ReceiveMessage',
    'Small-Guest ses:SendRawEmail',
    'Small-Guest ses:SendRawEmail',
    'Small-Guest ses:GetSendQuota',
  ]);
});

test('who may not list a bucket does not learn that an object is missing', async () => {
  const { stack, guest } = await openGuest();
  const s3 = new S3.S3Client({ ...guest, endpoint: stack.endpoints.s3, forcePathStyle: true });
  const head = (Key: string) => s3.send(new S3.HeadObjectCommand({ Bucket, Key }));
  const get = (Key: string) => s3.send(new S3.GetObjectCommand({ Bucket, Key }));
  await expect(get('inbox/none')).rejects.toEqual(failure('NoSuchKey', 404));
  await expect(head('inbox/none')).rejects.toEqual(failure('NotFound', 404));
  await expect(s3.send(new S3.ListObjectsV2Command({ Bucket, Prefix: 'inbox/' }))).resolves.toBeDefined();
  await expect(s3.send(new S3.ListObjectsV2Command({ Bucket, Prefix: 'lists/' }))).rejects.toEqual(
    failure('AccessDenied', 403),
  );
  await expect(s3.send(new S3.ListObjectsV2Command({ Bucket }))).rejects.toEqual(
    failure('AccessDenied', 403),
  );

  const { listing: _, ...rest } = guestRights;
  const blind = await openGuest(Object.values(rest));
  const blindS3 = new S3.S3Client({
    ...blind.guest,
    endpoint: blind.stack.endpoints.s3,
    forcePathStyle: true,
  });
  const missing = { Bucket, Key: 'inbox/none' };
  await expect(blindS3.send(new S3.GetObjectCommand(missing))).rejects.toEqual(
    refused('AccessDenied', 403, 's3:ListBucket'),
  );
  await expect(blindS3.send(new S3.HeadObjectCommand(missing))).rejects.toMatchObject({
    $metadata: { httpStatusCode: 403 },
  });
});

test('a presigned address acts with the rights of who signed it', async () => {
  const { stack, guest } = await openGuest();
  const admin = new S3.S3Client({ ...clientOptions, endpoint: stack.endpoints.s3, forcePathStyle: true });
  const s3 = new S3.S3Client({ ...guest, endpoint: stack.endpoints.s3, forcePathStyle: true });
  const at = (client: S3.S3Client, Key: string) =>
    getSignedUrl(client, new S3.GetObjectCommand({ Bucket, Key }));
  for (const Key of ['inbox/a', 'lists/a'])
    await admin.send(new S3.PutObjectCommand({ Bucket, Key, Body: 'a' }));
  expect((await fetch(await at(s3, 'inbox/a'))).status).toBe(200);
  expect((await fetch(await at(s3, 'lists/a'))).status).toBe(403);
  expect((await fetch(await at(admin, 'lists/a'))).status).toBe(200);
});

test('a schedule needs the right to make it and to pass its role, and reaches what the role reaches', async () => {
  const { stack, guest } = await openGuest();
  const client = new Scheduling.SchedulerClient({ ...guest, endpoint: stack.endpoints.scheduler });
  const at = new Date(Date.now() + 1000).toISOString().slice(0, 19);
  const schedule = (Name: string, queue: string, role = 'Small-Clock') =>
    new Scheduling.CreateScheduleCommand({
      Name,
      ScheduleExpression: `at(${at})`,
      FlexibleTimeWindow: { Mode: 'OFF' },
      ActionAfterCompletion: 'DELETE',
      Target: {
        Arn: `arn:aws:sqs:us-east-1:000000000000:${queue}`,
        RoleArn: `arn:aws:iam::000000000000:role/${role}`,
        Input: '{}',
      },
    });
  await expect(client.send(schedule('a', 'Small-Intake', 'Admin'))).rejects.toEqual(
    refused('AccessDeniedException', 403, 'iam:PassRole on resource: arn:aws:iam::000000000000:role/Admin'),
  );
  await expect(client.send(new Scheduling.GetScheduleCommand({ Name: 'a' }))).rejects.toEqual(
    refused('AccessDeniedException', 403, 'scheduler:GetSchedule'),
  );
  await client.send(schedule('b', 'Small-Intake'));
  await client.send(schedule('c', 'Small-Events'));
  const sqs = new SQSClient({ ...clientOptions, endpoint: stack.endpoints.sqs });
  const received = async (queue: string, WaitTimeSeconds: number) =>
    (await sqs.send(new ReceiveMessageCommand({ QueueUrl: stack.queueUrl(queue), WaitTimeSeconds })))
      .Messages;
  expect(await received('Small-Intake', 10)).toHaveLength(1);
  expect(await received('Small-Events', 0)).toBeUndefined();
  expect(stack.denials.at(-1)).toMatchObject({ name: 'scheduler', action: 'sqs:SendMessage' });
});

test('a queue that somebody shuts by its policy hears nothing more of the bucket', async () => {
  const { stack } = await openGuest();
  const s3 = new S3.S3Client({ ...clientOptions, endpoint: stack.endpoints.s3, forcePathStyle: true });
  const sqs = new SQSClient({ ...clientOptions, endpoint: stack.endpoints.sqs });
  const QueueUrl = stack.queueUrl('Small-Intake');
  const shut = (Policy: string) =>
    sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  await expect(shut('{"Statement":[{"Effect":"Allow"}]}')).rejects.toEqual(
    failure('InvalidAttributeValue', 400),
  );
  await shut('{"Version":"2012-10-17","Statement":[]}');
  await s3.send(new S3.PutObjectCommand({ Bucket, Key: 'inbox/a', Body: 'a' }));
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 0 }));
  expect(Messages).toBeUndefined();
  expect(stack.denials).toMatchObject([
    {
      by: 'service',
      name: 's3.amazonaws.com',
      action: 'sqs:SendMessage',
      reason: 'no resource-based policy',
    },
  ]);
});
