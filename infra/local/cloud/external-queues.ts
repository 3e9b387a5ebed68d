import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type Message,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { type Account, queueUrls } from './account.ts';
import type { PolledQueue } from './event-source.ts';
import type { QueueCounts, QueueSettings, ReceivedMessage } from './queues.ts';
import type { State } from './state.ts';
import type { Resources } from './template.ts';

/**
 * Queues of another SQS service, named by `AWS_ENDPOINT_URL_SQS`. A message from our services is written to the state's
 * outbox, in the same transaction as its cause, and stays there until the other service has accepted it.
 */
export class ExternalQueues {
  readonly #client: SQSClient;
  readonly #state: State;
  readonly #queueUrl: (name: string) => string;
  readonly #onError: (error: unknown) => void;
  #isSending = false;
  #sending: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(
    client: SQSClient,
    state: State,
    queueUrl: (name: string) => string,
    onError: (error: unknown) => void,
  ) {
    this.#client = client;
    this.#state = state;
    this.#queueUrl = queueUrl;
    this.#onError = onError;
    state.define(
      'create table if not exists outbox(seq integer primary key, queue text not null, body text not null)',
    );
  }

  /**
   * Creates missing queues of the template; dead-letter queues come first, because the others refer to them. Then sends
   * the messages in the outbox.
   */
  async prepare(queues: Resources['queues']): Promise<void> {
    const deadLetterQueues = queues.filter(({ settings }) => !settings.redrive);
    const others = queues.filter(({ settings }) => settings.redrive);
    for (const { name, settings } of [...deadLetterQueues, ...others])
      if (!(await this.#exists(name))) await this.#create(name, settings);
    this.#flush();
  }

  async #exists(QueueName: string): Promise<boolean> {
    try {
      await this.#client.send(new GetQueueUrlCommand({ QueueName }));
      return true;
    } catch (error) {
      if (error instanceof QueueDoesNotExist) return false;
      throw error;
    }
  }

  async #create(name: string, settings: QueueSettings): Promise<void> {
    await this.#client.send(
      new CreateQueueCommand({
        QueueName: name,
        Attributes: {
          VisibilityTimeout: String(settings.visibilitySeconds),
          DelaySeconds: String(settings.delaySeconds),
          ...(settings.redrive && { RedrivePolicy: JSON.stringify(settings.redrive) }),
        },
      }),
    );
  }

  /** Call it inside the transaction that causes the message. */
  send(name: string, body: string): void {
    this.#state.run('insert into outbox(queue, body) values(?, ?)', name, body);
    this.#state.afterCommit(() => this.#flush());
  }

  async counts(name: string): Promise<QueueCounts> {
    const { Attributes } = await this.#client.send(
      new GetQueueAttributesCommand({ QueueUrl: this.#queueUrl(name), AttributeNames: ['All'] }),
    );
    return {
      visible: Number(Attributes?.ApproximateNumberOfMessages ?? 0),
      inFlight: Number(Attributes?.ApproximateNumberOfMessagesNotVisible ?? 0),
      delayed: Number(Attributes?.ApproximateNumberOfMessagesDelayed ?? 0),
    };
  }

  /** Number of messages that have not reached the other service yet. */
  get unsent(): number {
    return this.#state.one(z.object({ n: z.number() }), 'select count(*) n from outbox')?.n ?? 0;
  }

  polled(name: string): PolledQueue {
    const QueueUrl = this.#queueUrl(name);
    return {
      receive: async (limit, waitSeconds, signal) => {
        const { Messages } = await this.#client.send(
          new ReceiveMessageCommand({
            QueueUrl,
            MaxNumberOfMessages: Math.min(10, limit),
            WaitTimeSeconds: Math.floor(waitSeconds),
            MessageSystemAttributeNames: ['All'],
            MessageAttributeNames: ['All'],
          }),
          { abortSignal: signal },
        );
        return (Messages ?? []).map(received);
      },
      remove: async (messages) => {
        for (const Entries of entriesOf(messages))
          await this.#client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
      },
      giveBack: async () => undefined,
    };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#sending;
    this.#client.destroy();
  }

  #flush(): void {
    if (this.#isSending || this.#isClosed) return;
    this.#isSending = true;
    this.#sending = this.#sendAll().catch((error: unknown) => {
      this.#isSending = false;
      this.#onError(error);
      if (!this.#isClosed) this.#timer = setTimeout(() => this.#flush(), 1000);
    });
  }

  async #sendAll(): Promise<void> {
    const row = z.object({ seq: z.number(), queue: z.string(), body: z.string() });
    while (!this.#isClosed) {
      const next = this.#state.one(row, 'select * from outbox order by seq limit 1');
      if (!next) break;
      const QueueUrl = this.#queueUrl(next.queue);
      await this.#client.send(new SendMessageCommand({ QueueUrl, MessageBody: next.body }));
      this.#state.run('delete from outbox where seq = ?', next.seq);
    }
    // No `await` between the last look at the outbox and this line, so a message that is added later starts sending
    // again.
    this.#isSending = false;
  }
}

function received(message: Message): ReceivedMessage {
  const attributes = new Map(Object.entries(message.Attributes ?? {}));
  return {
    id: message.MessageId ?? '',
    receipt: message.ReceiptHandle ?? '',
    body: message.Body ?? '',
    md5: message.MD5OfBody ?? '',
    attributes: message.MessageAttributes ? JSON.stringify(message.MessageAttributes) : null,
    sentAt: Number(attributes.get('SentTimestamp') ?? 0),
    firstReceivedAt: Number(attributes.get('ApproximateFirstReceiveTimestamp') ?? 0),
    receiveCount: Number(attributes.get('ApproximateReceiveCount') ?? 1),
    deadLetterSource: attributes.get('DeadLetterQueueSourceArn') ?? null,
  };
}

function entriesOf(messages: readonly ReceivedMessage[]): { Id: string; ReceiptHandle: string }[][] {
  const entries = messages.map((message, i) => ({ Id: String(i), ReceiptHandle: message.receipt }));
  return Array.from({ length: Math.ceil(entries.length / 10) }, (_, i) => entries.slice(i * 10, i * 10 + 10));
}

export function externalQueues(
  endpoint: string,
  account: Account,
  state: State,
  onError: (error: unknown) => void,
): ExternalQueues {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new SQSClient({ endpoint, region: account.region, credentials });
  return new ExternalQueues(client, state, queueUrls(endpoint, account), onError);
}
