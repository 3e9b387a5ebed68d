import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

/** A queue to send to; the SQS client follows the URL's host, on AWS and locally. */
export interface Queue {
  client: SQSClient;
  url: string;
}

export function connectQueue(url: string): Queue {
  return { url, client: new SQSClient({ maxAttempts: 4 }) };
}

/** Sends one message; `delaySeconds` at most 900. */
export async function enqueue(queue: Queue, message: unknown, delaySeconds = 0): Promise<void> {
  await queue.client.send(
    new SendMessageCommand({
      QueueUrl: queue.url,
      MessageBody: JSON.stringify(message),
      DelaySeconds: delaySeconds || undefined,
    }),
  );
}

/** Sends many, ten to a request; throws if one was not taken, so that the caller's retry sends them all again. */
export async function enqueueAll(
  queue: Queue,
  messages: readonly unknown[],
  delaySeconds = 0,
): Promise<void> {
  for (let start = 0; start < messages.length; start += 10) {
    const { Failed = [] } = await queue.client.send(
      new SendMessageBatchCommand({
        QueueUrl: queue.url,
        Entries: messages.slice(start, start + 10).map((message, i) => ({
          Id: String(i),
          MessageBody: JSON.stringify(message),
          DelaySeconds: delaySeconds || undefined,
        })),
      }),
    );
    if (Failed.length > 0) throw new Error(`the queue refused ${Failed.length} messages: ${Failed[0]?.Code}`);
  }
}
