import { CfnOutput, Stack } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { EmbargoClock } from './embargo-clock.ts';
import { grantsOf } from './grants.ts';
import type { Keys } from './keys.ts';
import { people } from './people-permissions.ts';
import type { Storage } from './storage.ts';

export interface PeopleProps {
  storage: Storage;
  keys: Keys;
  clock: EmbargoClock;
  composeQueue: Queue;
  armQueue: Queue;
}

/**
 * Policies for people, to be attached to their roles or groups (docs/aws.md, “Who may do what”). The commands of
 * `dateline --stage` run with the rights of whoever types them.
 */
export class People extends Construct {
  constructor(scope: Construct, props: PeopleProps) {
    super(scope, 'people');
    const { storage, keys, clock } = props;
    const findsStack = new PolicyStatement({
      actions: ['cloudformation:DescribeStacks'],
      resources: [
        Stack.of(this).formatArn({
          service: 'cloudformation',
          resource: 'stack',
          resourceName: `${Stack.of(this).stackName}/*`,
        }),
      ],
    });
    const readsKeys = on([keys.secret.secretArn], 'secretsmanager:GetSecretValue');
    this.policy('Staff', grantsOf(people.staff.permissions, storage));
    this.policy('Desk', [
      ...grantsOf(people.desk.permissions, storage),
      on(arnsOf([props.composeQueue, props.armQueue]), 'sqs:SendMessage'),
      ...clock.schedulingGrants(),
      readsKeys,
      findsStack,
    ]);
    this.policy('Operators', [
      ...grantsOf(people.operators.permissions, storage),
      on([keys.secret.secretArn], 'secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'),
      findsStack,
      redrive(this),
    ]);
  }

  private policy(whose: string, statements: PolicyStatement[]): void {
    const policy = new ManagedPolicy(this, whose, {
      statements,
      description: `Dateline: ${whose.toLowerCase()}`,
    });
    new CfnOutput(this, `${whose}PolicyArn`, { value: policy.managedPolicyArn }).overrideLogicalId(
      `${whose}PolicyArn`,
    );
  }
}

/**
 * Moving messages back takes them from one queue and sends them to another
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html).
 */
function redrive(scope: Construct): PolicyStatement {
  const { stackName } = Stack.of(scope);
  const queues = Stack.of(scope).formatArn({ service: 'sqs', resource: `${stackName}-*` });
  return on(
    [queues],
    'sqs:StartMessageMoveTask',
    'sqs:ListMessageMoveTasks',
    'sqs:CancelMessageMoveTask',
    'sqs:ReceiveMessage',
    'sqs:DeleteMessage',
    'sqs:ChangeMessageVisibility',
    'sqs:SendMessage',
    'sqs:GetQueueAttributes',
  );
}

function on(resources: string[], ...actions: string[]): PolicyStatement {
  return new PolicyStatement({ actions, resources });
}

function arnsOf(queues: readonly Queue[]): string[] {
  return queues.map(({ queueArn }) => queueArn);
}
