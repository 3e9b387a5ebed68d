import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { paceTable } from '../../functions/_shared/aws/pace-table.ts';
import { sendingStop } from '../../functions/_shared/deliveries/sending-stop.ts';
import type { DoctorRead } from '../../infra/doctor-reads.ts';
import { isDefaultEndpointOpen, readAddress } from './address-facts.ts';
import { readAlarms } from './alarm-facts.ts';
import { readBucket } from './bucket-facts.ts';
import type { Seen, StackFacts } from './facts.ts';
import { readSecret } from './key-facts.ts';
import { readMapping } from './lambda-facts.ts';
import { readLargestList } from './list-facts.ts';
import { look } from './look.ts';
import { readQueue } from './queue-facts.ts';
import { readRule } from './rule-facts.ts';
import { hasGroup, readEditionSchedules, readSchedule } from './schedule-facts.ts';
import { readConfigurationSet } from './ses-facts.ts';
import type { Setup } from './setup.ts';
import { type DeployedStack, resourcesOf, withStores } from './stack.ts';
import { readTable } from './table-facts.ts';
import { readTopic } from './topic-facts.ts';

interface LookOptions {
  region: string;
  maxAttempts: number;
}

/** Looks at every resource of the stack that it knows. The names come from CloudFormation. */
export async function gatherFromStack(
  setup: Setup,
  stack: DeployedStack,
  options: LookOptions,
  now: () => number,
): Promise<StackFacts> {
  const each = lookAtEach(stack);
  const events = new EventBridgeClient(options);
  const lambda = new LambdaClient(options);
  const ses = new SESv2Client(options);
  const secrets = new SecretsManagerClient(options);
  const sns = new SNSClient(options);
  const sqs = new SQSClient(options);
  const [configurationSets, rules, queues, topics, mappings, keys, others] = await Promise.all([
    each(
      'AWS::SES::ConfigurationSet',
      ['ses:GetConfigurationSet', 'ses:GetConfigurationSetEventDestinations'],
      (name) => readConfigurationSet(ses, name),
    ),
    each('AWS::Events::Rule', ['events:DescribeRule', 'events:ListTargetsByRule'], (name) =>
      readRule(events, name),
    ),
    each('AWS::SQS::Queue', ['sqs:GetQueueAttributes'], (url) => readQueue(sqs, url)),
    each('AWS::SNS::Topic', ['sns:GetTopicAttributes', 'sns:ListSubscriptionsByTopic'], (arn) =>
      readTopic(sns, arn),
    ),
    each('AWS::Lambda::EventSourceMapping', ['lambda:GetEventSourceMapping'], (uuid) =>
      readMapping(lambda, uuid),
    ),
    each('AWS::SecretsManager::Secret', ['secretsmanager:DescribeSecret'], (arn) => readSecret(secrets, arn)),
    gatherOthers(setup, stack, options, now),
  ]);
  return { configurationSets, rules, queues, topics, mappings, secrets: keys, ...others };
}

type Others = Omit<StackFacts, 'configurationSets' | 'rules' | 'queues' | 'topics' | 'mappings' | 'secrets'>;

async function gatherOthers(
  setup: Setup,
  stack: DeployedStack,
  options: LookOptions,
  now: () => number,
): Promise<Others> {
  const [schedules, storage, alarms, address] = await Promise.all([
    gatherSchedules(stack, options),
    gatherStorage(setup, stack, options, now),
    gatherAlarms(stack, options),
    gatherAddress(setup, stack),
  ]);
  return { ...schedules, ...storage, alarms, ...address };
}

async function gatherSchedules(
  stack: DeployedStack,
  options: LookOptions,
): Promise<Pick<StackFacts, 'schedules' | 'groups'>> {
  const scheduler = new SchedulerClient(options);
  const groupNames = resourcesOf(stack, 'AWS::Scheduler::ScheduleGroup').map(({ physicalId }) => physicalId);
  const [group = ''] = groupNames;
  const ofStack = resourcesOf(stack, 'AWS::Scheduler::Schedule').map(({ physicalId }) => physicalId);
  const [schedules, groups] = await Promise.all([
    lookAtEach(stack)('AWS::Scheduler::Schedule', ['scheduler:GetSchedule'], (name) =>
      readSchedule(scheduler, group, name),
    ),
    Promise.all(
      groupNames.map(async (name) => ({
        name,
        exists: await look(`the schedule group ${name}`, ['scheduler:GetScheduleGroup'], () =>
          hasGroup(scheduler, name),
        ),
        editions: await look(
          'the schedules of editions',
          ['scheduler:ListSchedules', 'scheduler:GetSchedule'],
          () => readEditionSchedules(scheduler, name, ofStack),
        ),
      })),
    ),
  ]);
  return { schedules, groups };
}

async function gatherStorage(
  { newsroom }: Setup,
  stack: DeployedStack,
  options: LookOptions,
  now: () => number,
): Promise<Pick<StackFacts, 'tables' | 'buckets' | 'dropBucket' | 'largestList' | 'stop'>> {
  const each = lookAtEach(withStores(stack));
  const client = new DynamoDBClient(options);
  // Paths, not hosts, name the bucket at the embedded S3.
  const s3 = new S3Client({ ...options, forcePathStyle: process.env.AWS_ENDPOINT_URL_S3 !== undefined });
  const table = { client, name: stack.outputs.Table ?? '' };
  const [tables, buckets, largestList, stop] = await Promise.all([
    each(
      'AWS::DynamoDB::Table',
      ['dynamodb:DescribeTable', 'dynamodb:DescribeContinuousBackups', 'dynamodb:DescribeTimeToLive'],
      (name) => readTable(client, name),
    ),
    each('AWS::S3::Bucket', bucketReads, (name) => readBucket(s3, name)),
    look('the lists', ['dynamodb:Query'], () => readLargestList(table)),
    look('whether sending has stopped', ['dynamodb:GetItem'], async () =>
      sendingStop(await paceTable(table).readPace(), now(), newsroom.zone),
    ),
  ]);
  return { tables, buckets, dropBucket: stack.outputs.Bucket ?? null, largestList, stop };
}

const bucketReads = [
  's3:GetBucketVersioning',
  's3:GetBucketPublicAccessBlock',
  's3:GetEncryptionConfiguration',
  's3:GetLifecycleConfiguration',
  's3:GetBucketNotification',
] as const;

async function gatherAlarms(stack: DeployedStack, options: LookOptions): Promise<StackFacts['alarms']> {
  const names = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'].flatMap((type) =>
    resourcesOf(stack, type).map(({ physicalId }) => physicalId),
  );
  const found = await look('the alarms', ['cloudwatch:DescribeAlarms'], () =>
    readAlarms(new CloudWatchClient(options), names),
  );
  return { names, found };
}

async function gatherAddress(
  { infrastructure, region }: Setup,
  stack: DeployedStack,
): Promise<Pick<StackFacts, 'address' | 'addressRecord' | 'isSecondWayOpen'>> {
  const { PublicUrl, PublicDomainRecord } = stack.outputs;
  const [api] = resourcesOf(stack, 'AWS::ApiGatewayV2::Api');
  const [address, isSecondWayOpen] = await Promise.all([
    PublicUrl
      ? look('the public address', [], () => readAddress(PublicUrl))
      : ({ kind: 'not-here' } as const),
    api && infrastructure.domain
      ? look('the address of API Gateway', [], () => isDefaultEndpointOpen(api.physicalId, region))
      : ({ kind: 'not-here' } as const),
  ]);
  return { address, addressRecord: PublicDomainRecord ?? null, isSecondWayOpen };
}

/** Looks at every resource of one type by its physical id. */
function lookAtEach(stack: DeployedStack) {
  return <Facts>(
    type: string,
    needs: readonly DoctorRead[],
    read: (physicalId: string) => Promise<Facts | null>,
  ): Promise<Seen<Facts>[]> =>
    Promise.all(
      resourcesOf(stack, type).map(async (resource) => ({
        ...resource,
        facts: await look(`${type.split('::').slice(1).join(' ')} ${resource.physicalId}`, needs, () =>
          read(resource.physicalId),
        ),
      })),
    );
}
