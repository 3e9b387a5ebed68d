import { createHash } from 'node:crypto';
import { z } from 'zod';
import { lastPart } from './account.ts';
import { Fault, notServed } from './fault.ts';
import type { Queues, ReceivedMessage } from './queues.ts';
import type { State } from './state.ts';

const attributeSchema = z.object({
  DataType: z.string(),
  StringValue: z.string().optional(),
  BinaryValue: z.string().optional(),
});
const attributesSchema = z.record(z.string(), attributeSchema);
type Attributes = z.infer<typeof attributesSchema>;

const queueInput = z.object({ QueueUrl: z.string() });
const sendInput = z.object({
  MessageBody: z.string().min(1),
  DelaySeconds: z.number().int().min(0).max(900).optional(),
  MessageAttributes: attributesSchema.optional(),
});
const receiveInput = queueInput.extend({
  MaxNumberOfMessages: z.number().int().min(1).max(10).default(1),
  VisibilityTimeout: z.number().int().min(0).max(43_200).optional(),
  WaitTimeSeconds: z.number().int().min(0).max(20).optional(),
  AttributeNames: z.array(z.string()).default([]),
  MessageSystemAttributeNames: z.array(z.string()).default([]),
  MessageAttributeNames: z.array(z.string()).default([]),
});
const receiptInput = z.object({ ReceiptHandle: z.string() });
const visibilityInput = receiptInput.extend({ VisibilityTimeout: z.number().int().min(0).max(43_200) });
const entrySchema = z.looseObject({ Id: z.string() });
const batchInput = queueInput.extend({ Entries: z.array(entrySchema) });

/** The SQS operations that Dateline and the AWS CLI use, in the AWS JSON protocol. */
export class Sqs {
  readonly #queues: Queues;
  readonly #state: State;
  readonly #queueUrl: (name: string) => string;

  constructor(queues: Queues, state: State, queueUrl: (name: string) => string) {
    this.#queues = queues;
    this.#state = state;
    this.#queueUrl = queueUrl;
  }

  /** Answers one request. `signal` ends a long poll whose client has disconnected. */
  async answer(operation: string, input: unknown, signal: AbortSignal): Promise<unknown> {
    switch (operation) {
      case 'SendMessage':
        return this.#send(this.#queue(input), input);
      case 'SendMessageBatch':
        return this.#batch(input, (queue, entry) => this.#send(queue, entry));
      case 'ReceiveMessage':
        return this.#receive(receiveInput.parse(input), signal);
      case 'DeleteMessage':
        return this.#remove(this.#queue(input), input);
      case 'DeleteMessageBatch':
        return this.#batch(input, (queue, entry) => this.#remove(queue, entry));
      case 'ChangeMessageVisibility':
        return this.#changeVisibility(this.#queue(input), input);
      case 'ChangeMessageVisibilityBatch':
        return this.#batch(input, (queue, entry) => this.#changeVisibility(queue, entry));
      case 'GetQueueUrl': {
        const { QueueName } = z.object({ QueueName: z.string() }).parse(input);
        this.#queues.settings(QueueName);
        return { QueueUrl: this.#queueUrl(QueueName) };
      }
      case 'GetQueueAttributes':
        return this.#attributes(this.#queue(input), input);
      case 'ListQueues': {
        const { QueueNamePrefix } = z.object({ QueueNamePrefix: z.string().default('') }).parse(input);
        const names = this.#queues.names().filter((name) => name.startsWith(QueueNamePrefix));
        return { QueueUrls: names.map(this.#queueUrl) };
      }
      case 'PurgeQueue':
        this.#queues.purge(this.#queue(input));
        return {};
      default:
        throw notServed(`SQS ${operation}`, 'UnsupportedOperation');
    }
  }

  #queue(input: unknown): string {
    const name = lastPart(queueInput.parse(input).QueueUrl);
    this.#queues.settings(name);
    return name;
  }

  #send(queue: string, input: unknown) {
    const message = sendInput.parse(input);
    const attributes = message.MessageAttributes;
    const id = this.#queues.send(queue, message.MessageBody, {
      delaySeconds: message.DelaySeconds,
      attributes: attributes && JSON.stringify(attributes),
    });
    return {
      MessageId: id,
      MD5OfMessageBody: createHash('md5').update(message.MessageBody).digest('hex'),
      ...(attributes && { MD5OfMessageAttributes: digestOf(attributes) }),
    };
  }

  async #receive(input: z.infer<typeof receiveInput>, signal: AbortSignal) {
    const messages = await this.#queues.receive(this.#queue(input), {
      limit: input.MaxNumberOfMessages,
      waitSeconds: input.WaitTimeSeconds,
      visibilitySeconds: input.VisibilityTimeout,
      signal,
    });
    const wanted = [...input.AttributeNames, ...input.MessageSystemAttributeNames];
    return messages.length === 0
      ? {}
      : { Messages: messages.map((message) => present(message, wanted, input.MessageAttributeNames)) };
  }

  #remove(_queue: string, input: unknown) {
    this.#queues.remove(receiptInput.parse(input).ReceiptHandle);
    return {};
  }

  #changeVisibility(_queue: string, input: unknown) {
    const change = visibilityInput.parse(input);
    this.#queues.setVisibility(change.ReceiptHandle, change.VisibilityTimeout);
    return {};
  }

  #attributes(name: string, input: unknown) {
    const { AttributeNames } = z.object({ AttributeNames: z.array(z.string()).default([]) }).parse(input);
    const settings = this.#queues.settings(name);
    const counts = this.#queues.counts(name);
    const every = {
      QueueArn: this.#queues.arn(name),
      ApproximateNumberOfMessages: String(counts.visible),
      ApproximateNumberOfMessagesNotVisible: String(counts.inFlight),
      ApproximateNumberOfMessagesDelayed: String(counts.delayed),
      VisibilityTimeout: String(settings.visibilitySeconds),
      DelaySeconds: String(settings.delaySeconds),
      ReceiveMessageWaitTimeSeconds: String(settings.receiveWaitSeconds),
      MessageRetentionPeriod: String(settings.retentionSeconds),
      MaximumMessageSize: String(settings.maximumBytes),
      ...(settings.redrive && { RedrivePolicy: JSON.stringify(settings.redrive) }),
    };
    return { Attributes: choose(every, AttributeNames) };
  }

  #batch(input: unknown, act: (queue: string, entry: unknown) => object) {
    const { Entries } = batchInput.parse(input);
    const queue = this.#queue(input);
    if (Entries.length === 0)
      throw new Fault('EmptyBatchRequest', 'There should be at least one entry in the request.');
    if (Entries.length > 10)
      throw new Fault(
        'TooManyEntriesInBatchRequest',
        `Maximum number of entries per request are 10. You have sent ${Entries.length}.`,
      );
    if (new Set(Entries.map((entry) => entry.Id)).size !== Entries.length)
      throw new Fault(
        'BatchEntryIdsNotDistinct',
        'Two or more batch entries in the request have the same Id.',
      );
    return this.#state.transaction(() => {
      const Successful: object[] = [];
      const Failed: object[] = [];
      for (const entry of Entries)
        try {
          Successful.push({ Id: entry.Id, ...act(queue, entry) });
        } catch (error) {
          Failed.push({ Id: entry.Id, SenderFault: true, ...reasonOf(error) });
        }
      return { Successful, Failed };
    });
  }
}

function reasonOf(error: unknown): { Code: string; Message: string } {
  if (error instanceof Fault) return { Code: error.code, Message: error.message };
  if (error instanceof z.ZodError) return { Code: 'InvalidParameterValue', Message: z.prettifyError(error) };
  throw error;
}

function choose(every: Record<string, string>, wanted: readonly string[]): Record<string, string> {
  if (wanted.includes('All')) return every;
  return Object.fromEntries(Object.entries(every).filter(([name]) => wanted.includes(name)));
}

/** The `Attributes` of a received message, with the names that SQS and Lambda's event source mapping use. */
export function systemAttributes(message: ReceivedMessage): Record<string, string> {
  return {
    SenderId: 'local',
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    ...(message.deadLetterSource && { DeadLetterQueueSourceArn: message.deadLetterSource }),
  };
}

export function messageAttributes(message: ReceivedMessage): Attributes {
  return message.attributes === null ? {} : attributesSchema.parse(JSON.parse(message.attributes));
}

function present(message: ReceivedMessage, wanted: readonly string[], wantedOwn: readonly string[]) {
  const attributes = choose(systemAttributes(message), wanted);
  const own = Object.fromEntries(
    Object.entries(messageAttributes(message)).filter(
      ([name]) => wantedOwn.includes('All') || wantedOwn.includes('.*') || wantedOwn.includes(name),
    ),
  );
  return {
    MessageId: message.id,
    ReceiptHandle: message.receipt,
    Body: message.body,
    MD5OfBody: message.md5,
    ...(Object.keys(attributes).length > 0 && { Attributes: attributes }),
    ...(Object.keys(own).length > 0 && { MessageAttributes: own, MD5OfMessageAttributes: digestOf(own) }),
  };
}

/** SQS's digest of message attributes: length-prefixed names, types and values in the order of names. */
function digestOf(attributes: Attributes): string {
  const hash = createHash('md5');
  const put = (part: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(part.length);
    hash.update(length).update(part);
  };
  for (const [name, attribute] of Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1))) {
    put(Buffer.from(name));
    put(Buffer.from(attribute.DataType));
    const isBinary = attribute.DataType.startsWith('Binary');
    hash.update(Buffer.from([isBinary ? 2 : 1]));
    put(
      isBinary
        ? Buffer.from(attribute.BinaryValue ?? '', 'base64')
        : Buffer.from(attribute.StringValue ?? ''),
    );
  }
  return hash.digest('hex');
}
