import * as Scheduling from '@aws-sdk/client-scheduler';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { nextOccurrence } from '../../../../infra/local/cloud/schedule-expression.ts';
import { clientOptions, openStack, temporaryDirectory } from './open-stack.ts';
import { smallTemplate } from './small-template.ts';

const template = {
  ...smallTemplate,
  Resources: {
    Armed: { Type: 'AWS::SQS::Queue', Properties: {} },
    Embargoes: { Type: 'AWS::Scheduler::ScheduleGroup', Properties: { Name: 'embargoes' } },
    Page00000007: smallTemplate.Resources.Page00000007 ?? { Type: 'missing', Properties: {} },
    Sweep: {
      Type: 'AWS::Scheduler::Schedule',
      Properties: {
        Name: 'sweep',
        ScheduleExpression: 'rate(5 minutes)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: {
          Arn: { 'Fn::GetAtt': ['Page00000007', 'Arn'] },
          RoleArn: 'arn:aws:iam::0:role/r',
          Input: '{"sweep":true}',
        },
      },
    },
  },
};

const at = (instant: number) => `at(${new Date(instant).toISOString().slice(0, 19)})`;

function scheduleFor(instant: number, more: Partial<Scheduling.CreateScheduleCommandInput> = {}) {
  return {
    Name: 'forum_v1_general',
    GroupName: 'embargoes',
    ScheduleExpression: at(instant),
    FlexibleTimeWindow: { Mode: 'OFF' as const },
    ActionAfterCompletion: 'DELETE' as const,
    Target: {
      Arn: 'arn:aws:sqs:us-east-1:000000000000:Small-Armed',
      RoleArn: 'arn:aws:iam::000000000000:role/scheduler',
      Input: '{"release":"forum","at":"<aws.scheduler.scheduled-time>"}',
    },
    ...more,
  };
}

async function openScheduler(dataDirectory?: string) {
  const stack = await openStack({ template, dataDirectory });
  const client = new Scheduling.SchedulerClient({ ...clientOptions, endpoint: stack.endpoints.scheduler });
  const sqs = new SQSClient({ ...clientOptions, endpoint: stack.endpoints.sqs });
  const QueueUrl = stack.queueUrl('Small-Armed');
  const receive = async (WaitTimeSeconds: number) =>
    (await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds }))).Messages ?? [];
  return { stack, client, receive };
}

test('a one-time schedule fires at its second, once, and is then gone', async () => {
  const { client, receive, stack } = await openScheduler();
  const due = Math.ceil(Date.now() / 1000) * 1000 + 1000;
  await client.send(new Scheduling.CreateScheduleCommand(scheduleFor(due)));
  expect((await stack.activity(60)).schedules).toBe(1);
  const [message] = await receive(5);
  const late = Date.now() - due;
  expect(late).toBeGreaterThanOrEqual(0);
  expect(late).toBeLessThan(1000);
  expect(JSON.parse(message?.Body ?? '')).toEqual({
    release: 'forum',
    at: `${new Date(due).toISOString().slice(0, 19)}Z`,
  });
  const named = { Name: 'forum_v1_general', GroupName: 'embargoes' };
  await expect(client.send(new Scheduling.GetScheduleCommand(named))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
  expect(await receive(0)).toEqual([]);
});

test('a schedule that fell due while the newsroom was down fires at the next start', async () => {
  const dataDirectory = await temporaryDirectory();
  const before = await openScheduler(dataDirectory);
  await before.client.send(new Scheduling.CreateScheduleCommand(scheduleFor(Date.now() + 1500)));
  await before.stack.close();
  await new Promise((resolve) => setTimeout(resolve, 1600));
  const after = await openScheduler(dataDirectory);
  expect(await after.receive(1)).toHaveLength(1);
});

test('a name is taken once; a schedule can be moved, listed and deleted', async () => {
  const { client } = await openScheduler();
  const later = Date.now() + 3_600_000;
  await client.send(new Scheduling.CreateScheduleCommand(scheduleFor(later)));
  await expect(client.send(new Scheduling.CreateScheduleCommand(scheduleFor(later)))).rejects.toMatchObject({
    name: 'ConflictException',
  });
  await client.send(new Scheduling.UpdateScheduleCommand(scheduleFor(later + 60_000)));
  const named = { Name: 'forum_v1_general', GroupName: 'embargoes' };
  const found = await client.send(new Scheduling.GetScheduleCommand(named));
  expect(found).toMatchObject({ ScheduleExpression: at(later + 60_000), State: 'ENABLED' });
  const { Schedules } = await client.send(new Scheduling.ListSchedulesCommand({ GroupName: 'embargoes' }));
  expect(Schedules).toMatchObject([{ Name: 'forum_v1_general' }]);
  await client.send(new Scheduling.DeleteScheduleCommand(named));
  await expect(client.send(new Scheduling.DeleteScheduleCommand(named))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
  await expect(
    client.send(new Scheduling.CreateScheduleCommand(scheduleFor(later, { GroupName: 'nobodys' }))),
  ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await expect(
    client.send(
      new Scheduling.CreateScheduleCommand(scheduleFor(later, { ScheduleExpression: 'cron(0 9 * * ? *)' })),
    ),
  ).rejects.toMatchObject({ name: 'ValidationException' });
});

test('a schedule calls a function with its input', async () => {
  const { client, stack } = await openScheduler();
  const Target = {
    Arn: 'arn:aws:lambda:us-east-1:000000000000:function:Small-Page',
    RoleArn: 'arn:aws:iam::000000000000:role/scheduler',
    Input: '{"rawPath":"/from-schedule"}',
  };
  await client.send(new Scheduling.CreateScheduleCommand(scheduleFor(Date.now() - 1000, { Target })));
  await stack.settled(60);
  expect(stack.invocations).toMatchObject([
    { functionName: 'Small-Page', isSuccess: true, payload: { seen: { rawPath: '/from-schedule' } } },
  ]);
});

test('wall time is read in the zone of the schedule, over a clock change too', () => {
  expect(nextOccurrence('at(2025-07-01T09:00:00)', 'Asia/Ho_Chi_Minh', 0)).toBe(
    Date.parse('2025-07-01T02:00:00Z'),
  );
  expect(nextOccurrence('at(2025-07-01T09:00:00)', 'Europe/Paris', 0)).toBe(
    Date.parse('2025-07-01T07:00:00Z'),
  );
  expect(nextOccurrence('at(2025-12-01T09:00:00)', 'Europe/Paris', 0)).toBe(
    Date.parse('2025-12-01T08:00:00Z'),
  );
  expect(nextOccurrence('rate(5 minutes)', 'UTC', 1000)).toBe(301_000);
});
