import * as Scheduling from '@aws-sdk/client-scheduler';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
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

test('a schedule whose queue is gone is tried again, a minute later, with its first time: an embargo is not lost', async () => {
  let now = Date.UTC(2026, 10, 25, 9, 0, 0);
  const stack = await openStack({ template, clock: () => now });
  const client = new Scheduling.SchedulerClient({ ...clientOptions, endpoint: stack.endpoints.scheduler });
  const sqs = new SQSClient({ ...clientOptions, endpoint: stack.endpoints.sqs });
  const later = 'arn:aws:sqs:us-east-1:000000000000:Later';
  const Target = { ...scheduleFor(now).Target, Arn: later };
  // The clock stands still, so the timer of the scheduler is real and what is due is not.
  now += 2000;
  await client.send(new Scheduling.CreateScheduleCommand(scheduleFor(now + 1000, { Target })));
  now += 1000;
  const isKept = async () =>
    (await client.send(new Scheduling.ListSchedulesCommand({}))).Schedules?.length === 2;
  await expect.poll(async () => (await stack.activity(0)).schedules, { timeout: 5000 }).toBe(0);
  expect(await isKept()).toBe(true);
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'Later' }));
  now += 60_000;
  // Another schedule wakes the scheduler.
  await client.send(new Scheduling.CreateScheduleCommand(scheduleFor(now, { Name: 'waker' })));
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5 }));
  expect(Messages.map(({ Body }) => Body)).toEqual(['{"release":"forum","at":"2026-11-25T09:00:03Z"}']);
});

test('what a schedule gives up is in its dead letters: nobody has to guess which embargo was not lifted', async () => {
  const { client, receive } = await openScheduler();
  const due = Math.ceil(Date.now() / 1000) * 1000 + 1000;
  const Target = {
    ...scheduleFor(due).Target,
    Arn: 'arn:aws:sqs:us-east-1:000000000000:Gone',
    Input: '{"release":"forum"}',
    RetryPolicy: { MaximumRetryAttempts: 0 },
    DeadLetterConfig: { Arn: scheduleFor(due).Target.Arn },
  };
  await client.send(new Scheduling.CreateScheduleCommand(scheduleFor(due, { Target })));
  expect((await receive(5)).map(({ Body }) => Body)).toEqual(['{"release":"forum"}']);
});

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
      new Scheduling.CreateScheduleCommand(scheduleFor(later, { ScheduleExpression: 'cron(0 9 * * * *)' })),
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

const noon = Date.parse('2026-01-15T12:00:00Z');
const hoChiMinh = (expression: string, after = noon) => {
  const due = nextOccurrence(expression, 'Asia/Ho_Chi_Minh', after);
  return due === null ? null : new Date(due).toISOString();
};

test.each([
  ['every day at nine', 'cron(0 9 * * ? *)', '2026-01-16T02:00:00.000Z'],
  ['every quarter of an hour', 'cron(0/15 * * * ? *)', '2026-01-15T12:15:00.000Z'],
  ['on working days', 'cron(30 8 ? * MON-FRI *)', '2026-01-16T01:30:00.000Z'],
  ['on the second Tuesday', 'cron(0 9 ? * 3#2 *)', '2026-02-10T02:00:00.000Z'],
  ['on the last Friday', 'cron(0 9 ? * 6L *)', '2026-01-30T02:00:00.000Z'],
  ['on the last day of the month', 'cron(0 9 L * ? *)', '2026-01-31T02:00:00.000Z'],
  ['on the weekday nearest to Saturday 31 January', 'cron(0 9 31W JAN ? *)', '2026-01-30T02:00:00.000Z'],
  ['on two days of one year', 'cron(0 9 1,15 6 ? 2027)', '2027-06-01T02:00:00.000Z'],
  ['in a leap year', 'cron(0 9 29 2 ? *)', '2028-02-29T02:00:00.000Z'],
])('a cron schedule fires %s', (_, expression, due) => {
  expect(hoChiMinh(expression)).toBe(due);
});

test('a cron schedule of a year that is over never fires again', () => {
  expect(hoChiMinh('cron(0 9 1 1 ? 2026)')).toBeNull();
});

test('a cron schedule skips the hour that a clock change leaves out and takes a repeated one once', () => {
  const inParis = (after: string) =>
    new Date(nextOccurrence('cron(30 2 * * ? *)', 'Europe/Paris', Date.parse(after)) ?? 0).toISOString();
  expect(inParis('2026-03-28T12:00:00Z')).toBe('2026-03-30T00:30:00.000Z');
  expect(inParis('2026-10-24T12:00:00Z')).toBe('2026-10-25T00:30:00.000Z');
  expect(inParis('2026-10-25T00:30:00Z')).toBe('2026-10-26T01:30:00.000Z');
});

// AWS refuses these expressions, as recorded by LocalStack.
test.each([
  ...['cron(0 1 * * * *)', 'cron(7 20 * * NOT *)', 'cron(INVALID)', 'cron(0 dummy ? * MON-FRI *)'],
  ...['cron(71 8 1 * ? *)', 'cron()', 'rate(10 seconds)', 'rate(10 years)', 'rate()', 'rate(10)'],
  ...['rate(10 minutess)', 'rate(foo minutes)', 'rate(-10 minutes)', 'rate( 10 minutes )'],
  ...[' rate(10 minutes)', 'at(2021-12-31T23:59:59Z)', 'at(2021-12-31)', 'at(2021-02-30T00:00:00)'],
])('the expression “%s” is refused', (expression) => {
  expect(() => hoChiMinh(expression)).toThrow(`Invalid Schedule Expression ${expression}.`);
});

test('names follow the rules of the scheduler', async () => {
  const { client } = await openScheduler();
  const create = (Name: string, GroupName = 'embargoes') =>
    client.send(
      new Scheduling.CreateScheduleCommand(scheduleFor(Date.now() + 3_600_000, { Name, GroupName })),
    );
  await create(`A-b_c.${'9'.repeat(58)}`);
  for (const bad of ['two words', 'khẩn', 'a/b', 'x'.repeat(65)])
    await expect(create(bad)).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(create('good', 'no group')).rejects.toMatchObject({ name: 'ValidationException' });
});

test('deleting a group deletes its schedules; lists are paged and filtered by prefix and state', async () => {
  const { client } = await openScheduler();
  const group = { Name: 'extra' };
  await client.send(new Scheduling.CreateScheduleGroupCommand(group));
  await expect(client.send(new Scheduling.CreateScheduleGroupCommand(group))).rejects.toMatchObject({
    name: 'ConflictException',
  });
  expect(await client.send(new Scheduling.GetScheduleGroupCommand(group))).toMatchObject({
    State: 'ACTIVE',
    CreationDate: expect.any(Date),
  });
  const { ScheduleGroups } = await client.send(new Scheduling.ListScheduleGroupsCommand({}));
  expect(ScheduleGroups?.map(({ Name }) => Name)).toEqual(['default', 'embargoes', 'extra']);
  const later = Date.now() + 3_600_000;
  for (const Name of ['a1', 'a2', 'b1'])
    await client.send(
      new Scheduling.CreateScheduleCommand(
        scheduleFor(later, { Name, GroupName: 'extra', State: Name === 'a2' ? 'DISABLED' : 'ENABLED' }),
      ),
    );
  const list = async (more: Partial<Scheduling.ListSchedulesCommandInput>) => {
    const asked = new Scheduling.ListSchedulesCommand({ GroupName: 'extra', ...more });
    const { Schedules, NextToken } = await client.send(asked);
    return [Schedules?.map(({ Name }) => Name), NextToken] as const;
  };
  expect(await list({ NamePrefix: 'a' })).toEqual([['a1', 'a2'], undefined]);
  expect(await list({ State: 'ENABLED' })).toEqual([['a1', 'b1'], undefined]);
  const [first, NextToken] = await list({ MaxResults: 2 });
  expect(first).toEqual(['a1', 'a2']);
  expect(await list({ NextToken })).toEqual([['b1'], undefined]);
  await client.send(new Scheduling.DeleteScheduleGroupCommand(group));
  expect(await list({})).toEqual([[], undefined]);
  await expect(client.send(new Scheduling.GetScheduleGroupCommand(group))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});
