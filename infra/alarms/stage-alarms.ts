import { atOnce, type MetricAlarm, type Severity } from './alarm-row.ts';

interface Hurt {
  /** The severity when its messages are not worked on. */
  severity: Severity;
  whoIsHurt: string;
}

/** Who is affected when a stage does not do its work. By name of the function or the queue. */
const hurtBy: Record<string, Hurt> = {
  'accept-release': { severity: 'page', whoIsHurt: 'Comms staff dropped a release and got no report.' },
  'import-contacts': { severity: 'ticket', whoIsHurt: 'An admin dropped a list that was not imported.' },
  'compose-emails': {
    severity: 'page',
    whoIsHurt: 'A release was accepted and its desk got no proof, or a notice was not sent.',
  },
  'arm-delivery': {
    severity: 'page',
    whoIsHurt: 'An approved edition is not on its way: journalists wait, an embargo may lift late.',
  },
  'send-emails': {
    severity: 'page',
    whoIsHurt: 'Some recipients of an edition have not been written to.',
  },
  'send-emails-urgent': {
    severity: 'page',
    whoIsHurt: 'Some recipients of a lifted embargo, a correction or a kill have not been written to.',
  },
  'track-delivery': {
    severity: 'ticket',
    whoIsHurt: 'Bounces and complaints are not heard: addresses that must not be written to again may be.',
  },
  schedules: {
    severity: 'page',
    whoIsHurt: 'A schedule was given up: an edition may not go out by itself, or the watch does not run.',
  },
  watch: { severity: 'ticket', whoIsHurt: 'Nobody looks for what is stuck, overdue or unknown.' },
  subscriptions: {
    severity: 'page',
    whoIsHurt: 'Journalists cannot unsubscribe, sign up or open a release on the web.',
  },
  approvals: { severity: 'page', whoIsHurt: 'The desk cannot approve a release from its proof.' },
  console: { severity: 'ticket', whoIsHurt: 'Staff cannot open the console.' },
};

function hurt(name: string): Hurt {
  const found = hurtBy[name];
  if (!found) throw new Error(`say in infra/alarms/stage-alarms.ts who is hurt when ${name} fails`);
  return found;
}

export function deadLetterAlarm(name: string): MetricAlarm {
  return {
    name: `${name} gave up on a message`,
    article: `${name}-gave-up-on-a-message`,
    ...hurt(name),
    on: 'metric',
    namespace: 'AWS/SQS',
    metric: 'ApproximateNumberOfMessagesVisible',
    of: { kind: 'dead-letters', name },
    statistic: 'Maximum',
    is: '>',
    threshold: 0,
    minutes: 1,
    ...atOnce,
  };
}

/**
 * Seconds. A message waits in its queue while it is delayed (at most a quarter of an hour), tried again, or being worked
 * on, so a shorter time would be no fault. A large delivery waits for the account's sending rate; whether that
 * one is sent at all is the question of `nothing-sent`.
 */
const oldestSeconds: Record<string, number> = {
  'import-contacts': 3600,
  'send-emails': 4 * 3600,
};
const usualOldestSeconds = 1800;

/**
 * SQS leaves out a message that was received three times and not deleted (it is behind the others then), and an empty
 * queue has no value
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html).
 */
export function oldestMessageAlarm(name: string): MetricAlarm {
  const { severity, whoIsHurt } = hurt(name);
  return {
    name: `oldest-message (${name})`,
    article: 'oldest-message',
    severity,
    whoIsHurt: `Messages wait for ${name} and are not taken. ${whoIsHurt}`,
    on: 'metric',
    namespace: 'AWS/SQS',
    metric: 'ApproximateAgeOfOldestMessage',
    of: { kind: 'queue', name },
    statistic: 'Maximum',
    is: '>',
    threshold: oldestSeconds[name] ?? usualOldestSeconds,
    minutes: 1,
    ...atOnce,
    periods: 3,
    datapoints: 3,
  };
}

/**
 * What ends a function: a crash, a time-out, too much memory, a bundle that does not start. A message that fails does
 * not, since the handler reports it and it comes back. A ticket, because the message of a function that ended comes
 * back too; when it does not help, the alarms on its queue ring.
 */
export function functionErrorAlarm(name: string): MetricAlarm {
  return {
    name: `function-errors (${name})`,
    article: 'function-errors',
    severity: 'ticket',
    whoIsHurt: `The function ${name} crashed or ran out of time. If it goes on: ${hurt(name).whoIsHurt}`,
    on: 'metric',
    namespace: 'AWS/Lambda',
    metric: 'Errors',
    of: { kind: 'function', name },
    statistic: 'Sum',
    is: '>',
    threshold: 0,
    minutes: 5,
    ...atOnce,
  };
}

/** Senders use all of their time on purpose, less what they need to wind down. */
const shareOfTimeout: Record<string, number> = { 'send-emails': 0.97 };
const usualShareOfTimeout = 0.9;

export function nearTimeoutAlarm(name: string, timeoutSeconds: number): MetricAlarm {
  const share = shareOfTimeout[name] ?? usualShareOfTimeout;
  return {
    name: `near-timeout (${name})`,
    article: 'near-timeout',
    severity: 'ticket',
    whoIsHurt: `Nobody yet: a run of ${name} took nearly all of its time. If it goes on: ${hurt(name).whoIsHurt}`,
    on: 'metric',
    namespace: 'AWS/Lambda',
    metric: 'Duration',
    of: { kind: 'function', name },
    statistic: 'Maximum',
    is: '>',
    threshold: Math.floor(timeoutSeconds * 1000 * share),
    minutes: 5,
    ...atOnce,
  };
}
