import { Duration, Lazy, Stack } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { heldSeconds, type Retry, triesUntilDeadline } from '../functions/_shared/domain/retry.ts';
import { StageFunction, type StageFunctionProps } from './stage-function.ts';

export interface WorkQueueProps {
  retry: Retry;
  /** Delays the delivery of new messages. */
  delay?: Duration;
  consumerTimeout: Duration;
  /** How long the consumer waits for a batch to fill, while its first messages are already invisible. */
  maxBatchingWindow?: Duration;
}

/** Seconds between the receipt of a message and the start of its function, e.g. while the function is throttled. */
const startSeconds = 10;

/**
 * A queue and its dead-letter queue.
 *
 * Lambda refuses a function whose timeout is longer than the visibility timeout of its queue, and recommends six times as
 * much, for messages of a throttled function
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html). Here it is a little longer than the
 * function's timeout: the consumers limit how many run at once, and the many receives that `retry` allows cover the rest.
 * It counts only until the function starts, and if the function does not start at all: a function with long work sets a
 * short visibility timeout itself (`tryAgain`).
 */
export class WorkQueue extends Construct {
  /** The name without the stack's, as in its alarms. */
  readonly queueName: string;
  readonly queue: Queue;
  readonly deadLetters: Queue;
  /** What the consumer is told about this queue in `WORK_QUEUES`. */
  readonly settings: Retry & { url: string; isHeld: boolean };

  constructor(scope: Construct, name: string, props: WorkQueueProps) {
    super(scope, `${name}-queue`);
    this.queueName = name;
    const consumerSeconds = props.consumerTimeout.toSeconds();
    const windowSeconds = props.maxBatchingWindow?.toSeconds() ?? 0;
    this.deadLetters = new Queue(this, 'DeadLetters', {
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    this.queue = new Queue(this, 'Queue', {
      visibilityTimeout: Duration.seconds(consumerSeconds + windowSeconds + startSeconds),
      retentionPeriod: Duration.days(14),
      deliveryDelay: props.delay,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: triesUntilDeadline(props.retry) },
    });
    const isHeld = consumerSeconds > heldSeconds;
    this.settings = { url: this.queue.queueUrl, isHeld, ...props.retry };
  }
}

export interface QueuedStageProps extends StageFunctionProps, Omit<WorkQueueProps, 'consumerTimeout'> {
  /** Batches of more than ten messages require a `maxBatchingWindow`. */
  batchSize: number;
  /** Maximum number of concurrent executions. */
  maxConcurrency: number;
}

/** A stage that consumes a queue. Most stages are of this kind. */
export class QueuedStage extends StageFunction {
  readonly queueName: string;
  readonly queue: Queue;
  readonly deadLetters: Queue;
  private readonly consumed: WorkQueue['settings'][] = [];

  constructor(scope: Construct, props: QueuedStageProps) {
    super(scope, props.stage, props);
    const work = new WorkQueue(scope, props.stage, { ...props, consumerTimeout: props.timeout });
    this.queueName = work.queueName;
    this.queue = work.queue;
    this.deadLetters = work.deadLetters;
    this.function.addEnvironment(
      'WORK_QUEUES',
      Lazy.string({ produce: () => Stack.of(this).toJsonString(this.consumed) }),
    );
    this.consume(work, props);
  }

  /** Feeds the function from another queue. */
  consume(
    { queue, settings }: WorkQueue,
    batches: Pick<QueuedStageProps, 'batchSize' | 'maxBatchingWindow' | 'maxConcurrency'>,
  ): void {
    const { batchSize, maxBatchingWindow, maxConcurrency } = batches;
    this.consumed.push(settings);
    // The event source also grants `sqs:ChangeMessageVisibility`, with which the function decides when to try again.
    this.function.addEventSource(
      new SqsEventSource(queue, {
        batchSize,
        maxBatchingWindow,
        maxConcurrency,
        reportBatchItemFailures: true,
      }),
    );
  }
}
