import { ConflictException, CreateScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { armSchedule } from '../../../../functions/_shared/aws/schedule.ts';

const schedulers = mockClient(SchedulerClient);
const queues = mockClient(SQSClient);
const message = { releaseId: 'forum', version: 1, edition: 'general' } as const;
const now = new Date('2026-03-01T08:00:00Z');
const { armAt } = armSchedule(
  {
    client: new SchedulerClient({ region: 'eu-west-1' }),
    group: 'dateline-test',
    roleArn: 'arn:aws:iam::1:role/scheduler',
    armQueueArn: 'arn:aws:sqs:eu-west-1:1:arm',
    deadLettersArn: 'arn:aws:sqs:eu-west-1:1:given-up',
  },
  { client: new SQSClient({ region: 'eu-west-1' }), url: 'https://sqs.test/1/arm' },
);

describe('arming an edition', () => {
  beforeEach(() => {
    schedulers.reset();
    queues.reset();
    schedulers.on(CreateScheduleCommand).resolves({});
    queues.on(SendMessageCommand).resolves({});
  });
  const created = () => schedulers.commandCalls(CreateScheduleCommand).map(({ args }) => args[0].input);
  const queued = () => queues.commandCalls(SendMessageCommand).map(({ args }) => args[0].input);

  it('that is due goes to its queue at once', async () => {
    await armAt(message, '2026-03-01T07:58:00Z', now);
    expect(queued()).toEqual([
      { QueueUrl: 'https://sqs.test/1/arm', MessageBody: JSON.stringify(message), DelaySeconds: undefined },
    ]);
  });

  it('that is due within a quarter of an hour waits in its queue, to the second', async () => {
    await armAt(message, '2026-03-01T08:14:59.500Z', now);
    expect(queued()[0]?.DelaySeconds).toBe(900);
    expect(created()).toEqual([]);
  });

  it('that is due later is scheduled once, with a name made of the edition and its time', async () => {
    await armAt(message, '2026-06-12T02:00:00.000Z', now);
    await armAt(message, '2026-06-12T02:00:00.000Z', now);
    await armAt(message, '2026-06-13T02:00:00.000Z', now);
    const [first, again, moved] = created();
    expect(first).toMatchObject({
      GroupName: 'dateline-test',
      ScheduleExpression: 'at(2026-06-12T02:00:00)',
      ScheduleExpressionTimezone: 'UTC',
      FlexibleTimeWindow: { Mode: 'OFF' },
      ActionAfterCompletion: 'DELETE',
      Target: {
        Arn: 'arn:aws:sqs:eu-west-1:1:arm',
        Input: JSON.stringify(message),
        DeadLetterConfig: { Arn: 'arn:aws:sqs:eu-west-1:1:given-up' },
      },
    });
    expect(again?.Name).toBe(first?.Name);
    expect(moved?.Name).not.toBe(first?.Name);
    expect(first?.Name).toMatch(/^[0-9A-Za-z-_.]{1,64}$/);
  });

  it('that is already scheduled stays as it is', async () => {
    schedulers
      .on(CreateScheduleCommand)
      .rejects(new ConflictException({ Message: 'there', message: 'there', $metadata: {} }));
    await expect(armAt(message, '2026-06-12T02:00:00Z', now)).resolves.toBeUndefined();
  });
});
