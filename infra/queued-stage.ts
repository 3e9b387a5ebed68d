import { Duration } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { StageFunction, type StageFunctionProps } from './stage-function.ts';

export interface WorkQueueProps {
  /** Attempts before a message is moved to the dead-letter queue. */
  tries: number;
  /** Delays the delivery of new messages. */
  delay?: Duration;
  /** The consumer's timeout. The visibility timeout is six times as long, as Lambda recommends. */
  consumerTimeout: Duration;
}

/** A queue and its dead-letter queue. */
export class WorkQueue extends Construct {
  /** The name without the stack's, as in its alarms. */
  readonly queueName: string;
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, name: string, props: WorkQueueProps) {
    super(scope, `${name}-queue`);
    this.queueName = name;
    this.deadLetters = new Queue(this, 'DeadLetters', {
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    this.queue = new Queue(this, 'Queue', {
      visibilityTimeout: Duration.seconds(props.consumerTimeout.toSeconds() * 6),
      retentionPeriod: Duration.days(14),
      deliveryDelay: props.delay,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: props.tries },
    });
  }
}

export interface QueuedStageProps
  extends StageFunctionProps,
    Omit<WorkQueueProps, 'consumerTimeout' | 'tries'> {
  tries?: number;
  batchSize: number;
  /** How long to wait for a batch to fill. Required for batches of more than ten messages. */
  maxBatchingWindow?: Duration;
  /** Maximum number of concurrent executions. If undefined, Lambda decides. */
  maxConcurrency?: number;
}

/** A stage that consumes a queue. Most stages are of this kind. */
export class QueuedStage extends StageFunction {
  readonly queueName: string;
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, props: QueuedStageProps) {
    super(scope, props.stage, props);
    const work = new WorkQueue(scope, props.stage, {
      ...props,
      tries: props.tries ?? 5,
      consumerTimeout: props.timeout,
    });
    this.queueName = work.queueName;
    this.queue = work.queue;
    this.deadLetters = work.deadLetters;
    this.consume(this.queue, props);
  }

  /** Feeds the function from another queue. */
  consume(
    queue: Queue,
    batches: Pick<QueuedStageProps, 'batchSize' | 'maxBatchingWindow' | 'maxConcurrency'>,
  ): void {
    const { batchSize, maxBatchingWindow, maxConcurrency } = batches;
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
