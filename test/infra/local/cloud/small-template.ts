import { fileURLToPath } from 'node:url';
import { type Template, templateSchema } from '../../../../infra/local/cloud/template-values.ts';

const allowing = (...statements: object[]) => ({
  Version: '2012-10-17',
  Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement })),
});

const mayWrite = (service: string, source: string) =>
  allowing({
    Principal: { Service: service },
    Action: 'sqs:SendMessage',
    Resource: 'arn:aws:sqs:*:*:Small-*',
    Condition: { ArnLike: { 'aws:SourceArn': source } },
  });

/** Names and not references, so that a test can leave out the resources. */
const relaying = allowing(
  {
    Action: [
      'sqs:ReceiveMessage',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:ChangeMessageVisibility',
    ],
    Resource: 'arn:aws:sqs:*:*:Small-Intake',
  },
  { Action: 's3:GetObject', Resource: 'arn:aws:s3:::small-store/inbox/*' },
  {
    Action: 'ses:SendRawEmail',
    Resource: ['arn:aws:ses:*:*:identity/newsroom.example', 'arn:aws:ses:*:*:configuration-set/newsroom'],
  },
  {
    Action: 'dynamodb:PutItem',
    Resource: 'arn:aws:dynamodb:*:*:table/Small-Table',
    Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['inbox/*'] } },
  },
);

/**
 * A bucket whose `inbox/` feeds a queue, a function that mails the objects it finds there, SES events, and a web page.
 */
export const smallTemplate: Template = templateSchema.parse({
  Resources: {
    IntakeDeadLetters00000001: { Type: 'AWS::SQS::Queue' },
    Intake00000002: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        VisibilityTimeout: 60,
        RedrivePolicy: {
          deadLetterTargetArn: { 'Fn::GetAtt': ['IntakeDeadLetters00000001', 'Arn'] },
          maxReceiveCount: 2,
        },
      },
    },
    Events00000003: { Type: 'AWS::SQS::Queue' },
    Store00000004: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        VersioningConfiguration: { Status: 'Enabled' },
        NotificationConfiguration: {
          QueueConfigurations: [
            {
              Event: 's3:ObjectCreated:*',
              Queue: { 'Fn::GetAtt': ['Intake00000002', 'Arn'] },
              Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: 'inbox/' }] } },
            },
            {
              Event: 's3:ObjectRemoved:*',
              Queue: { 'Fn::GetAtt': ['Intake00000002', 'Arn'] },
              Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: 'inbox/' }] } },
            },
          ],
        },
      },
    },
    Table00000005: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'sk', AttributeType: 'S' },
        ],
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        BillingMode: 'PAY_PER_REQUEST',
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      },
    },
    Sender: { Type: 'AWS::SES::EmailIdentity', Properties: { EmailIdentity: 'newsroom.example' } },
    Mails: { Type: 'AWS::SES::ConfigurationSet', Properties: { Name: 'newsroom' } },
    MailEvents: {
      Type: 'AWS::SES::ConfigurationSetEventDestination',
      Properties: {
        ConfigurationSetName: { Ref: 'Mails' },
        EventDestination: {
          Enabled: true,
          MatchingEventTypes: ['SEND', 'DELIVERY', 'BOUNCE', 'COMPLAINT', 'DELIVERY_DELAY'],
          EventBridgeDestination: {
            EventBusArn: {
              'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':events:us-east-1:1:event-bus/default']],
            },
          },
        },
      },
    },
    MailRule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventPattern: {
          source: ['aws.ses'],
          detail: { mail: { tags: { 'ses:configuration-set': [{ Ref: 'Mails' }] } } },
        },
        State: 'ENABLED',
        Targets: [{ Id: 'Target0', Arn: { 'Fn::GetAtt': ['Events00000003', 'Arn'] } }],
      },
    },
    Relay00000006: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Code: { S3Key: 'relay.zip' },
        Role: { 'Fn::GetAtt': ['RelayRole', 'Arn'] },
        Timeout: 10,
        MemorySize: 256,
        Environment: {
          Variables: {
            TABLE_NAME: { Ref: 'Table00000005' },
            CONFIGURATION_SET: { Ref: 'Mails' },
            INTAKE_URL: { Ref: 'Intake00000002' },
          },
        },
      },
    },
    RelayMapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: { 'Fn::GetAtt': ['Intake00000002', 'Arn'] },
        FunctionName: { Ref: 'Relay00000006' },
        BatchSize: 5,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: 2 },
      },
    },
    Page00000007: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Code: { S3Key: 'page.zip' },
        Role: { 'Fn::Sub': 'arn:aws:iam::$' + '{AWS::AccountId}:role/of-another-stack' },
        Timeout: 1,
        Environment: { Variables: { STAGE: 'local' } },
      },
    },
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'web', ProtocolType: 'HTTP' } },
    ApiStage: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: { ApiId: { Ref: 'Api' }, StageName: '$default' },
    },
    PageIntegration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: { Ref: 'Api' },
        IntegrationUri: { 'Fn::GetAtt': ['Page00000007', 'Arn'] },
        PayloadFormatVersion: '2.0',
      },
    },
    PageRoute: {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ApiId: { Ref: 'Api' },
        RouteKey: 'ANY /u/{token}',
        Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'PageIntegration' }]] },
      },
    },
    EverythingRoute: {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ApiId: { Ref: 'Api' },
        RouteKey: '$default',
        Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'PageIntegration' }]] },
      },
    },
    PagePermission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: { 'Fn::GetAtt': ['Page00000007', 'Arn'] },
        Principal: 'apigateway.amazonaws.com',
        SourceArn: { 'Fn::Sub': 'arn:aws:execute-api:$' + '{AWS::Region}:$' + '{AWS::AccountId}:Api/*' },
      },
    },
    IntakePolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: 'Intake00000002' }],
        PolicyDocument: mayWrite('s3.amazonaws.com', 'arn:aws:s3:::small-store'),
      },
    },
    EventsPolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: 'Events00000003' }],
        PolicyDocument: mayWrite('events.amazonaws.com', 'arn:aws:events:*:*:rule/Small-MailRule'),
      },
    },
    RelayRole: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: allowing({
          Principal: { Service: 'lambda.amazonaws.com' },
          Action: 'sts:AssumeRole',
        }),
        Policies: [{ PolicyName: 'Relaying', PolicyDocument: relaying }],
      },
    },
  },
});

export const smallAssets = new Map(
  ['relay', 'page'].map((name) => [name, fileURLToPath(new URL(`./assets/${name}`, import.meta.url))]),
);

/** The small template without some resources that a test does not need. */
export function smallTemplateWithout(...ids: string[]): Template {
  const kept = Object.entries(smallTemplate.Resources).filter(([id]) => !ids.includes(id));
  return { ...smallTemplate, Resources: Object.fromEntries(kept) };
}

/** The small template with a function that may run for `seconds`, and whose failed messages come back after them. */
export function smallTemplateWithin(seconds: number): Template {
  const { Intake00000002, Relay00000006, ...others } = smallTemplate.Resources;
  return templateSchema.parse({
    Resources: {
      ...others,
      Intake00000002: {
        ...Intake00000002,
        Properties: { ...Intake00000002?.Properties, VisibilityTimeout: seconds },
      },
      Relay00000006: { ...Relay00000006, Properties: { ...Relay00000006?.Properties, Timeout: seconds } },
    },
  });
}
