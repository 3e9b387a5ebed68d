import {
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { Queue } from '../../functions/_shared/aws/queue.ts';
import type { BatchResponse } from '../../functions/_shared/runtime/queue-consumer.ts';
import { kill, type Process, type World } from './world.ts';

export interface QueueFaults {
  /** A message arrives twice; the second time at any time. */
  duplicate: number;
  /** A message is lost. */
  drop: number;
  /** Maximum delay in milliseconds until a message becomes visible. */
  delay: number;
}

type Handler = (
  process: Process,
  event: unknown,
  context: { getRemainingTimeInMillis: () => number },
) => Promise<BatchResponse>;

interface Consumer {
  handler: Handler;
  atOnce: number;
  timeout: number;
  visibility: number;
  running: number;
}

interface Message {
  body: string;
  visibleAt: number;
  isInFlight: boolean;
  receives: number;
}

const mostReceives = 5;

/** Standard queues and the functions that they start, with one message per invocation. */
export class FakeQueues {
  readonly #world: World;
  readonly #faults: QueueFaults;
  readonly #messages = new Map<string, Message[]>();
  readonly #consumers = new Map<string, Consumer>();
  readonly running = new Set<Process>();
  deadLettered = 0;
  requests = 0;

  constructor(world: World, faults: QueueFaults) {
    this.#world = world;
    this.#faults = faults;
  }

  consume(queue: string, consumer: Omit<Consumer, 'running'>): void {
    this.#consumers.set(queue, { ...consumer, running: 0 });
  }

  put(queue: string, body: string, delayMilliseconds = 0): void {
    if (this.#world.chance(this.#faults.drop)) return;
    const late = () => this.#world.between(0, this.#faults.delay);
    this.#add(queue, body, delayMilliseconds + late());
    if (this.#world.chance(this.#faults.duplicate)) this.#add(queue, body, delayMilliseconds + 20 * late());
  }

  #add(queue: string, body: string, delay: number): void {
    const messages = this.#messages.get(queue) ?? [];
    this.#messages.set(queue, messages);
    const visibleAt = this.#world.now + delay;
    messages.push({ body, visibleAt, isInFlight: false, receives: 0 });
    this.#world.after(delay, () => this.#poll(queue));
  }

  through(url: string, process: Process): Queue {
    const client: SQSClient = Object.create(SQSClient.prototype);
    Object.defineProperty(client, 'send', {
      value: (command: unknown) => this.#world.call(process, () => this.#execute(command)),
    });
    return { client, url };
  }

  #execute(command: unknown): unknown {
    this.requests += 1;
    if (command instanceof SendMessageCommand) {
      const { QueueUrl = '', MessageBody = '', DelaySeconds = 0 } = command.input;
      this.put(QueueUrl, MessageBody, DelaySeconds * 1000);
      return {};
    }
    if (command instanceof SendMessageBatchCommand) {
      const { QueueUrl = '', Entries = [] } = command.input;
      for (const { MessageBody = '', DelaySeconds = 0 } of Entries)
        this.put(QueueUrl, MessageBody, DelaySeconds * 1000);
      return { Failed: [] };
    }
    if (command instanceof GetQueueAttributesCommand) {
      const messages = this.#messages.get(command.input.QueueUrl ?? '') ?? [];
      const inFlight = messages.filter(({ isInFlight }) => isInFlight).length;
      return {
        Attributes: {
          ApproximateNumberOfMessages: String(messages.length - inFlight),
          ApproximateNumberOfMessagesNotVisible: String(inFlight),
        },
      };
    }
    throw new Error('the fake queues do not know this command');
  }

  #poll(queue: string): void {
    const consumer = this.#consumers.get(queue);
    if (!consumer) return;
    for (const message of this.#messages.get(queue) ?? []) {
      if (consumer.running >= consumer.atOnce) return;
      if (!message.isInFlight && message.visibleAt <= this.#world.now) this.#invoke(queue, consumer, message);
    }
  }

  #invoke(queue: string, consumer: Consumer, message: Message): void {
    message.isInFlight = true;
    message.receives += 1;
    consumer.running += 1;
    const comeBack = () => {
      if (message.receives < mostReceives) {
        message.isInFlight = false;
        message.visibleAt = this.#world.now;
        this.#poll(queue);
      } else {
        this.deadLettered += 1;
        this.#remove(queue, message);
      }
    };
    const finished = () => {
      this.running.delete(process);
      consumer.running -= 1;
      this.#world.after(0, () => this.#poll(queue));
    };
    const process: Process = {
      isDead: false,
      onDeath: () => {
        finished();
        this.#world.after(consumer.visibility, comeBack);
      },
    };
    this.running.add(process);
    const started = this.#world.now;
    this.#world.after(consumer.timeout, () => kill(process));
    const event = {
      Records: [
        {
          messageId: 'm',
          body: message.body,
          attributes: { ApproximateReceiveCount: String(message.receives) },
        },
      ],
    };
    const context = { getRemainingTimeInMillis: () => started + consumer.timeout - this.#world.now };
    consumer.handler(process, event, context).then(({ batchItemFailures }) => {
      if (process.isDead) return;
      process.isDead = true;
      finished();
      if (batchItemFailures.length > 0) this.#world.after(consumer.visibility / 4, comeBack);
      else this.#remove(queue, message);
    });
  }

  #remove(queue: string, message: Message): void {
    const messages = this.#messages.get(queue) ?? [];
    const i = messages.indexOf(message);
    if (i >= 0) messages.splice(i, 1);
  }
}
