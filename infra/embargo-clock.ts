import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/** The schedules: one for each future embargo or send time, and those that start the watch. */
export class EmbargoClock extends Construct {
  readonly group: CfnScheduleGroup;
  readonly role: Role;
  /** What the scheduler could not write into a queue until its retries were used up. */
  readonly deadLetters: Queue;

  private readonly stage: string;

  constructor(scope: Construct, stage: string) {
    super(scope, 'embargo-clock');
    this.stage = stage;
    this.group = new CfnScheduleGroup(this, 'Group', { name: `dateline-${stage}` });
    // Only this account's scheduler may assume the role, and for this group. This prevents the confused deputy problem
    // (https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html).
    const { partition, region, account } = Stack.of(this);
    const group = `arn:${partition}:scheduler:${region}:${account}:schedule-group/dateline-${stage}`;
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': account, 'aws:SourceArn': group },
        },
      }),
    });
    this.deadLetters = new Queue(this, 'DeadLetters', {
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    // The scheduler writes dead letters with the role of the schedule
    // (https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html).
    this.admit(this.deadLetters);
  }

  /** Allows a function to create schedules that write to `target`. Returns the environment variables that it needs. */
  grantSchedule(scheduler: LambdaFunction, target: Queue) {
    this.admit(target);
    for (const grant of this.schedulingGrants()) scheduler.addToRolePolicy(grant);
    return {
      SCHEDULE_GROUP: this.group.ref,
      SCHEDULER_ROLE_ARN: this.role.roleArn,
      SCHEDULE_DEAD_LETTERS_ARN: this.deadLetters.queueArn,
      ARM_QUEUE_ARN: target.queueArn,
    };
  }

  /** To create schedules in this group, and to pass the role to the scheduler alone. */
  schedulingGrants(): PolicyStatement[] {
    const { partition, region, account } = Stack.of(this);
    return [
      new PolicyStatement({
        // Schedules are never deleted or moved. A run that is too early or no longer needed finds that out from the
        // head.
        actions: ['scheduler:CreateSchedule'],
        resources: [`arn:${partition}:scheduler:${region}:${account}:schedule/dateline-${this.stage}/*`],
      }),
      new PolicyStatement({
        actions: ['iam:PassRole'],
        resources: [this.role.roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
      }),
    ];
  }

  private admit(target: Queue): void {
    this.role.addToPolicy(
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [target.queueArn] }),
    );
  }

  /** Writes a message to a queue at a rate, e.g. `rate(5 minutes)`. */
  repeat(id: string, rate: string, target: Queue, message: object): void {
    this.admit(target);
    new CfnSchedule(this, id, {
      groupName: this.group.ref,
      scheduleExpression: rate,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: target.queueArn,
        roleArn: this.role.roleArn,
        input: JSON.stringify(message),
        deadLetterConfig: { arn: this.deadLetters.queueArn },
      },
    });
  }
}
