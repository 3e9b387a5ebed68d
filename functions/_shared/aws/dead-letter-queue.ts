import {
  ChangeMessageVisibilityCommand,
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  type Message,
  ReceiveMessageCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import type { Queue } from './queue.ts';

/** A message that a stage gave up on. */
export interface DeadLetter {
  id: string;
  body: string;
  /** How often the stage has tried it. */
  tries: number;
  /** When it was sent to the stage for the first time, in epoch milliseconds. */
  sentAt: number;
}

export interface Move {
  state: 'running' | 'done' | 'failed';
  moved: number;
  /** Why it failed, in SQS's words. */
  reason: string | null;
}

/** Seconds during which the messages that somebody looks at are hidden from others. */
const lookSeconds = 30;

/** Operations on the dead letters of a stage. Only people use them, through the command line. */
export function deadLetterQueue({ client, url: QueueUrl }: Queue) {
  return {
    /** Up to `most` dead letters. They are only looked at: afterwards they are visible again. */
    async look(most: number): Promise<DeadLetter[]> {
      const seen = new Map<string, Message>();
      for (;;) {
        const { Messages = [] } = await client.send(
          new ReceiveMessageCommand({
            QueueUrl,
            MaxNumberOfMessages: 10,
            VisibilityTimeout: lookSeconds,
            MessageSystemAttributeNames: ['ApproximateReceiveCount', 'SentTimestamp'],
          }),
        );
        for (const message of Messages) seen.set(message.MessageId ?? '', message);
        if (Messages.length === 0 || seen.size >= most) break;
      }
      for (const { ReceiptHandle } of seen.values())
        await client.send(
          new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }),
        );
      return [...seen.values()].slice(0, most).map(deadLetterOf);
    },

    async readArn(): Promise<string> {
      const { Attributes } = await client.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
      );
      if (!Attributes?.QueueArn) throw new Error('SQS gives no ARN for the queue');
      return Attributes.QueueArn;
    },

    /** Starts moving all messages back to the queue of their stage, unless a move is running already. */
    async startMove(arn: string): Promise<void> {
      if ((await readMove(arn))?.state === 'running') return;
      await client.send(new StartMessageMoveTaskCommand({ SourceArn: arn }));
    },

    readMove,
  };

  /** The latest move; null if there was none. */
  async function readMove(arn: string): Promise<Move | null> {
    const { Results } = await client.send(new ListMessageMoveTasksCommand({ SourceArn: arn, MaxResults: 1 }));
    const [latest] = Results ?? [];
    if (!latest) return null;
    const { Status, ApproximateNumberOfMessagesMoved = 0, FailureReason = null } = latest;
    return { state: stateOf(Status), moved: ApproximateNumberOfMessagesMoved, reason: FailureReason };
  }
}

/** `RUNNING`, `COMPLETED`, `CANCELLING`, `CANCELLED` or `FAILED`. */
function stateOf(status: string | undefined): Move['state'] {
  if (status === 'COMPLETED') return 'done';
  return status === 'RUNNING' || status === 'CANCELLING' ? 'running' : 'failed';
}

function deadLetterOf({ MessageId = '', Body = '', Attributes }: Message): DeadLetter {
  return {
    id: MessageId,
    body: Body,
    tries: Number(Attributes?.ApproximateReceiveCount ?? 1),
    sentAt: Number(Attributes?.SentTimestamp ?? 0),
  };
}
