import { ChangeMessageVisibilityBatchCommand, SQSClient } from '@aws-sdk/client-sqs';

/** Messages per request, a limit of SQS. */
const messagesAtOnce = 10;

export function connectVisibility() {
  return messageVisibility(new SQSClient({ maxAttempts: 4 }));
}

export function messageVisibility(client: SQSClient) {
  return {
    /**
     * Sets for how many seconds from now messages that are in flight stay invisible. Throws if SQS refused one of them;
     * the others are set.
     */
    async hideMessages(
      QueueUrl: string,
      messages: readonly { receiptHandle: string; seconds: number }[],
    ): Promise<void> {
      const refused: (string | undefined)[] = [];
      for (let start = 0; start < messages.length; start += messagesAtOnce) {
        const Entries = messages
          .slice(start, start + messagesAtOnce)
          .map(({ receiptHandle, seconds }, i) => ({
            Id: String(i),
            ReceiptHandle: receiptHandle,
            VisibilityTimeout: seconds,
          }));
        const { Failed = [] } = await client.send(
          new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }),
        );
        refused.push(...Failed.map(({ Code }) => Code));
      }
      if (refused.length > 0) throw new Error(`the queue refused ${refused.length} timeouts: ${refused[0]}`);
    },
  };
}
