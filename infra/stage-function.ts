import type { Duration } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Architecture, type Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Storage } from './storage.ts';

export interface StageFunctionProps {
  /** Folder under functions/, and the stem of everything that belongs to the stage. */
  stage: string;
  code: Code;
  storage: Storage;
  environment: Record<string, string>;
  memorySize: number;
  timeout: Duration;
}

/** One stage's Lambda: the table and the bucket are granted, the audit trail is not to be edited by anybody. */
export class StageFunction extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: StageFunctionProps) {
    super(scope, id);
    this.function = new LambdaFunction(this, 'Function', {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: props.code,
      handler: 'index.handler',
      memorySize: props.memorySize,
      timeout: props.timeout,
      environment: {
        ...props.environment,
        TABLE_NAME: props.storage.table.tableName,
        BUCKET_NAME: props.storage.bucket.bucketName,
        NODE_OPTIONS: '--enable-source-maps',
      },
      logGroup: new LogGroup(this, 'Logs', { retention: RetentionDays.THREE_MONTHS }),
      description: `Dateline: ${props.stage}`,
    });
    props.storage.table.grantReadWriteData(this.function);
    props.storage.bucket.grantReadWrite(this.function);
    this.function.addToRolePolicy(
      new PolicyStatement({
        effect: Effect.DENY,
        actions: ['dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:BatchWriteItem'],
        resources: [props.storage.table.tableArn],
        conditions: { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': ['AUDIT#*'] } },
      }),
    );
  }
}
