import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/** The schedules: one for each future embargo or send time, and those that start the watch. */
export class EmbargoClock extends Construct {
  readonly group: CfnScheduleGroup;
  readonly role: Role;

  private readonly stage: string;

  constructor(scope: Construct, stage: string) {
    super(scope, 'embargo-clock');
    this.stage = stage;
    this.group = new CfnScheduleGroup(this, 'Group', { name: `dateline-${stage}` });
    // Only this account's scheduler may take the role (the confused deputy of
    // https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html).
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
  }

  /** Lets a function set schedules that write to `target`; gives what its environment must say. */
  grantSchedule(scheduler: LambdaFunction, target: Queue) {
    const { partition, region, account } = Stack.of(this);
    target.grantSendMessages(this.role);
    scheduler.addToRolePolicy(
      new PolicyStatement({
        // Nothing takes a schedule back or moves it: one that comes too early or for nothing finds that in the head.
        actions: ['scheduler:CreateSchedule'],
        resources: [`arn:${partition}:scheduler:${region}:${account}:schedule/dateline-${this.stage}/*`],
      }),
    );
    scheduler.addToRolePolicy(
      new PolicyStatement({
        actions: ['iam:PassRole'],
        resources: [this.role.roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
      }),
    );
    return {
      SCHEDULE_GROUP: this.group.ref,
      SCHEDULER_ROLE_ARN: this.role.roleArn,
      ARM_QUEUE_ARN: target.queueArn,
    };
  }

  /** Writes a message to a queue at a rate, e.g. `rate(5 minutes)`. */
  repeat(id: string, rate: string, target: Queue, message: object): void {
    target.grantSendMessages(this.role);
    new CfnSchedule(this, id, {
      groupName: this.group.ref,
      scheduleExpression: rate,
      flexibleTimeWindow: { mode: 'OFF' },
      target: { arn: target.queueArn, roleArn: this.role.roleArn, input: JSON.stringify(message) },
    });
  }
}
