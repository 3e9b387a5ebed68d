import { expect, test } from 'vitest';
import { localAccount } from '../../../../infra/local/cloud/account.ts';
import { eventPatternSchema, isMatch } from '../../../../infra/local/cloud/event-bus.ts';
import { readResources } from '../../../../infra/local/cloud/template.ts';
import { TemplateValues, templateSchema } from '../../../../infra/local/cloud/template-values.ts';
import { smallAssets, smallTemplate } from './small-template.ts';

const surroundings = {
  ...localAccount,
  stackName: 'Small',
  queueUrl: (name: string) => `http://127.0.0.1:1/000000000000/${name}`,
  webAddress: 'http://127.0.0.1:2',
};
const read = (resources: object) =>
  readResources(templateSchema.parse({ Resources: resources }), smallAssets, surroundings);
const worked = (value: unknown) => {
  const template = templateSchema.parse({
    Resources: { ...smallTemplate.Resources, It: { Type: 'Any', Properties: { value } } },
  });
  return new TemplateValues(template, surroundings).propertiesOf('It').value;
};

test.each([
  [{ Ref: 'AWS::AccountId' }, '000000000000'],
  [{ Ref: 'Intake00000002' }, 'http://127.0.0.1:1/000000000000/Small-Intake'],
  [{ Ref: 'Store00000004' }, 'small-store'],
  [{ Ref: 'Mails' }, 'newsroom'],
  [{ 'Fn::GetAtt': ['Relay00000006', 'Arn'] }, 'arn:aws:lambda:us-east-1:000000000000:function:Small-Relay'],
  [{ 'Fn::GetAtt': ['Intake00000002', 'QueueName'] }, 'Small-Intake'],
  [{ 'Fn::GetAtt': ['Api', 'ApiEndpoint'] }, 'http://127.0.0.1:2'],
  [{ 'Fn::Join': ['-', ['a', { Ref: 'AWS::Region' }, 1]] }, 'a-us-east-1-1'],
  [{ 'Fn::Select': [1, { 'Fn::Split': [':', 'a:b:c'] }] }, 'b'],
  [
    { 'Fn::Sub': '$' + '{AWS::StackName}/$' + '{Store00000004.Arn}/$' + '{!kept}' },
    'Small/arn:aws:s3:::small-store/$' + '{kept}',
  ],
  [{ 'Fn::Sub': ['$' + '{x}!', { x: { Ref: 'Mails' } }] }, 'newsroom!'],
  [[{ Ref: 'AWS::NoValue' }, 'b'], ['b']],
])('%j is %j on this machine', (value, expected) => {
  expect(worked(value)).toEqual(expected);
});

test.each([
  [{ Ref: 'Nobody' }, /Nobody/],
  [{ 'Fn::GetAtt': ['Store00000004', 'WebsiteURL'] }, /Store00000004\.WebsiteURL/],
  [{ 'Fn::ImportValue': 'other-stack' }, /Fn::ImportValue/],
])('%j cannot be known and says so', (value, message) => {
  expect(() => worked(value)).toThrow(message);
});

test('queues, functions and what connects them are read with their settings', () => {
  const found = read(smallTemplate.Resources);
  expect(found.eventSources).toEqual([
    {
      queue: 'Small-Intake',
      functionName: 'Small-Relay',
      batchSize: 5,
      windowSeconds: 0,
      reportsFailures: true,
      concurrency: 2,
    },
  ]);
  expect(found.queues.find(({ name }) => name === 'Small-Intake')?.settings).toMatchObject({
    visibilitySeconds: 60,
    delaySeconds: 0,
    redrive: {
      maxReceiveCount: 2,
      deadLetterTargetArn: 'arn:aws:sqs:us-east-1:000000000000:Small-IntakeDeadLetters',
    },
  });
  expect(found.functions.find(({ name }) => name === 'Small-Relay')).toMatchObject({
    timeoutSeconds: 10,
    memoryMegabytes: 256,
    environment: { TABLE_NAME: 'Small-Table', CONFIGURATION_SET: 'newsroom' },
  });
  expect(found.tables).toMatchObject([{ name: 'Small-Table', ttlAttribute: 'expiresAt' }]);
  expect(found.notifications).toMatchObject([
    { bucket: 'small-store', event: 's3:ObjectCreated:*', prefix: 'inbox/', suffix: '' },
    { bucket: 'small-store', event: 's3:ObjectRemoved:*', prefix: 'inbox/', suffix: '' },
  ]);
});

test.each([
  ['a type it does not know', { Odd: { Type: 'AWS::Kinesis::Stream' } }],
  ['a FIFO queue', { Odd: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } } }],
  [
    'a function in another language',
    {
      Odd: {
        Type: 'AWS::Lambda::Function',
        Properties: { Runtime: 'python3.13', Handler: 'x', Code: { S3Key: 'page.zip' } },
      },
    },
  ],
  [
    'a missing asset',
    {
      Odd: {
        Type: 'AWS::Lambda::Function',
        Properties: { Runtime: 'nodejs24.x', Handler: 'x', Code: { S3Key: 'gone.zip' } },
      },
    },
  ],
  [
    'a rule on a timer',
    { Odd: { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression: 'rate(1 day)', Targets: [] } } },
  ],
  [
    'a notification to a function',
    {
      Odd: {
        Type: 'AWS::S3::Bucket',
        Properties: { NotificationConfiguration: { LambdaConfigurations: [] } },
      },
    },
  ],
  ['a condition', { Odd: { Type: 'AWS::SQS::Queue', Condition: 'IsProduction' } }],
])('%s stops the newsroom, which names the culprit', (_, resources) => {
  expect(() => read(resources)).toThrow(/Odd/);
});

test('a queue whose messages come back before its function is out of time is refused, as by Lambda', () => {
  const { Relay00000006 } = smallTemplate.Resources;
  const slow = { ...Relay00000006, Properties: { ...Relay00000006?.Properties, Timeout: 61 } };
  expect(() => read({ ...smallTemplate.Resources, Relay00000006: slow })).toThrow(
    'Small-Intake: Queue visibility timeout: 60 seconds is less than Function timeout: 61 seconds',
  );
});

test('what only matters on AWS is passed over without a look at its insides', () => {
  const Properties = { anything: { 'Fn::ImportValue': 'x' } };
  const types = [
    'AWS::IAM::Role',
    'AWS::CloudWatch::Dashboard',
    'AWS::SQS::QueuePolicy',
    'AWS::SNS::Topic',
    'AWS::CDK::Metadata',
  ];
  expect(() => read(Object.fromEntries(types.map((Type) => [Type, { Type, Properties }])))).not.toThrow();
});

test.each([
  [{ source: ['aws.ses'] }, true],
  [{ source: ['aws.s3', 'aws.ses'], 'detail-type': ['Email Sent'] }, true],
  [{ 'detail-type': [{ prefix: 'Email ' }] }, true],
  [{ detail: { mail: { tags: { set: ['newsroom'] } } } }, true],
  [{ detail: { mail: { tags: { set: ['other'] } } } }, false],
  [{ detail: { mail: { tags: { missing: [{ exists: false }] } } } }, true],
  [{ detail: { bounce: { bounceType: ['Permanent'] } } }, false],
])('the event pattern %j matches as EventBridge would: %s', (pattern, expected) => {
  const event = {
    source: 'aws.ses',
    'detail-type': 'Email Sent',
    detail: { mail: { tags: { set: ['newsroom'] } } },
  };
  expect(isMatch(eventPatternSchema.parse(pattern), event)).toBe(expected);
});

test('a pattern that this bus cannot judge is refused rather than ignored', () => {
  expect(() => eventPatternSchema.parse({ source: [{ 'anything-but': ['aws.ses'] }] })).toThrow();
});
