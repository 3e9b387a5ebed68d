import { CloudWatchClient, DescribeAlarmsCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { PurgeQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { templateSchema } from '../../../../infra/local/cloud/template-values.ts';
import { clientOptions, openStack, temporaryDirectory } from './open-stack.ts';
import { smallTemplate } from './small-template.ts';

const minute = 60_000;

/** A queue, a function that writes what it is told, and the alarms of the test. */
function templateWith(resources: object) {
  const { Page00000007, Api, ApiStage, PageIntegration, EverythingRoute } = smallTemplate.Resources;
  return templateSchema.parse({
    Resources: {
      Letters: { Type: 'AWS::SQS::Queue' },
      Page00000007,
      ...{ Api, ApiStage, PageIntegration, EverythingRoute },
      Operators: { Type: 'AWS::SNS::Topic' },
      OperatorsPolicy: policyFor('cloudwatch.amazonaws.com'),
      Mail: {
        Type: 'AWS::SNS::Subscription',
        Properties: { TopicArn: { Ref: 'Operators' }, Protocol: 'email', Endpoint: 'ops@newsroom.example' },
      },
      ...resources,
    },
  });
}

/** Lets a service of the account publish to the operators, and nobody else. */
function policyFor(Service: string) {
  const Statement = {
    Effect: 'Allow',
    Principal: { Service },
    Action: 'sns:Publish',
    Resource: { Ref: 'Operators' },
    Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
  };
  const PolicyDocument = { Version: '2012-10-17', Statement: [Statement] };
  return { Type: 'AWS::SNS::TopicPolicy', Properties: { Topics: [{ Ref: 'Operators' }], PolicyDocument } };
}

function alarm(properties: object) {
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmDescription: 'Nobody reads the letters.',
      AlarmActions: [{ Ref: 'Operators' }],
      OKActions: [{ Ref: 'Operators' }],
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 1,
      Period: 60,
      Statistic: 'Maximum',
      TreatMissingData: 'notBreaching',
      ...properties,
    },
  };
}

const letters = alarm({
  AlarmName: 'Small: letters',
  Namespace: 'AWS/SQS',
  MetricName: 'ApproximateNumberOfMessagesVisible',
  Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': ['Letters', 'QueueName'] } }],
});

/** A stack whose clock stands still until `pass` moves it. */
async function openAlarms(resources: object, dataDirectory?: string) {
  let now = Date.UTC(2026, 10, 25, 9, 0, 5);
  const stack = await openStack({
    template: templateWith(resources),
    webAddress: 'http://127.0.0.1:1',
    clock: () => now,
    ...(dataDirectory && { dataDirectory }),
  });
  const options = { ...clientOptions, endpoint: stack.endpoints.sqs };
  const cloudWatch = new CloudWatchClient(options);
  return {
    stack,
    cloudWatch,
    sqs: new SQSClient(options),
    pass: (minutes: number) => {
      for (let i = 0; i < minutes; i += 1) {
        now += minute;
        stack.judgeAlarms();
      }
    },
    states: async () => {
      const { MetricAlarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand({}));
      return Object.fromEntries(MetricAlarms.map(({ AlarmName, StateValue }) => [AlarmName, StateValue]));
    },
  };
}

const heard = ({ stack }: Awaited<ReturnType<typeof openAlarms>>) =>
  stack.notices.map((notice) => {
    if (notice.about !== 'alarm') return notice.words;
    const { name, state } = notice.change.alarm;
    return `${name} ${state} → ${notice.subscribers.join()}`;
  });

describe('CloudWatch alarms', () => {
  it('ring while messages are in a dead-letter queue, tell the topic’s subscribers, and end', async () => {
    const opened = await openAlarms({ letters });
    const { stack, sqs, pass, states } = opened;
    const QueueUrl = stack.queueUrl('Small-Letters');
    pass(1);
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'lost' }));
    pass(1);
    expect(await states()).toEqual({ 'Small: letters': 'ALARM' });
    await sqs.send(new PurgeQueueCommand({ QueueUrl }));
    pass(1);
    expect(heard(opened)).toEqual([
      'Small: letters OK → ops@newsroom.example',
      'Small: letters ALARM → ops@newsroom.example',
      'Small: letters OK → ops@newsroom.example',
    ]);
  });

  it('are described as AWS describes them, with the reason and the instant of the change', async () => {
    const { stack, sqs, cloudWatch, pass } = await openAlarms({ letters });
    await sqs.send(
      new SendMessageCommand({ QueueUrl: stack.queueUrl('Small-Letters'), MessageBody: 'lost' }),
    );
    pass(1);
    const asked = { AlarmNamePrefix: 'Small: ', StateValue: 'ALARM' as const };
    const { MetricAlarms } = await cloudWatch.send(new DescribeAlarmsCommand(asked));
    expect(MetricAlarms).toMatchObject([
      {
        AlarmName: 'Small: letters',
        AlarmArn: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:Small: letters',
        AlarmDescription: 'Nobody reads the letters.',
        StateReason:
          'Threshold Crossed: 1 out of the last 1 datapoints [1.0 (25/11/26 09:00:00)] was greater than the threshold (0.0) (minimum 1 datapoint for OK -> ALARM transition).',
        StateTransitionedTimestamp: new Date('2026-11-25T09:01:05Z'),
        Dimensions: [{ Name: 'QueueName', Value: 'Small-Letters' }],
      },
    ]);
    const none = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNamePrefix: 'Other: ' }));
    expect(none.MetricAlarms).toEqual([]);
  });

  it('can be rehearsed: a state that a person sets lasts until the next judgement', async () => {
    const { cloudWatch, pass, states } = await openAlarms({ letters });
    pass(1);
    const set = { AlarmName: 'Small: letters', StateValue: 'ALARM' as const, StateReason: 'A rehearsal' };
    await cloudWatch.send(new SetAlarmStateCommand(set));
    expect(await states()).toEqual({ 'Small: letters': 'ALARM' });
    pass(1);
    expect(await states()).toEqual({ 'Small: letters': 'OK' });
  });

  it('keep their states over a restart', async () => {
    const dataDirectory = await temporaryDirectory();
    const first = await openAlarms({ letters }, dataDirectory);
    const set = { AlarmName: 'Small: letters', StateValue: 'ALARM' as const, StateReason: 'A rehearsal' };
    await first.cloudWatch.send(new SetAlarmStateCommand(set));
    await first.stack.close();
    const second = await openAlarms({ letters }, dataDirectory);
    expect(await second.states()).toEqual({ 'Small: letters': 'ALARM' });
  });

  it('count the lines that a metric filter matches, and the metrics that functions embed in their lines', async () => {
    const opened = await openAlarms({
      Filter: {
        Type: 'AWS::Logs::MetricFilter',
        Properties: {
          LogGroupName: '/aws/lambda/Small-Page',
          FilterPattern: '"circuit open"',
          MetricTransformations: [{ MetricNamespace: 'Small', MetricName: 'circuit', MetricValue: '1' }],
        },
      },
      circuit: alarm({ AlarmName: 'circuit', Namespace: 'Small', MetricName: 'circuit', Statistic: 'Sum' }),
      skew: alarm({
        AlarmName: 'skew',
        Namespace: 'Small',
        MetricName: 'skew',
        Dimensions: [{ Name: 'stage', Value: 'page' }],
        Threshold: 1000,
        Statistic: undefined,
        ExtendedStatistic: 'p90',
      }),
    });
    const say = (line: unknown) => opened.stack.invoke('Small-Page', { rawPath: '/say', body: line });
    const at = (skew: number[]) =>
      JSON.stringify({
        _aws: {
          Timestamp: Date.UTC(2026, 10, 25, 9, 1, 10),
          CloudWatchMetrics: [{ Namespace: 'Small', Dimensions: [['stage']], Metrics: [{ Name: 'skew' }] }],
        },
        stage: 'page',
        skew,
      });
    opened.pass(1);
    await say('the circuit open again');
    await say(at([10, 2000, 2000]));
    await say(`2026-11-25 INFO ${at([3000])}`);
    await expect.poll(() => opened.stack.logs.length).toBe(3);
    opened.pass(1);
    expect(await opened.states()).toEqual({ circuit: 'ALARM', skew: 'ALARM' });
    opened.pass(4);
    expect(await opened.states()).toEqual({ circuit: 'OK', skew: 'OK' });
  });

  it('on what should have happened wait until the machine has run long enough to know', async () => {
    const sweep = alarm({
      AlarmName: 'sweep',
      Namespace: 'Small',
      MetricName: 'sweep',
      EvaluationPeriods: 3,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
    const { pass, states } = await openAlarms({ sweep });
    pass(3);
    expect(await states()).toEqual({ sweep: 'INSUFFICIENT_DATA' });
    pass(1);
    expect(await states()).toEqual({ sweep: 'ALARM' });
  });

  it('whose topic does not exist are reported as an error', async () => {
    const gone = 'arn:aws:sns:us-east-1:000000000000:gone';
    const { Properties } = letters;
    const lost = {
      Type: letters.Type,
      Properties: { ...Properties, AlarmActions: [gone], OKActions: [gone] },
    };
    const { stack, pass } = await openAlarms({ lost });
    pass(1);
    expect(stack.errors.map(String)).toEqual([
      'Error: The alarm Small: letters reaches nobody: Topic does not exist',
    ]);
  });

  it('do not reach a topic whose policy does not let CloudWatch publish, which is an error', async () => {
    const { stack, pass } = await openAlarms({ letters, OperatorsPolicy: policyFor('events.amazonaws.com') });
    pass(1);
    expect(stack.notices).toEqual([]);
    expect(stack.errors.map(String)).toEqual([
      expect.stringMatching(
        /^Error: The alarm Small: letters reaches nobody: cloudwatch.* is not authorized/,
      ),
    ]);
  });

  it.each([
    [
      'a metric that no service publishes',
      { MetricName: 'NumberOfMessagesLost' },
      /nothing publishes AWS\/SQS/,
    ],
    ['a queue that does not exist', { Dimensions: [{ Name: 'QueueName', Value: 'x' }] }, /QueueName=x/],
    ['a setting that is not known here', { EvaluateLowSampleCountPercentile: 'ignore' }, /Unrecognized key/],
  ])('on %s stop the start', async (_, properties, words) => {
    const { Properties } = letters;
    const broken = { Type: letters.Type, Properties: { ...Properties, ...properties } };
    await expect(openAlarms({ broken })).rejects.toThrow(words);
  });

  it('on a filter pattern that is not known here stop the start', async () => {
    const Filter = {
      Type: 'AWS::Logs::MetricFilter',
      Properties: {
        LogGroupName: 'x',
        FilterPattern: '[ip, user, status=5*]',
        MetricTransformations: [{ MetricNamespace: 'Small', MetricName: 'm', MetricValue: '1' }],
      },
    };
    await expect(openAlarms({ Filter })).rejects.toThrow(/filter pattern .* is not known here/);
  });
});
