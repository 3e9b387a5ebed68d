import { type Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Architecture, type Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { grantsOf } from './grants.ts';
import { stagePermissions } from './stage-permissions.ts';
import type { Storage } from './storage.ts';

export interface StageFunctionProps {
  /** The folder in functions/. The names of everything that belongs to the stage start with it. */
  stage: string;
  code: Code;
  storage: Storage;
  memorySize: number;
  timeout: Duration;
}

/** The variables in a stage's environment.ts, without those that every function, or every consumer of a queue, gets. */
export type OwnVariables<Environment> = Omit<Environment, 'TABLE_NAME' | 'BUCKET_NAME' | 'WORK_QUEUES'>;

/** The Lambda of one stage. It may do with table and bucket what its permissions.ts declares. */
export class StageFunction extends Construct {
  readonly function: LambdaFunction;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: StageFunctionProps) {
    super(scope, id);
    this.logGroup = new LogGroup(this, 'Logs', { retention: RetentionDays.THREE_MONTHS });
    this.function = new LambdaFunction(this, 'Function', {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: props.code,
      handler: 'index.handler',
      memorySize: props.memorySize,
      timeout: props.timeout,
      environment: {
        TABLE_NAME: props.storage.table.tableName,
        BUCKET_NAME: props.storage.bucket.bucketName,
        NODE_OPTIONS: '--enable-source-maps',
        // The dimension of the metrics and a member of each log line.
        POWERTOOLS_SERVICE_NAME: Stack.of(this).node.id,
      },
      logGroup: this.logGroup,
      description: `Dateline: ${props.stage}`,
    });
    const permissions = stagePermissions.get(props.stage);
    if (!permissions)
      throw new Error(`infra/stage-permissions.ts does not know functions/${props.stage}/permissions.ts`);
    for (const grant of grantsOf(permissions, props.storage)) this.function.addToRolePolicy(grant);
  }

  /** Lets the function write to a queue. Returns the queue's URL for its environment. */
  writesTo(queue: Queue): string {
    this.function.addToRolePolicy(
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] }),
    );
    return queue.queueUrl;
  }

  /** Lets the function read the number of messages in a queue. Returns the queue's URL. */
  counts(queue: Queue): string {
    queue.grant(this.function, 'sqs:GetQueueAttributes');
    return queue.queueUrl;
  }

  /** Sets the environment. Typed by the stage's environment.ts, so that a missing variable does not compile. */
  provide<Environment>(variables: OwnVariables<Environment>): void {
    for (const [name, value] of Object.entries<unknown>(variables))
      if (typeof value === 'string') this.function.addEnvironment(name, value);
  }
}
