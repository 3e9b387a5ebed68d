import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
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
  /** One sentence: who is affected while messages are in the dead-letter queue. */
  whoIsHurt: string;
  alarms: ITopic;
}

/**
 * A queue, its dead-letter queue, and an alarm when a message is in the dead-letter queue. The name of the alarm is a
 * heading in the runbook.
 */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, name: string, props: WorkQueueProps) {
    super(scope, `${name}-queue`);
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
    new Alarm(this, 'Alarm', {
      alarmName: `${scope.node.id}: ${name} gave up on a message`,
      alarmDescription: `${props.whoIsHurt} What to do: docs/runbook.md#${name}-gave-up-on-a-message`,
      metric: this.deadLetters.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(1),
        statistic: 'max',
      }),
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    }).addAlarmAction(new SnsAction(props.alarms));
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
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, props: QueuedStageProps) {
    super(scope, props.stage, props);
    const work = new WorkQueue(scope, props.stage, {
      ...props,
      tries: props.tries ?? 5,
      consumerTimeout: props.timeout,
    });
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
