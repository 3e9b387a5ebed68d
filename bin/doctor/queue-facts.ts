import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { orNull } from './look.ts';

export interface QueueFacts {
  url: string;
  arn: string;
  /** JSON; null without one. */
  policy: string | null;
  messages: number;
  /** The ARN of its dead-letter queue. */
  deadLetters: string | null;
}

const redriveSchema = z.looseObject({ deadLetterTargetArn: z.string() });

/** Null if the queue does not exist. */
export async function readQueue(client: SQSClient, url: string): Promise<QueueFacts | null> {
  const answer = await orNull(['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'], () =>
    client.send(
      new GetQueueAttributesCommand({
        QueueUrl: url,
        AttributeNames: ['QueueArn', 'Policy', 'ApproximateNumberOfMessages', 'RedrivePolicy'],
      }),
    ),
  );
  if (!answer) return null;
  const { QueueArn = '', Policy, ApproximateNumberOfMessages = '0', RedrivePolicy } = answer.Attributes ?? {};
  return {
    url,
    arn: QueueArn,
    policy: Policy ?? null,
    messages: Number(ApproximateNumberOfMessages),
    deadLetters: RedrivePolicy ? redriveSchema.parse(JSON.parse(RedrivePolicy)).deadLetterTargetArn : null,
  };
}
