import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { ListConfigurationSetsCommand, SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  PurgeQueueCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { MetricName } from '../../functions/_shared/domain/metrics.ts';
import type { AlarmRow } from '../../infra/alarms/alarm-row.ts';
import { configuration } from '../../infra/configuration.ts';
import { type AlarmedNewsroom, measuredLine, startAlarmedNewsroom } from './alarmed-newsroom.ts';

/**
 * For each alarm of the template a fault is planted where it arises. The alarm rings, and ends when the fault is mended.
 * An alarm without a fault here fails the first test.
 */

let newsroom: AlarmedNewsroom;

beforeAll(async () => {
  newsroom = await startAlarmedNewsroom();
  newsroom.pass(1);
});
afterAll(() => newsroom.close());

const options = () => ({
  region: 'us-east-1',
  endpoint: newsroom.stack.endpoints.ses,
  credentials: { accessKeyId: 'operator', secretAccessKey: 'anything' },
  maxAttempts: 1,
});
const sqs = () => new SQSClient(options());
const nameStarting = (names: Record<string, string>, start: string): string => {
  const id = Object.keys(names).find((one) => one.toLowerCase().startsWith(start.toLowerCase()));
  if (!id) throw new Error(`nothing is called ${start}`);
  return names[id] ?? '';
};
const idOf = (name: string) => name.replaceAll('-', '');
const functionNamed = (name: string) => nameStarting(newsroom.stack.names.functions, `${idOf(name)}Function`);
const queueNamed = (name: string) => nameStarting(newsroom.stack.names.queues, `${idOf(name)}queueQueue`);
const deadLettersOf = (name: string) =>
  nameStarting(newsroom.stack.names.queues, `${idOf(name)}queueDeadLetters`);
const scheduleDeadLetters = () => nameStarting(newsroom.stack.names.queues, 'embargoclockDeadLetters');
/** Has a function write what it measured. Its output arrives after its answer. */
const say = async (values: Partial<Record<MetricName, number>>) => {
  const line = await measuredLine(values, newsroom.now());
  const before = newsroom.lines.length;
  await newsroom.stack.invoke(functionNamed('watch'), { fault: 'say', line });
  while (newsroom.lines.length === before) await sleep(1);
};
const sendTo = (queue: string, message: object) =>
  sqs().send(
    new SendMessageCommand({
      QueueUrl: newsroom.stack.queueUrl(queue),
      MessageBody: JSON.stringify(message),
    }),
  );
/** `send-emails` in `oldest-message (send-emails)`. */
const subjectOf = ({ name }: AlarmRow) => /\((.+)\)$/.exec(name)?.[1] ?? '';

let deletedQueue: Record<string, string> | undefined;

type Fault = { plant: (rows: readonly AlarmRow[]) => Promise<void>; mend: () => Promise<void> | void };

/** Once in five minutes, three times: an alarm on what does not pass by itself. */
async function lasting(act: () => Promise<void>): Promise<void> {
  for (let i = 0; i < 3; i += 1) {
    await act();
    newsroom.pass(5);
  }
}

/** What the functions measure themselves, in the words in which they say it. */
function measured(values: Partial<Record<MetricName, number>>, minutes = 1, times = 1): Fault {
  return {
    plant: async () => {
      for (let i = 0; i < times; i += 1) {
        await say(values);
        newsroom.pass(minutes);
      }
    },
    mend: () => newsroom.pass(0),
  };
}

/** By the name of the article. */
const faults: Record<string, Fault> = {
  circuit: measured({ CircuitOpen: 1 }),
  'nothing-sent': measured({ DeliveriesStalled: 1 }, 1, 2),
  'watch-silent': {
    plant: async () => newsroom.pass(6),
    mend: async () => {
      for (let i = 0; i < 3; i += 1) {
        await say({ SweepsDone: 1 });
        newsroom.pass(1);
      }
    },
  },
  'embargo-early': measured({ EmbargoFirstMail: -200 }),
  'embargo-late': measured({ EmbargoFirstMail: 6000 }),
  clock: measured({ ClockRefused: 1 }),
  quota: measured({ QuotaUsedUp: 1 }),
  'chunk-stuck': measured({ ChunksStuck: 1 }),
  unknowns: measured({ RecipientsUnknown: 3 }, 1, 31),
  'unreadable-event': measured({ UnreadableEvents: 1 }),
  'notices-waiting': measured({ NoticesPutOff: 1 }, 15, 2),
  'notices-refused': measured({ NoticesRefused: 1 }),
  'sign-ups': measured({ SignUpsStopped: 1 }),

  'oldest-message': {
    plant: async (rows) => {
      for (const row of rows)
        await sendTo(queueNamed(subjectOf(row)), { fault: 'wait', until: newsroom.gate('taken').until });
      newsroom.move(4 * 3_600_000);
      newsroom.pass(4);
    },
    mend: async () => {
      newsroom.gate('taken').open();
      await newsroom.stack.settled(0);
    },
  },
  'function-errors': {
    plant: async (rows) => {
      await Promise.all(
        rows.map((row, i) =>
          newsroom.stack.invoke(functionNamed(subjectOf(row)), { fault: i === 0 ? 'exit' : 'throw' }),
        ),
      );
      newsroom.pass(1);
    },
    mend: () => {},
  },
  'near-timeout': {
    plant: async (rows) => {
      const { until, open } = newsroom.gate('slow');
      const runs = rows.map((row) =>
        newsroom.stack.invoke(functionNamed(subjectOf(row)), { fault: 'wait', until }),
      );
      await untilRunning(rows.length);
      newsroom.move(895_000);
      open();
      await Promise.all(runs);
      newsroom.pass(1);
    },
    mend: () => {},
  },
  throttles: {
    plant: async () => {
      await newsroom.control('account', { concurrentExecutions: 1 });
      const { until, open } = newsroom.gate('busy');
      const running = newsroom.stack.invoke(functionNamed('console'), { fault: 'wait', until });
      await untilRunning(1);
      await lasting(async () => {
        await newsroom.stack.invoke(functionNamed('console'), {});
      });
      open();
      await running;
    },
    mend: () => newsroom.control('account', { concurrentExecutions: 1000 }),
  },
  'schedule-errors': { plant: () => failSchedule('errors', 185), mend: () => {} },
  'schedule-dropped': { plant: () => failSchedule('dropped', 0), mend: () => {} },
  'schedules-gave-up-on-a-message': {
    plant: () => failSchedule('given-up', 0, `arn:aws:sqs:us-east-1:000000000000:${scheduleDeadLetters()}`),
    mend: async () => {
      await sqs().send(new PurgeQueueCommand({ QueueUrl: newsroom.stack.queueUrl(scheduleDeadLetters()) }));
    },
  },
  'event-rule': {
    plant: async (rows) => {
      const QueueUrl = newsroom.stack.queueUrl(queueNamed('track-delivery'));
      const asked = { QueueUrl, AttributeNames: ['RedrivePolicy' as const] };
      deletedQueue = (await sqs().send(new GetQueueAttributesCommand(asked))).Attributes;
      await sqs().send(new DeleteQueueCommand({ QueueUrl }));
      await mailTo('success', 'bounce', 'complaint');
      for (const kind of rows.map(subjectOf)) if (!sentBySimulator.has(kind)) await publish(kind);
      newsroom.pass(1);
    },
    mend: async () => {
      const QueueName = queueNamed('track-delivery');
      await sqs().send(new CreateQueueCommand({ QueueName, Attributes: deletedQueue }));
    },
  },
  'pages-fail': {
    plant: async () => {
      for (let i = 0; i < 5; i += 1) {
        const { status } = await fetch(`${newsroom.pages}/u/token?fault=throw`);
        expect(status).toBe(500);
      }
      newsroom.pass(1);
    },
    mend: () => {},
  },
  'pages-slow': {
    plant: () => lasting(slowPage),
    mend: () => {},
  },
  'table-throttles': {
    plant: async () => {
      const table = nameStarting(newsroom.stack.names.tables, 'storageTable');
      await lasting(async () => {
        await newsroom.control('dynamodb', { throttled: [table] });
        await sleep(50);
        await expect(readItem(table)).rejects.toThrow('Throughput exceeds');
        await expect(writeItem(table)).rejects.toThrow('Throughput exceeds');
        await newsroom.control('dynamodb', { throttled: [`${table}/index/gsi1`] });
        await sleep(50);
        await expect(writeItem(table)).rejects.toThrow('Throughput exceeds');
        // The process of the table reports its faults after its answers.
        await sleep(50);
      });
    },
    mend: () => newsroom.control('dynamodb', {}),
  },
  'ses-bounce-rate': reputation({ bounceRate: 0.06, complaintRate: 0 }),
  'ses-complaint-rate': reputation({ bounceRate: 0, complaintRate: 0.002 }),
};

function reputation(rates: { bounceRate: number; complaintRate: number }): Fault {
  return {
    plant: async () => {
      await newsroom.control('ses', { reputation: rates });
      newsroom.pass(60);
    },
    mend: () => newsroom.control('ses', { reputation: { bounceRate: 0, complaintRate: 0 } }),
  };
}

/** What has no state: operators hear of it once. By the name of the alarm. */
const events: Record<string, { plant: () => Promise<void>; words: RegExp }> = {
  'sending-disabled': {
    plant: () => newsroom.control('ses', { sending: 'paused by AWS' }),
    words: /AWS has paused this account’s sending/,
  },
  cost: {
    plant: () => newsroom.control('charges', { dollars: 1_000_000 }),
    words: /has been exceeded: \$1000000 this month/,
  },
};

for (const stage of configuredQueues())
  faults[`${stage}-gave-up-on-a-message`] = {
    plant: async () => {
      await sendTo(queueNamed(stage), { fault: 'throw' });
      newsroom.move(2000);
      const QueueUrl = newsroom.stack.queueUrl(deadLettersOf(stage));
      const AttributeNames = ['ApproximateNumberOfMessages' as const];
      await expect
        .poll(
          async () => {
            newsroom.move(5000);
            const { Attributes } = await sqs().send(
              new GetQueueAttributesCommand({ QueueUrl, AttributeNames }),
            );
            return Attributes?.ApproximateNumberOfMessages;
          },
          { timeout: 15_000, interval: 50 },
        )
        .toBe('1');
      newsroom.pass(1);
    },
    mend: async () => {
      await sqs().send(new PurgeQueueCommand({ QueueUrl: newsroom.stack.queueUrl(deadLettersOf(stage)) }));
    },
  };

function configuredQueues(): string[] {
  return [
    ...['accept-release', 'import-contacts', 'compose-emails', 'arm-delivery'],
    ...['send-emails', 'send-emails-urgent', 'track-delivery', 'watch'],
  ];
}

async function untilRunning(count: number): Promise<void> {
  await expect
    .poll(async () => (await newsroom.stack.activity(0)).invocations, { timeout: 10_000, interval: 20 })
    .toBeGreaterThanOrEqual(count);
}

/** A schedule that is due in a second, for a queue that does not exist. */
async function failSchedule(name: string, attempts: number, deadLetters?: string): Promise<void> {
  const at = new Date(newsroom.now() + 1000).toISOString().slice(0, 19);
  await new SchedulerClient(options()).send(
    new CreateScheduleCommand({
      Name: name,
      GroupName: 'dateline-local',
      ScheduleExpression: `at(${at})`,
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Arn: 'arn:aws:sqs:us-east-1:000000000000:gone',
        RoleArn: 'arn:aws:iam::000000000000:role/of-an-operator',
        RetryPolicy: { MaximumRetryAttempts: attempts },
        ...(deadLetters && { DeadLetterConfig: { Arn: deadLetters } }),
      },
    }),
  );
  newsroom.move(2000);
  await sleep(1200);
  newsroom.pass(1);
}

const sentBySimulator = new Set(['Send', 'Delivery', 'Bounce', 'Complaint']);

async function configurationSets(): Promise<string[]> {
  const { ConfigurationSets = [] } = await new SESClient(options()).send(
    new ListConfigurationSetsCommand({}),
  );
  return ConfigurationSets.map(({ Name = '' }) => Name);
}

/** Mails to addresses of SES's simulator, for which its events come. */
async function mailTo(...simulated: string[]): Promise<void> {
  const address = `desk@${configuration('local').newsroom.sender.domain}`;
  for (const ConfigurationSetName of await configurationSets())
    for (const name of simulated)
      await new SESClient(options()).send(
        new SendRawEmailCommand({
          ConfigurationSetName,
          Destinations: [`${name}@simulator.amazonses.com`],
          RawMessage: {
            Data: Buffer.from(
              `From: ${address}\r\nTo: ${name}@simulator.amazonses.com\r\nSubject: x\r\n\r\nx\r\n`,
            ),
          },
        }),
      );
}

const detailTypes: Record<string, string> = {
  DeliveryDelay: 'Email Delivery Delayed',
  Reject: 'Email Rejected',
};

/** An event that the simulator has no address for. */
async function publish(kind: string): Promise<void> {
  for (const name of await configurationSets())
    await newsroom.control('events', {
      source: 'aws.ses',
      detailType: detailTypes[kind],
      at: newsroom.now(),
      detail: { eventType: kind, mail: { tags: { 'ses:configuration-set': [name] } } },
    });
}

let slowPages = 0;

/** One page that takes four seconds of the standing clock. */
async function slowPage(): Promise<void> {
  slowPages += 1;
  const { until, open } = newsroom.gate(`page-${slowPages}`);
  const page = fetch(`${newsroom.pages}/u/token?fault=wait&until=${encodeURIComponent(until)}`);
  await untilRunning(1);
  newsroom.move(4000);
  open();
  await page;
}

const tables = () =>
  new DynamoDBClient({ ...options(), endpoint: newsroom.stack.endpoints.dynamodb, maxAttempts: 1 });
const Key = { pk: { S: 'x' }, sk: { S: 'x' } };
const readItem = (TableName: string) => tables().send(new GetItemCommand({ TableName, Key }));
const writeItem = (TableName: string) => tables().send(new PutItemCommand({ TableName, Item: Key }));

const articlesOf = (rows: readonly AlarmRow[]) => new Set(rows.map(({ article }) => article));

it('every alarm of the template has a fault here, and no fault is for an alarm that is gone', () => {
  const { list } = newsroom;
  const stateful = list.filter(({ on }) => on === 'metric');
  expect([...articlesOf(stateful)].sort()).toEqual(Object.keys(faults).sort());
  const heard = list.filter(({ on }) => on !== 'metric').map(({ name }) => name);
  expect(heard.sort()).toEqual(Object.keys(events).sort());
});

it.each(Object.keys(faults))('%s rings while its cause lasts, and ends with it', async (article) => {
  const fault = faults[article];
  const rows = newsroom.list.filter((row) => row.article === article);
  // What an earlier fault left behind is out of sight.
  newsroom.pass(5);
  await fault?.plant(rows);
  for (const { name } of rows) expect([...newsroom.ringing()], name).toContain(name);
  await fault?.mend();
  for (let i = 0; i < 150 && rows.some(({ name }) => newsroom.ringing().has(name)); i += 1) {
    newsroom.pass(1);
  }
  for (const { name } of rows) expect([...newsroom.ringing()], name).not.toContain(name);
});

it.each(Object.keys(events))('operators hear of %s at once, without one of our functions', async (name) => {
  await events[name]?.plant();
  const words = newsroom.notices.flatMap((notice) => (notice.about === 'alarm' ? [] : [notice.words]));
  expect(words).toContainEqual(expect.stringMatching(events[name]?.words ?? /^$/));
});
