import { type AlarmRow, atOnce, type MetricAlarm } from './alarm-row.ts';
import { newsroomAlarms } from './newsroom-alarms.ts';
import { deadLetterAlarm, functionErrorAlarm, nearTimeoutAlarm, oldestMessageAlarm } from './stage-alarms.ts';

export interface AlarmSettings {
  /** By name: the timeout in seconds. */
  functions: Record<string, number>;
  queues: readonly string[];
  deadLetters: readonly string[];
  eventRules: readonly string[];
  watchEveryMinutes: number;
  monthlyBudgetDollars: number;
}

/** Every alarm, in the order in which an operator asks: does mail go out, do the stages work, does AWS. */
export function alarmList(settings: AlarmSettings): readonly AlarmRow[] {
  return [
    ...newsroomAlarms(settings),
    ...sendingAccountAlarms,
    ...settings.deadLetters.map(deadLetterAlarm),
    ...settings.queues.map(oldestMessageAlarm),
    ...Object.keys(settings.functions).map(functionErrorAlarm),
    ...Object.entries(settings.functions).map(([name, seconds]) => nearTimeoutAlarm(name, seconds)),
    throttles,
    ...clockAlarms,
    ...settings.eventRules.map(eventRuleAlarm),
    ...publicPageAlarms,
    ...tableAlarms,
    {
      name: 'cost',
      article: 'cost',
      severity: 'ticket',
      whoIsHurt: 'Who pays: this month the account is going to cost more than planned.',
      on: 'budget',
      dollars: settings.monthlyBudgetDollars,
    },
  ];
}

/**
 * SES reviews accounts from these rates on. It counts over the last mails of the whole account, also those of others;
 * without new mail there are no values, and the last ones count
 * (https://docs.aws.amazon.com/ses/latest/dg/reputationdashboard-cloudwatch-alarm.html).
 */
const reputation = {
  severity: 'page',
  on: 'metric',
  namespace: 'AWS/SES',
  of: { kind: 'account' },
  statistic: 'Average',
  is: '>=',
  minutes: 60,
  ...atOnce,
  missing: 'ignore',
} as const;

const sendingAccountAlarms: readonly AlarmRow[] = [
  {
    // The names of SES's events: https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-ses.html
    name: 'sending-disabled',
    article: 'sending-disabled',
    severity: 'page',
    whoIsHurt: 'AWS has paused this account’s sending: everybody who waits for a release gets nothing.',
    on: 'event',
    source: 'aws.ses',
    detailType: 'Sending Status Disabled',
  },
  {
    ...reputation,
    name: 'ses-bounce-rate',
    article: 'ses-bounce-rate',
    whoIsHurt: 'Nobody yet: so many mails of this account bounce that AWS may pause its sending.',
    metric: 'Reputation.BounceRate',
    threshold: 0.05,
  },
  {
    ...reputation,
    name: 'ses-complaint-rate',
    article: 'ses-complaint-rate',
    whoIsHurt: 'Nobody yet: so many readers complain about this account that AWS may pause its sending.',
    metric: 'Reputation.ComplaintRate',
    threshold: 0.001,
  },
];

const sums = { on: 'metric', statistic: 'Sum', is: '>', threshold: 0, minutes: 5, ...atOnce } as const;
/** For faults that pass by themselves: only if there are some in every period of a quarter of an hour. */
const lasting = { ...sums, periods: 3, datapoints: 3 } as const;

/**
 * Of all functions of the account and the region, because they share its limit of concurrent executions
 * (https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html).
 */
const throttles: MetricAlarm = {
  ...lasting,
  name: 'throttles',
  article: 'throttles',
  severity: 'ticket',
  whoIsHurt:
    'Everybody a little: this account runs as many functions at once as it may, so pages and mails wait.',
  namespace: 'AWS/Lambda',
  metric: 'Throttles',
  of: { kind: 'account' },
};

const clockAlarms: readonly MetricAlarm[] = [
  {
    ...sums,
    name: 'schedule-errors',
    article: 'schedule-errors',
    severity: 'page',
    whoIsHurt:
      'A schedule could not write into its queue: an embargo may lift late, or the watch does not run.',
    namespace: 'AWS/Scheduler',
    metric: 'TargetErrorCount',
    of: { kind: 'schedules' },
  },
  {
    ...sums,
    name: 'schedule-dropped',
    article: 'schedule-dropped',
    severity: 'page',
    whoIsHurt: 'A schedule was given up: an edition may not go out by itself.',
    namespace: 'AWS/Scheduler',
    metric: 'InvocationDroppedCount',
    of: { kind: 'schedules' },
  },
];

function eventRuleAlarm(name: string): MetricAlarm {
  return {
    ...sums,
    name: `event-rule (${name})`,
    article: 'event-rule',
    severity: 'ticket',
    whoIsHurt: `Events of SES (${name}) do not arrive: bounces may not be heard, and unknowns do not settle.`,
    namespace: 'AWS/Events',
    metric: 'FailedInvocations',
    of: { kind: 'event-rule', name },
  };
}

const publicPageAlarms: readonly MetricAlarm[] = [
  {
    ...sums,
    name: 'pages-fail',
    article: 'pages-fail',
    severity: 'page',
    whoIsHurt: 'Journalists cannot unsubscribe, confirm or read: the public pages answer with errors.',
    namespace: 'AWS/ApiGateway',
    metric: '5xx',
    of: { kind: 'public-api' },
    threshold: 4,
  },
  {
    ...lasting,
    name: 'pages-slow',
    article: 'pages-slow',
    severity: 'ticket',
    whoIsHurt: 'Journalists wait for the public pages; mail programs may give up on one-click unsubscribe.',
    namespace: 'AWS/ApiGateway',
    metric: 'Latency',
    of: { kind: 'public-api' },
    statistic: 'p90',
    threshold: 3000,
  },
];

const tableThrottles = {
  ...lasting,
  article: 'table-throttles',
  severity: 'ticket',
  whoIsHurt: 'Everybody a little: the table refuses requests, so every stage works more slowly.',
  namespace: 'AWS/DynamoDB',
} as const;

/**
 * The table's errors of its own (SystemErrors) are not here: they are counted per operation, the SDK tries again, and
 * what fails for good rings as a dead letter or as a page that fails.
 */
const tableAlarms: readonly MetricAlarm[] = [
  {
    ...tableThrottles,
    name: 'table-throttles (reads)',
    metric: 'ReadThrottleEvents',
    of: { kind: 'table' },
  },
  {
    ...tableThrottles,
    name: 'table-throttles (writes)',
    metric: 'WriteThrottleEvents',
    of: { kind: 'table' },
  },
  {
    // An index that cannot keep up slows down the writes of its table.
    ...tableThrottles,
    name: 'table-throttles (index)',
    metric: 'WriteThrottleEvents',
    of: { kind: 'table-index' },
  },
];
