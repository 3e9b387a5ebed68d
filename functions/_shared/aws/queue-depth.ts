import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { Queue } from './queue.ts';

/** How many messages a queue has, as SQS counts them: approximately, and some seconds behind. */
export interface QueueDepth {
  /** Waiting, visible or delayed. */
  queued: number;
  /** In the hands of a consumer. */
  inFlight: number;
}

export async function readQueueDepth({ client, url }: Queue): Promise<QueueDepth> {
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({
      QueueUrl: url,
      AttributeNames: [
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesDelayed',
        'ApproximateNumberOfMessagesNotVisible',
      ],
    }),
  );
  return {
    queued:
      Number(Attributes.ApproximateNumberOfMessages ?? 0) +
      Number(Attributes.ApproximateNumberOfMessagesDelayed ?? 0),
    inFlight: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
  };
}
