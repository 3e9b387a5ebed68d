import {
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { SendMessage } from '../domain/messages.ts';

/** A queue to send to. The SQS client uses the host in the URL, on AWS and locally. */
export interface Queue {
  client: SQSClient;
  url: string;
}

export function connectQueue(url: string): Queue {
  return { url, client: new SQSClient({ maxAttempts: 4 }) };
}

/** The number of messages in a queue, as SQS counts them: approximate, and some seconds old. */
export interface QueueDepth {
  /** Waiting, visible or delayed. */
  queued: number;
  /** Received by a consumer and not deleted yet. */
  inFlight: number;
}

export type MessageQueue = ReturnType<typeof messageQueue>;

export function messageQueue({ client, url: QueueUrl }: Queue) {
  return {
    /** Sends one message. `delaySeconds` is at most 900. */
    async enqueue(message: unknown, delaySeconds = 0): Promise<void> {
      const DelaySeconds = delaySeconds || undefined;
      await client.send(
        new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(message), DelaySeconds }),
      );
    },

    /**
     * Sends many messages, ten per request. Throws if one was not accepted, so that the caller's retry sends all of
     * them again.
     */
    async enqueueAll(messages: readonly unknown[], delaySeconds = 0): Promise<void> {
      const DelaySeconds = delaySeconds || undefined;
      for (let start = 0; start < messages.length; start += 10) {
        const Entries = messages
          .slice(start, start + 10)
          .map((message, i) => ({ Id: String(i), MessageBody: JSON.stringify(message), DelaySeconds }));
        const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
        if (Failed.length > 0)
          throw new Error(`the queue refused ${Failed.length} messages: ${Failed[0]?.Code}`);
      }
    },

    async readDepth(): Promise<QueueDepth> {
      const { Attributes = {} } = await client.send(
        new GetQueueAttributesCommand({
          QueueUrl,
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
    },
  };
}

export type ChunkQueues = ReturnType<typeof chunkQueues>;

/** The two queues of the senders. `isUrgent` chooses one. */
export function chunkQueues({ urgentQueue, bulkQueue }: { urgentQueue: Queue; bulkQueue: Queue }) {
  const urgent = messageQueue(urgentQueue);
  const bulk = messageQueue(bulkQueue);
  const queueOf = (isUrgent: boolean) => (isUrgent ? urgent : bulk);
  return {
    enqueueChunk: (isUrgent: boolean, message: SendMessage, delaySeconds = 0): Promise<void> =>
      queueOf(isUrgent).enqueue(message, delaySeconds),

    enqueueChunks: (
      isUrgent: boolean,
      messages: readonly SendMessage[],
      delaySeconds: number,
    ): Promise<void> => queueOf(isUrgent).enqueueAll(messages, delaySeconds),

    /** The number of messages that are not in flight: visible or delayed. */
    queued: async (isUrgent: boolean): Promise<number> => (await queueOf(isUrgent).readDepth()).queued,
  };
}
