import {
  CloudFormationClient,
  DescribeStacksCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import * as DynamoDB from '@aws-sdk/client-dynamodb';
import * as EventBridge from '@aws-sdk/client-eventbridge';
import * as Lambda from '@aws-sdk/client-lambda';
import * as S3 from '@aws-sdk/client-s3';
import * as SESv2 from '@aws-sdk/client-sesv2';
import * as SNS from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { openSes } from './open-ses.ts';
import { clientOptions, named, openStack } from './open-stack.ts';
import { smallTemplate, smallTemplateWithout } from './small-template.ts';

/** The small template as an operator's account would hold it: guarded, and with a topic that somebody hears. */
const template = {
  ...smallTemplate,
  Outputs: { Queue: { Value: { Ref: 'Intake00000002' } } },
  Resources: {
    ...smallTemplateWithout('RelayMapping', 'Table00000005', 'Store00000004').Resources,
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: { 'Fn::GetAtt': ['Intake00000002', 'Arn'] },
        FunctionName: { Ref: 'Relay00000006' },
        ScalingConfig: { MaximumConcurrency: 3 },
      },
    },
    Table00000005: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        ...smallTemplate.Resources.Table00000005?.Properties,
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      },
    },
    Store00000004: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        ...smallTemplate.Resources.Store00000004?.Properties,
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: false },
        LifecycleConfiguration: { Rules: [{ Status: 'Enabled', Prefix: 'store/' }] },
      },
    },
    Alarms00000008: { Type: 'AWS::SNS::Topic', Properties: {} },
    Heard: {
      Type: 'AWS::SNS::Subscription',
      Properties: {
        TopicArn: { Ref: 'Alarms00000008' },
        Protocol: 'email',
        Endpoint: 'ops@newsroom.example',
      },
    },
    Policy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: { Queues: [{ Ref: 'Events00000003' }], PolicyDocument: { Statement: [] } },
    },
  },
};

test('an operator sees the stack as on AWS: resources, outputs, and the settings of each', async () => {
  const stack = await openStack({ template });
  const options = { ...clientOptions, endpoint: stack.endpoints.ses };
  const cloudFormation = new CloudFormationClient(options);
  const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: 'Small' }));
  expect(Stacks?.[0]?.Outputs).toEqual([{ OutputKey: 'Queue', OutputValue: stack.queueUrl('Small-Intake') }]);
  const listed = await cloudFormation.send(new ListStackResourcesCommand({ StackName: 'Small' }));
  expect(listed.StackResourceSummaries).toContainEqual(
    expect.objectContaining({ LogicalResourceId: 'MailRule', PhysicalResourceId: 'Small-MailRule' }),
  );
  await expect(cloudFormation.send(new DescribeStacksCommand({ StackName: 'Other' }))).rejects.toMatchObject({
    name: 'ValidationError',
    message: 'Stack with id Other does not exist',
  });

  const events = new EventBridge.EventBridgeClient(options);
  const rule = await events.send(new EventBridge.DescribeRuleCommand({ Name: 'Small-MailRule' }));
  expect(JSON.parse(rule.EventPattern ?? '')).toMatchObject({ source: ['aws.ses'] });
  expect(rule.State).toBe('ENABLED');
  const targets = await events.send(new EventBridge.ListTargetsByRuleCommand({ Rule: 'Small-MailRule' }));
  expect(targets.Targets).toMatchObject([{ Arn: 'arn:aws:sqs:us-east-1:000000000000:Small-Events' }]);
  await expect(events.send(new EventBridge.DescribeRuleCommand({ Name: 'gone' }))).rejects.toBeInstanceOf(
    EventBridge.ResourceNotFoundException,
  );

  const lambda = new Lambda.LambdaClient(options);
  const { AccountLimit } = await lambda.send(new Lambda.GetAccountSettingsCommand({}));
  expect(AccountLimit?.ConcurrentExecutions).toBe(1000);
  const mapping = await lambda.send(new Lambda.GetEventSourceMappingCommand({ UUID: 'Mapping' }));
  expect(mapping).toMatchObject({ State: 'Enabled', ScalingConfig: { MaximumConcurrency: 3 } });

  const sqs = new SQSClient(options);
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: stack.queueUrl('Small-Events'), AttributeNames: ['Policy'] }),
  );
  expect(Attributes).toEqual({ Policy: '{"Statement":[]}' });
});

test('a rule that somebody switched off tells nobody of a mail, until it is switched on', async () => {
  const { stack, send, events } = await openSes({ template });
  const bridge = new EventBridge.EventBridgeClient({ ...clientOptions, endpoint: stack.endpoints.ses });
  const Name = 'Small-MailRule';
  await bridge.send(new EventBridge.DisableRuleCommand({ Name }));
  await send('ha@example.org');
  expect(await events()).toEqual([]);
  await bridge.send(new EventBridge.EnableRuleCommand({ Name }));
  await send('ha@example.org');
  expect((await events()).length).toBeGreaterThan(0);
});

test('a subscription is pending until its address confirms it', async () => {
  const { endpoints } = await openStack({ template });
  const sns = new SNS.SNSClient({ ...clientOptions, endpoint: endpoints.ses });
  const TopicArn = 'arn:aws:sns:us-east-1:000000000000:Small-Alarms';
  const subscriptions = async () =>
    (await sns.send(new SNS.ListSubscriptionsByTopicCommand({ TopicArn }))).Subscriptions;
  expect(await subscriptions()).toMatchObject([
    { Endpoint: 'ops@newsroom.example', SubscriptionArn: 'PendingConfirmation' },
  ]);
  const body = JSON.stringify({ confirmed: ['ops@newsroom.example'] });
  await fetch(`${endpoints.ses}/_local/account`, { method: 'PUT', body });
  expect((await subscriptions())?.[0]?.SubscriptionArn).toMatch(/^arn:/);
  const { Attributes } = await sns.send(new SNS.GetTopicAttributesCommand({ TopicArn }));
  expect(JSON.parse(Attributes?.Policy ?? '').Statement).toHaveLength(1);
  await expect(
    sns.send(new SNS.GetTopicAttributesCommand({ TopicArn: `${TopicArn}2` })),
  ).rejects.toBeInstanceOf(SNS.NotFoundException);
});

test('the second API of SES says how account, identity and configuration set stand', async () => {
  const { endpoints } = await openStack({ template });
  const ses = new SESv2.SESv2Client({ ...clientOptions, endpoint: endpoints.ses });
  const body = JSON.stringify({
    sandbox: true,
    identities: { 'newsroom.example': { dkim: 'TemporaryFailure' } },
  });
  await fetch(`${endpoints.ses}/_local/ses`, { method: 'PUT', body });
  expect(await ses.send(new SESv2.GetAccountCommand({}))).toMatchObject({
    ProductionAccessEnabled: false,
    SendingEnabled: true,
    SendQuota: { Max24HourSend: 200, SentLast24Hours: 0 },
  });
  const asked = { EmailIdentity: 'newsroom.example' };
  const { DkimAttributes } = await ses.send(new SESv2.GetEmailIdentityCommand(asked));
  expect(DkimAttributes).toMatchObject({ Status: 'TEMPORARY_FAILURE', SigningEnabled: true });
  expect(DkimAttributes?.Tokens).toHaveLength(3);
  await expect(
    ses.send(new SESv2.GetEmailIdentityCommand({ EmailIdentity: 'other.example' })),
  ).rejects.toBeInstanceOf(SESv2.NotFoundException);
  const set = { ConfigurationSetName: 'newsroom' };
  const { EventDestinations } = await ses.send(new SESv2.GetConfigurationSetEventDestinationsCommand(set));
  expect(EventDestinations).toMatchObject([
    { Enabled: true, MatchingEventTypes: expect.arrayContaining(['SEND', 'DELIVERY_DELAY']) },
  ]);
  expect((await ses.send(new SESv2.GetConfigurationSetCommand(set))).SendingOptions).toEqual({
    SendingEnabled: true,
  });
});

test('bucket and table tell how they are guarded', async () => {
  const { endpoints, names } = await openStack({ template });
  const s3 = new S3.S3Client({ ...clientOptions, endpoint: endpoints.s3, forcePathStyle: true });
  const Bucket = 'small-store';
  const block = await s3.send(new S3.GetPublicAccessBlockCommand({ Bucket }));
  expect(block.PublicAccessBlockConfiguration).toEqual({
    BlockPublicAcls: true,
    RestrictPublicBuckets: false,
  });
  const told = await s3.send(new S3.GetBucketNotificationConfigurationCommand({ Bucket }));
  expect(told.QueueConfigurations).toMatchObject([
    {
      QueueArn: 'arn:aws:sqs:us-east-1:000000000000:Small-Intake',
      Events: ['s3:ObjectCreated:*'],
      Filter: { Key: { FilterRules: [{ Name: 'prefix', Value: 'inbox/' }] } },
    },
    { Events: ['s3:ObjectRemoved:*'] },
  ]);
  const { Rules } = await s3.send(new S3.GetBucketLifecycleConfigurationCommand({ Bucket }));
  expect(Rules).toMatchObject([{ Status: 'Enabled', Filter: { Prefix: 'store/' } }]);

  const dynamoDb = new DynamoDB.DynamoDBClient({ ...clientOptions, endpoint: endpoints.dynamodb });
  const TableName = named(names.tables, 'Table');
  const backups = async () =>
    (await dynamoDb.send(new DynamoDB.DescribeContinuousBackupsCommand({ TableName })))
      .ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
  expect(await backups()).toBe('ENABLED');
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: false };
  await dynamoDb.send(
    new DynamoDB.UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }),
  );
  expect(await backups()).toBe('DISABLED');
  await expect(dynamoDb.send(new DynamoDB.DeleteTableCommand({ TableName }))).rejects.toThrow(
    'protected against deletion',
  );
  await dynamoDb.send(new DynamoDB.UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }));
  const { Table } = await dynamoDb.send(new DynamoDB.DescribeTableCommand({ TableName }));
  expect(Table).toMatchObject({
    DeletionProtectionEnabled: false,
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
  });
});
