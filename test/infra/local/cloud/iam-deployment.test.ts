import * as S3 from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import type { Template } from '../../../../infra/local/cloud/template-values.ts';
import { clientOptions, openStack } from './open-stack.ts';
import { smallTemplateWithin } from './small-template.ts';

/** The small template, whose queue waits for two seconds only, without the statement whose `Action` is, or contains, this one. */
function without(action: string): Template {
  const text = JSON.stringify(smallTemplateWithin(2), (_, value: unknown) =>
    Array.isArray(value) ? value.filter((one) => !isStatement(one, action)) : value,
  );
  return JSON.parse(text);
}

function isStatement(value: unknown, action: string): boolean {
  if (typeof value !== 'object' || value === null || !('Action' in value)) return false;
  return [value.Action].flat().includes(action);
}

test.each([
  ['sqs:ReceiveMessage', /Small-Relay does not have permissions to call ReceiveMessage on Small-Intake/],
  ['sqs:SendMessage', /S3 may not write to it/],
  ['sts:AssumeRole', /Small-Relay cannot be assumed by Lambda/],
])('without %s the stack does not start, as AWS would not deploy it', async (action, reason) => {
  await expect(openStack({ template: without(action) })).rejects.toThrow(reason);
});

test.each([
  ['s3:GetObject', 'Small-Relay s3:GetObject arn:aws:s3:::small-store/inbox/1', 0],
  [
    'ses:SendRawEmail',
    'Small-Relay ses:SendRawEmail arn:aws:ses:us-east-1:000000000000:identity/newsroom.example',
    0,
  ],
  [
    'dynamodb:PutItem',
    'Small-Relay dynamodb:PutItem arn:aws:dynamodb:us-east-1:000000000000:table/Small-Table',
    1,
  ],
])('without %s the message fails just there, until it is a dead letter', async (action, denied, mails) => {
  const stack = await openStack({ template: without(action) });
  const s3 = new S3.S3Client({ ...clientOptions, endpoint: stack.endpoints.s3, forcePathStyle: true });
  await s3.send(new S3.PutObjectCommand({ Bucket: 'small-store', Key: 'inbox/1', Body: 'ha@example.org' }));
  await expect.poll(() => stack.denials.length, { timeout: 5000 }).toBeGreaterThan(0);
  const [first] = stack.denials;
  expect(`${first?.name} ${first?.action} ${first?.resource}`).toBe(denied);
  expect(stack.mails.length).toBeGreaterThanOrEqual(mails);
  const sqs = new SQSClient({ ...clientOptions, endpoint: stack.endpoints.sqs });
  const QueueUrl = stack.queueUrl('Small-IntakeDeadLetters');
  const dead = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 10 }));
  expect(dead.Messages).toHaveLength(1);
});
