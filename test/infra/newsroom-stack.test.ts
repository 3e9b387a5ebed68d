import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import { metricNamespace } from '../../functions/_shared/domain/metrics.ts';
import { configuration, stages } from '../../infra/configuration.ts';
import { NewsroomStack } from '../../infra/newsroom-stack.ts';

function templateOf(stage: string): Template {
  const stack = new NewsroomStack(new App(), 'Newsroom', {
    ...configuration(stage),
    codeOf: () => Code.fromInline('exports.handler = async () => {};'),
  });
  return Template.fromStack(stack);
}

const production = templateOf('production');
const hasDomain = configuration('production').infrastructure.domain !== undefined;

/** A rule that brings events to a queue; the others write to the operators' topics. */
const toQueue = ({ Properties }: { Properties?: { Targets: { Arn: object }[] } }) =>
  JSON.stringify(Properties?.Targets).includes('queue');

describe('the deployed newsroom', () => {
  it('keeps dropped files private, versioned, encrypted and reachable over TLS only', () => {
    production.hasResourceProperties('AWS::S3::Bucket', {
      VersioningConfiguration: { Status: 'Enabled' },
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
      BucketEncryption: Match.anyValue(),
    });
    production.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ]),
      },
    });
  });

  it('hears of releases that are dropped and deleted, and of lists that are dropped', () => {
    const [bucket] = Object.values(production.findResources('AWS::S3::Bucket'));
    const told = bucket?.Properties.NotificationConfiguration.QueueConfigurations.map(
      ({ Event, Filter }: { Event: string; Filter: { S3Key: { Rules: { Value: string }[] } } }) =>
        `${Event} ${Filter.S3Key.Rules.map(({ Value }) => Value).join()}`,
    );
    expect(told).toEqual([
      's3:ObjectCreated:* releases/',
      's3:ObjectRemoved:* releases/',
      's3:ObjectCreated:* lists/',
    ]);
  });

  it('limits each queue to its share of a new account, and reserves nothing, which such an account may not', () => {
    const mappings = Object.values(production.findResources('AWS::Lambda::EventSourceMapping'));
    const limits = mappings.map(({ Properties }) => Properties.ScalingConfig?.MaximumConcurrency);
    expect(limits).toEqual(Array.from({ length: 8 }, () => 2));
    for (const { Properties } of Object.values(production.findResources('AWS::Lambda::Function')))
      expect(Properties.ReservedConcurrentExecutions).toBeUndefined();
  });

  it('lets the reader of releases list the bucket, so that a file that is gone is not taken for a forbidden one', () => {
    const policies = Object.entries(production.findResources('AWS::IAM::Policy'));
    const reader = policies.find(([id]) => id.startsWith('acceptrelease'))?.[1];
    const granted = (action: string) =>
      reader?.Properties.PolicyDocument.Statement.filter(
        ({ Effect, Action }: { Effect: string; Action: string | string[] }) =>
          Effect === 'Allow' && [Action].flat().includes(action),
      ).flatMap(({ Resource }: { Resource: unknown }) => [Resource].flat());
    const bucket = expect.objectContaining({
      'Fn::GetAtt': [expect.stringMatching(/^storageBucket/), 'Arn'],
    });
    expect(granted('s3:ListBucket')).toContainEqual(bucket);
    expect(granted('s3:GetObject').length).toBeGreaterThan(0);
    expect(granted('s3:DeleteObject').length).toBeGreaterThan(0);
  });

  it('can restore its table to any second and pays per request', () => {
    production.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      },
    });
  });

  it('uses a restored table by its name: with the same rights, and no table of its own', () => {
    const { newsroom, infrastructure } = configuration('production');
    const restored = Template.fromStack(
      new NewsroomStack(new App(), 'Newsroom', {
        newsroom,
        infrastructure: { ...infrastructure, table: 'restored' },
        codeOf: () => Code.fromInline('exports.handler = async () => {};'),
      }),
    );
    restored.resourceCountIs('AWS::DynamoDB::Table', 0);
    for (const { Properties } of Object.values(restored.findResources('AWS::Lambda::Function')))
      expect(Properties.Environment.Variables.TABLE_NAME).toBe('restored');
    const rightsOn = (template: Template) =>
      Object.values(template.findResources('AWS::IAM::Policy'))
        .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
        .filter(({ Action }) => [Action].flat().some((action) => action.startsWith('dynamodb:')))
        .map(({ Resource: _, ...right }) => JSON.stringify(right))
        .sort();
    expect(rightsOn(restored)).toEqual(rightsOn(production));
    expect(JSON.stringify(restored.toJSON())).toContain(':table/restored/index/gsi1');
  });

  it('runs every function on Node.js 24 and arm64', () => {
    const functions = Object.values(production.findResources('AWS::Lambda::Function'));
    expect(functions.length).toBeGreaterThan(8);
    for (const { Properties } of functions)
      expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
  });

  it('lets nobody overwrite or delete a line of the audit trail, whatever else they may do', () => {
    const denied = Object.values(production.findResources('AWS::S3::BucketPolicy'))
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
      .filter(({ Effect, Resource }) => Effect === 'Deny' && JSON.stringify(Resource).includes('/audit/*'));
    expect(denied).toMatchObject([
      {
        Action: 's3:PutObject',
        Principal: { AWS: '*' },
        Condition: { Null: { 's3:if-none-match': 'true' } },
      },
      {
        Action: expect.arrayContaining(['s3:DeleteObject', 's3:DeleteObjectVersion']),
        Principal: { AWS: '*' },
      },
    ]);
    expect(denied[1]).not.toHaveProperty('Condition');
  });

  it('lets functions that make or read links read the keys, the watch alone write them, and keeps the secret', () => {
    const policies = Object.entries(production.findResources('AWS::IAM::Policy'));
    const granted = (action: string) =>
      policies
        .filter(([, { Properties }]) =>
          Properties.PolicyDocument.Statement.some(({ Action }: { Action: string | string[] }) =>
            [Action].flat().includes(action),
          ),
        )
        .map(([id]) => id.replace(/Function.*/, ''))
        .sort();
    expect(granted('secretsmanager:GetSecretValue')).toEqual([
      'approvals',
      'composeemails',
      'console',
      'importcontacts',
      'sendemails',
      'subscriptions',
      'watch',
    ]);
    expect(granted('secretsmanager:PutSecretValue')).toEqual(['watch']);
    production.hasResource('AWS::SecretsManager::Secret', { DeletionPolicy: 'Retain' });
  });

  it('grants no action on every resource but the one that knows none', () => {
    const open = Object.values(production.findResources('AWS::IAM::Policy'))
      .flatMap((policy) => policy.Properties.PolicyDocument.Statement)
      .filter((statement) => statement.Effect === 'Allow' && [statement.Resource].flat().includes('*'));
    expect(open.flatMap((statement) => [statement.Action].flat())).toEqual(
      expect.arrayContaining(['ses:GetSendQuota']),
    );
    expect(new Set(open.flatMap((statement) => [statement.Action].flat()))).toEqual(
      new Set(['ses:GetSendQuota']),
    );
  });

  it('sets a message aside after its last try, and an alarm rings for it', () => {
    const queues = Object.entries(production.findResources('AWS::SQS::Queue'));
    const targets = queues.flatMap(
      ([, { Properties }]) => Properties.RedrivePolicy?.deadLetterTargetArn['Fn::GetAtt'][0] ?? [],
    );
    const ofSchedules = Object.values(production.findResources('AWS::Scheduler::Schedule')).map(
      ({ Properties }) => Properties.Target.DeadLetterConfig.Arn['Fn::GetAtt'][0],
    );
    expect(ofSchedules.length).toBe(2);
    expect(new Set(ofSchedules).size).toBe(1);
    expect(targets.length).toBe((queues.length - 1) / 2);
    const watched = Object.values(production.findResources('AWS::CloudWatch::Alarm'))
      .filter(({ Properties }) => Properties.MetricName === 'ApproximateNumberOfMessagesVisible')
      .map(({ Properties }) => Properties.Dimensions[0].Value['Fn::GetAtt'][0]);
    expect(watched.sort()).toEqual([...targets, ofSchedules[0]].sort());
  });

  it('lets every alarm ring: the topic it publishes to admits alarms of this account', () => {
    const topicPolicies = Object.values(production.findResources('AWS::SNS::TopicPolicy'));
    const admits = (topic: string, service: string) =>
      topicPolicies
        .filter(({ Properties }) => Properties.Topics.some(({ Ref }: { Ref: string }) => Ref === topic))
        .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
        .filter(
          ({ Effect, Action, Principal }) =>
            Effect === 'Allow' && Action === 'sns:Publish' && Principal.Service === service,
        );
    const alarms = Object.values(production.findResources('AWS::CloudWatch::Alarm'));
    expect(alarms.length).toBeGreaterThan(5);
    for (const { Properties } of alarms)
      for (const { Ref } of Properties.AlarmActions)
        expect(admits(Ref, 'cloudwatch.amazonaws.com')).toEqual([
          expect.objectContaining({
            Condition: {
              StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
              ArnLike: { 'aws:SourceArn': expect.anything() },
            },
          }),
        ]);
  });

  it('tells operators without SES that all sending has stopped, until sending is resumed', () => {
    production.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'Newsroom: circuit',
      Namespace: metricNamespace,
      MetricName: 'CircuitOpen',
      Dimensions: [{ Name: 'service', Value: 'Newsroom' }],
      Statistic: 'Maximum',
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      Period: 60,
      DatapointsToAlarm: 1,
      EvaluationPeriods: 2 * configuration('production').infrastructure.watchEveryMinutes,
      AlarmActions: [{ Ref: Match.stringLikeRegexp('^alarmsalarmtopicspage') }],
    });
    for (const { Properties } of Object.values(production.findResources('AWS::Lambda::Function')))
      expect(Properties.Environment.Variables).toMatchObject({ POWERTOOLS_SERVICE_NAME: 'Newsroom' });
  });

  it('hides a message for as long as its function may run, as Lambda requires, and little longer: one whose function does not start comes back', () => {
    const functions = production.findResources('AWS::Lambda::Function');
    const queues = production.findResources('AWS::SQS::Queue');
    for (const { Properties } of Object.values(production.findResources('AWS::Lambda::EventSourceMapping'))) {
      const queue = queues[Properties.EventSourceArn['Fn::GetAtt'][0]];
      const consumer = functions[Properties.FunctionName.Ref];
      const timeout = consumer?.Properties.Timeout;
      expect(queue?.Properties.VisibilityTimeout).toBeGreaterThan(timeout);
      expect(queue?.Properties.VisibilityTimeout).toBeLessThanOrEqual(timeout + 15);
      expect(Properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
    }
  });

  it('gives twelve minutes to what reads all contacts: a million of them, for a proof and for a kill', () => {
    const functions = Object.entries(production.findResources('AWS::Lambda::Function'));
    const long = functions.filter(([, { Properties }]) => Properties.Timeout === 720).map(([id]) => id);
    for (const stage of ['import-contacts', 'compose-emails', 'arm-delivery', 'watch'])
      expect(long).toContainEqual(expect.stringMatching(new RegExp(`^${stage.replace('-', '')}`)));
  });

  it('hears every kind of event SES has about a message, through a rule for its own configuration set', () => {
    production.hasResourceProperties('AWS::SES::ConfigurationSetEventDestination', {
      EventDestination: {
        Enabled: true,
        MatchingEventTypes: ['send', 'delivery', 'deliveryDelay', 'bounce', 'complaint', 'reject'],
      },
    });
    const rules = Object.values(production.findResources('AWS::Events::Rule')).filter(toQueue);
    expect(rules.map(({ Properties }) => Properties.EventPattern.source)).toEqual(
      rules.map(() => ['aws.ses']),
    );
    expect(rules.flatMap(({ Properties }) => Properties.EventPattern['detail-type']).sort()).toEqual([
      'Email Bounced',
      'Email Complaint Received',
      'Email Delivered',
      'Email Delivery Delayed',
      'Email Rejected',
      'Email Sent',
    ]);
  });

  it('lets no headline into the queue of SES’s events, which repeat the subject', () => {
    for (const { Properties } of Object.values(production.findResources('AWS::Events::Rule')).filter(
      toQueue,
    )) {
      const { InputPathsMap } = Properties.Targets[0].InputTransformer;
      const taken = Object.values(InputPathsMap);
      expect(taken).not.toContain('$.detail');
      expect(taken).not.toContain('$.detail.mail');
      expect(taken.filter((path) => /[hH]eaders|subject/.test(String(path)))).toEqual([]);
    }
  });

  it('signs for its sending domain and has a MAIL FROM of its own', () => {
    production.hasResourceProperties('AWS::SES::EmailIdentity', {
      EmailIdentity: configuration('production').newsroom.sender.domain,
      MailFromAttributes: { MailFromDomain: Match.stringLikeRegexp('^bounce\\.') },
    });
  });

  it('lets functions pass their role to the scheduler alone, and that one for this account alone', () => {
    const statements = Object.values(production.findResources('AWS::IAM::Policy')).flatMap(
      ({ Properties }) => Properties.PolicyDocument.Statement,
    );
    const passing = statements.filter(({ Action }) => [Action].flat().includes('iam:PassRole'));
    expect(passing.length).toBeGreaterThan(2);
    for (const { Condition } of passing)
      expect(Condition).toEqual({ StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } });
    production.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Principal: { Service: 'scheduler.amazonaws.com' },
            Condition: {
              StringEquals: {
                'aws:SourceAccount': { Ref: 'AWS::AccountId' },
                'aws:SourceArn': {
                  'Fn::Join': ['', Match.arrayWith([':schedule-group/dateline-production'])],
                },
              },
            },
          },
        ],
      },
    });
  });

  it('lets a service of AWS in only on behalf of this stack: no other account’s bucket, rule or API can use it', () => {
    const policies = ['AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy', 'AWS::S3::BucketPolicy'].flatMap(
      (type) => Object.values(production.findResources(type)),
    );
    const admitted = policies
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
      .filter(({ Effect, Principal }) => Effect === 'Allow' && Principal.Service)
      // The CDK lets EventBridge publish to a topic without a condition, and has no option for one.
      .filter(
        ({ Action, Principal }) =>
          !(Action === 'sns:Publish' && Principal.Service === 'events.amazonaws.com'),
      );
    expect(admitted.length).toBeGreaterThan(5);
    for (const statement of admitted) expect(JSON.stringify(statement.Condition)).toContain('aws:SourceArn');
    const permissions = Object.values(production.findResources('AWS::Lambda::Permission'));
    expect(permissions.length).toBeGreaterThan(2);
    for (const { Properties } of permissions) expect(Properties).toHaveProperty('SourceArn');
  });

  it('bounds what strangers may ask of the public address, which has no second way in beside its domain', () => {
    production.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
      RouteSettings: { 'POST /subscribe': { ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20 } },
    });
    production.hasResource('AWS::ApiGatewayV2::Stage', {
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('POSTsubscribe')]),
    });
    production.hasResourceProperties('AWS::ApiGatewayV2::Api', { DisableExecuteApiEndpoint: hasDomain });
    for (const { Properties } of Object.values(production.findResources('AWS::ApiGatewayV2::ApiMapping')))
      expect(Properties.Stage).toEqual({ Ref: expect.stringMatching(/Stage/) });
  });

  it('lets people sign in who were invited, with a passkey or a long password and a second factor', () => {
    production.hasResourceProperties('AWS::Cognito::UserPool', {
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      MfaConfiguration: 'ON',
      WebAuthnUserVerification: 'required',
      WebAuthnFactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION',
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } },
    });
    production.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email', 'profile'],
      GenerateSecret: false,
    });
    production.resourceCountIs('AWS::Cognito::UserPoolGroup', 5);
    const [pages] = Object.entries(production.findResources('AWS::Lambda::Function')).filter(([id]) =>
      /^console(?!address)/.test(id),
    );
    expect(Object.keys(pages?.[1].Properties.Environment.Variables)).toEqual(
      expect.arrayContaining(['CONSOLE_URL', 'OPENID_ISSUER', 'OPENID_CLIENT_ID', 'OPENID_ROLES']),
    );
  });

  it('gives approvals by link a function of their own: strangers’ pages hold none of its rights', () => {
    const integrations = production.findResources('AWS::ApiGatewayV2::Integration');
    const served = Object.values(production.findResources('AWS::ApiGatewayV2::Route')).map(
      ({ Properties }) => {
        const [, { Ref: integration }] = Properties.Target['Fn::Join'][1];
        const handler: string = integrations[integration]?.Properties.IntegrationUri['Fn::GetAtt'][0];
        return `${Properties.RouteKey} → ${handler.replace(/Function.*/, '')}`;
      },
    );
    expect(served.sort()).toEqual([
      // An address of its own, which signs people in.
      'ANY / → console',
      'ANY /a/{token} → approvals',
      'ANY /a/{token}/{edition} → approvals',
      'ANY /{proxy+} → console',
      'ANY /{proxy+} → subscriptions',
      'POST /subscribe → subscriptions',
    ]);
    const [strangers] = Object.entries(production.findResources('AWS::Lambda::Function')).filter(([id]) =>
      id.startsWith('subscriptions'),
    );
    expect(Object.keys(strangers?.[1].Properties.Environment.Variables).sort()).toEqual([
      'BUCKET_NAME',
      'COMPOSE_QUEUE_URL',
      'KEYS_SECRET_ARN',
      'NODE_OPTIONS',
      'POWERTOOLS_SERVICE_NAME',
      'PUBLIC_URL',
      'TABLE_NAME',
    ]);
  });

  it('lets nobody reach the console without credentials', () => {
    production.hasResourceProperties('AWS::Lambda::Url', { AuthType: 'AWS_IAM' });
  });
});

it.each(Object.keys(stages))('the stage %s synthesizes', (stage) => {
  expect(Object.keys(templateOf(stage).toJSON().Resources).length).toBeGreaterThan(50);
});
