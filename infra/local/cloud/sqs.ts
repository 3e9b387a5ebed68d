import { createHash } from 'node:crypto';
import * as z from 'zod';
import { lastPart } from './account.ts';
import { Fault, notServed } from './fault.ts';
import type { Caller } from './iam.ts';
import {
  digestOf,
  type MessageAttributes,
  messageAttributesSchema,
  refuseBadAttributes,
} from './message-attributes.ts';
import { MoveTasks } from './move-tasks.ts';
import { attributesOf, changed, differing } from './queue-attributes.ts';
import { type Queues, queueSettingsSchema, type ReceivedMessage } from './queues.ts';
import { actOnBatch } from './sqs-batch.ts';
import { expectIn, invalidValue, missing } from './sqs-faults.ts';
import { rightsFor } from './sqs-rights.ts';
import type { State } from './state.ts';

const queueInput = z.object({ QueueUrl: z.string() });
const sendInput = z.object({
  MessageBody: z.string().default(''),
  DelaySeconds: z.number().optional(),
  MessageAttributes: messageAttributesSchema.optional(),
});
const receiveInput = queueInput.extend({
  MaxNumberOfMessages: z.number().default(1),
  VisibilityTimeout: z.number().optional(),
  WaitTimeSeconds: z.number().optional(),
  AttributeNames: z.array(z.string()).default([]),
  MessageSystemAttributeNames: z.array(z.string()).default([]),
  MessageAttributeNames: z.array(z.string()).default([]),
});
const receiptInput = z.object({ ReceiptHandle: z.string() });
const visibilityInput = receiptInput.extend({ VisibilityTimeout: z.number() });
const attributeMap = z.record(z.string(), z.string());
const createInput = z.object({
  QueueName: z.string(),
  Attributes: attributeMap.default({}),
  tags: attributeMap.default({}),
});
const listInput = z.object({
  QueueNamePrefix: z.string().default(''),
  MaxResults: z.number().int().min(1).max(1000).optional(),
  NextToken: z.string().optional(),
});

const longestVisibility = 43_200;
const purgeEveryMilliseconds = 60_000;

/** Throws for a policy that cannot be judged here. */
type SetPolicy = (queueArn: string, policy: unknown) => void;

type Operation = (input: unknown, signal: AbortSignal) => unknown;

/**
 * The SQS operations that Dateline and the AWS CLI use, in the AWS JSON protocol, with the limits and error messages of
 * SQS. LocalStack recorded the messages from AWS (tests/aws/services/sqs/test_sqs.snapshot.json). The limits are from
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
 */
export class Sqs {
  readonly #queues: Queues;
  readonly #state: State;
  readonly #queueUrl: (name: string) => string;
  readonly #setPolicy: SetPolicy;
  readonly #now: () => number;
  readonly #moves: MoveTasks;
  readonly #tags = new Map<string, Record<string, string>>();
  readonly #purgedAt = new Map<string, number>();

  constructor(
    queues: Queues,
    state: State,
    queueUrl: (name: string) => string,
    setPolicy: SetPolicy,
    now: () => number,
  ) {
    this.#queues = queues;
    this.#setPolicy = setPolicy;
    this.#state = state;
    this.#queueUrl = queueUrl;
    this.#now = now;
    this.#moves = new MoveTasks(queues, now);
  }

  /** Answers one request. `signal` ends a long poll whose client has disconnected. */
  async answer(operation: string, input: unknown, caller: Caller, signal: AbortSignal): Promise<unknown> {
    const act = this.#operations[operation];
    if (!act) throw notServed(`SQS ${operation}`, 'UnsupportedOperation');
    for (const { action, resource } of rightsFor(operation, input, (name) => this.#queues.arn(name)))
      caller.expect(action, resource);
    return (await act(input, signal)) ?? {};
  }

  /** Stops the running move tasks. */
  close(): void {
    this.#moves.close();
  }

  readonly #operations: Readonly<Record<string, Operation>> = {
    SendMessage: (input) => this.#send(this.#queue(input), input),
    SendMessageBatch: (input) => this.#batch(input, (queue, entry) => this.#send(queue, entry)),
    ReceiveMessage: (input, signal) => this.#receive(receiveInput.parse(input), signal),
    DeleteMessage: (input) => this.#remove(this.#queue(input), input),
    DeleteMessageBatch: (input) => this.#batch(input, (queue, entry) => this.#remove(queue, entry)),
    ChangeMessageVisibility: (input) => this.#changeVisibility(this.#queue(input), input),
    ChangeMessageVisibilityBatch: (input) =>
      this.#batch(input, (queue, entry) => this.#changeVisibility(queue, entry)),
    GetQueueUrl: (input) => {
      const { QueueName } = z.object({ QueueName: z.string() }).parse(input);
      this.#queues.settings(QueueName);
      return { QueueUrl: this.#queueUrl(QueueName) };
    },
    GetQueueAttributes: (input) => this.#attributes(this.#queue(input), input),
    SetQueueAttributes: (input) => {
      const name = this.#queue(input);
      const { Attributes } = z.object({ Attributes: attributeMap }).parse(input);
      if (Attributes.Policy !== undefined) this.#policy(name, Attributes.Policy);
      this.#queues.define(name, changed(this.#queues.settings(name), Attributes));
    },
    CreateQueue: (input) => this.#create(createInput.parse(input)),
    DeleteQueue: (input) => this.#queues.forget(this.#queue(input)),
    ListQueues: (input) => this.#list(listInput.parse(input)),
    ListDeadLetterSourceQueues: (input) => ({
      queueUrls: this.#queues.sourcesOf(this.#queue(input)).map(this.#queueUrl),
    }),
    PurgeQueue: (input) => this.#purge(this.#queue(input)),
    TagQueue: (input) => {
      const { Tags } = z.object({ Tags: attributeMap }).parse(input);
      const name = this.#queue(input);
      this.#tags.set(name, { ...this.#tags.get(name), ...Tags });
    },
    UntagQueue: (input) => {
      const { TagKeys } = z.object({ TagKeys: z.array(z.string()) }).parse(input);
      const name = this.#queue(input);
      const left = Object.entries(this.#tags.get(name) ?? {}).filter(([key]) => !TagKeys.includes(key));
      this.#tags.set(name, Object.fromEntries(left));
    },
    ListQueueTags: (input) => ({ Tags: this.#tags.get(this.#queue(input)) ?? {} }),
    StartMessageMoveTask: (input) => this.#moves.start(input),
    ListMessageMoveTasks: (input) => this.#moves.list(input),
    CancelMessageMoveTask: (input) => this.#moves.cancel(input),
  };

  #queue(input: unknown): string {
    const name = lastPart(queueInput.parse(input).QueueUrl);
    this.#queues.settings(name);
    return name;
  }

  #send(queue: string, input: unknown) {
    const { MessageBody, DelaySeconds, MessageAttributes: attributes } = sendInput.parse(input);
    if (MessageBody === '') throw missing('MessageBody');
    refuseBadCharacters(MessageBody);
    expectIn(DelaySeconds, 'DelaySeconds', [0, 900], 'DelaySeconds must be >= 0 and <= 900.');
    refuseBadAttributes(attributes ?? {});
    const id = this.#queues.send(queue, MessageBody, { delaySeconds: DelaySeconds, attributes });
    return {
      MessageId: id,
      MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex'),
      ...(attributes && { MD5OfMessageAttributes: digestOf(attributes) }),
    };
  }

  async #receive(input: z.infer<typeof receiveInput>, signal: AbortSignal) {
    const { MaxNumberOfMessages, WaitTimeSeconds, VisibilityTimeout } = input;
    const ten = 'Must be between 1 and 10, if provided.';
    const twenty = 'Must be >= 0 and <= 20, if provided.';
    const hours = `Must be >= 0 and <= ${longestVisibility}, if provided.`;
    expectIn(MaxNumberOfMessages, 'MaxNumberOfMessages', [1, 10], ten);
    expectIn(WaitTimeSeconds, 'WaitTimeSeconds', [0, 20], twenty);
    expectIn(VisibilityTimeout, 'VisibilityTimeout', [0, longestVisibility], hours);
    const messages = await this.#queues.receive(this.#queue(input), {
      limit: MaxNumberOfMessages,
      waitSeconds: WaitTimeSeconds,
      visibilitySeconds: VisibilityTimeout,
      signal,
    });
    const wanted = [...input.AttributeNames, ...input.MessageSystemAttributeNames];
    return messages.length === 0
      ? {}
      : { Messages: messages.map((message) => present(message, wanted, input.MessageAttributeNames)) };
  }

  /** Deleting a message twice is not an error. */
  #remove(_queue: string, input: unknown) {
    this.#queues.remove(receiptIn(input));
    return {};
  }

  #changeVisibility(_queue: string, input: unknown) {
    const { VisibilityTimeout } = visibilityInput.parse(input);
    const reason = `Total VisibilityTimeout for the message is beyond the limit [${longestVisibility} seconds]`;
    expectIn(VisibilityTimeout, 'VisibilityTimeout', [0, longestVisibility], reason);
    this.#queues.setVisibility(receiptIn(input), VisibilityTimeout);
    return {};
  }

  #attributes(name: string, input: unknown) {
    const { AttributeNames } = z.object({ AttributeNames: z.array(z.string()).default([]) }).parse(input);
    const settings = this.#queues.settings(name);
    const counts = this.#queues.counts(name);
    return { Attributes: attributesOf(this.#queues.arn(name), settings, counts, AttributeNames) };
  }

  #create({ QueueName, Attributes, tags }: z.infer<typeof createInput>) {
    if (QueueName.endsWith('.fifo') || Attributes.FifoQueue !== undefined) throw notServed('A FIFO queue');
    if (!/^[A-Za-z0-9_-]{1,80}$/.test(QueueName))
      throw invalidValue(
        QueueName,
        'QueueName',
        'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
      );
    if (this.#queues.names().includes(QueueName)) {
      const other = differing(this.#queues.settings(QueueName), Attributes);
      if (other)
        throw new Fault(
          'QueueNameExists',
          `A queue already exists with the same name and a different value for attribute ${other}`,
        );
    } else {
      this.#policy(QueueName, Attributes.Policy ?? '');
      this.#queues.define(QueueName, changed(queueSettingsSchema.parse({}), Attributes));
      this.#tags.set(QueueName, tags);
    }
    return { QueueUrl: this.#queueUrl(QueueName) };
  }

  #list({ QueueNamePrefix, MaxResults, NextToken }: z.infer<typeof listInput>) {
    const names = this.#queues.names().filter((name) => name.startsWith(QueueNamePrefix));
    const left = NextToken === undefined ? names : names.slice(names.indexOf(NextToken) + 1);
    const shown = left.slice(0, MaxResults);
    return {
      QueueUrls: shown.map(this.#queueUrl),
      ...(shown.length < left.length && { NextToken: shown.at(-1) }),
    };
  }

  /** The policy of a queue. An empty one takes it away. */
  #policy(name: string, policy: string): void {
    try {
      this.#setPolicy(this.#queues.arn(name), policy === '' ? undefined : JSON.parse(policy));
    } catch {
      throw new Fault('InvalidAttributeValue', 'Invalid value for the parameter Policy.');
    }
  }

  #purge(name: string): void {
    const last = this.#purgedAt.get(name) ?? Number.NEGATIVE_INFINITY;
    if (this.#now() - last < purgeEveryMilliseconds)
      throw new Fault(
        'PurgeQueueInProgress',
        `Only one PurgeQueue operation on ${name} is allowed every 60 seconds.`,
        403,
      );
    this.#purgedAt.set(name, this.#now());
    this.#queues.purge(name);
  }

  #batch(input: unknown, act: (queue: string, entry: unknown) => object) {
    const queue = this.#queue(input);
    return this.#state.transaction(() => actOnBatch(input, (entry) => act(queue, entry)));
  }
}

/** https://www.w3.org/TR/REC-xml/#charsets */
function refuseBadCharacters(body: string): void {
  if (/[^\u0009\u000a\u000d\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(body))
    throw new Fault(
      'InvalidMessageContents',
      'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF',
    );
}

function receiptIn(input: unknown): string {
  const { ReceiptHandle } = receiptInput.parse(input);
  if (!/^[\da-f-]{36}\.\d+$/.test(ReceiptHandle))
    throw new Fault(
      'ReceiptHandleIsInvalid',
      `The input receipt handle "${ReceiptHandle}" is not a valid receipt handle.`,
    );
  return ReceiptHandle;
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

export function messageAttributes(message: ReceivedMessage): MessageAttributes {
  return message.attributes === null ? {} : messageAttributesSchema.parse(JSON.parse(message.attributes));
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
