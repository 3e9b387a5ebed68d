import { ArnFormat, CfnOutput, Stack } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { DoctorRead } from './doctor-reads.ts';
import type { Storage } from './storage.ts';

export interface DoctorPolicyProps {
  stage: string;
  storage: Storage;
  keys: Secret;
}

/**
 * The policy for whoever runs `npx dateline doctor --stage S`. It reads how the stack and the account are set up. Of what
 * is in them it reads how many contacts a list has, and whether sending is stopped.
 */
export class DoctorPolicy extends Construct {
  constructor(scope: Construct, props: DoctorPolicyProps) {
    super(scope, 'doctor');
    const where = Object.entries<string>(resourcesOf(Stack.of(this), props));
    const resources = [...new Set(where.map(([, resource]) => resource))];
    const policy = new ManagedPolicy(this, 'Policy', {
      description: 'Dateline: doctor',
      statements: [
        ...resources.map(
          (resource) =>
            new PolicyStatement({
              actions: where.filter(([, its]) => its === resource).map(([action]) => action),
              resources: [resource],
            }),
        ),
        ...itemReads(props.storage),
      ],
    });
    new CfnOutput(this, 'Arn', { value: policy.managedPolicyArn }).overrideLogicalId('DoctorPolicyArn');
  }
}

type ItemRead = 'dynamodb:GetItem' | 'dynamodb:Query';

/**
 * Where each right holds. `*` where AWS knows no resource
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html).
 * CloudFormation begins the names of what it makes with the name of the stack.
 */
function resourcesOf(stack: Stack, { stage, storage, keys }: DoctorPolicyProps) {
  const { stackName } = stack;
  const arn = (service: string, resource: string, resourceName?: string, arnFormat?: ArnFormat) =>
    stack.formatArn({ service, resource, resourceName, arnFormat });
  const itself = arn('cloudformation', 'stack', `${stackName}/*`);
  const table = storage.table.tableArn;
  const bucket = stack.formatArn({
    service: 's3',
    region: '',
    account: '',
    resource: `${stackName.toLowerCase()}-*`,
  });
  const configurationSets = arn('ses', 'configuration-set', `dateline-${stage}*`);
  const rules = arn('events', 'rule', `${stackName}-*`);
  const topics = arn('sns', `${stackName}-*`);
  return {
    'cloudformation:DescribeStacks': itself,
    'cloudformation:ListStackResources': itself,
    'cloudwatch:DescribeAlarms': '*',
    'dynamodb:DescribeContinuousBackups': table,
    'dynamodb:DescribeTable': table,
    'dynamodb:DescribeTimeToLive': table,
    'events:DescribeRule': rules,
    'events:ListTargetsByRule': rules,
    'lambda:GetAccountSettings': '*',
    'lambda:GetEventSourceMapping': arn('lambda', 'event-source-mapping', '*', ArnFormat.COLON_RESOURCE_NAME),
    's3:GetBucketNotification': bucket,
    's3:GetBucketPublicAccessBlock': bucket,
    's3:GetBucketVersioning': bucket,
    's3:GetEncryptionConfiguration': bucket,
    's3:GetLifecycleConfiguration': bucket,
    'scheduler:GetSchedule': arn('scheduler', 'schedule', `dateline-${stage}/*`),
    'scheduler:GetScheduleGroup': arn('scheduler', 'schedule-group', `dateline-${stage}`),
    'scheduler:ListSchedules': '*',
    'secretsmanager:DescribeSecret': keys.secretArn,
    'ses:GetAccount': '*',
    'ses:GetConfigurationSet': configurationSets,
    'ses:GetConfigurationSetEventDestinations': configurationSets,
    'ses:GetEmailIdentity': arn('ses', 'identity', '*'),
    'sns:GetTopicAttributes': topics,
    'sns:ListSubscriptionsByTopic': topics,
    'sqs:GetQueueAttributes': arn('sqs', `${stackName}-*`),
  } satisfies Record<Exclude<DoctorRead, ItemRead>, string>;
}

/** Of a list it may ask for the number of entries only: `dynamodb:Select` is COUNT. */
function itemReads({ table }: Storage): PolicyStatement[] {
  const on = (action: ItemRead, keys: string[], more: Record<string, unknown> = {}) =>
    new PolicyStatement({
      actions: [action],
      resources: [table.tableArn],
      conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys }, ...more },
    });
  return [
    on('dynamodb:GetItem', ['PACE']),
    on('dynamodb:Query', ['LISTS']),
    on('dynamodb:Query', ['LIST#*'], { StringEquals: { 'dynamodb:Select': 'COUNT' } }),
  ];
}
