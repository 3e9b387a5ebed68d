import { type MetricName, metricNamespace } from '../../functions/_shared/domain/metrics.ts';
import { atOnce, type MetricAlarm } from './alarm-row.ts';

type Own = Pick<MetricAlarm, 'name' | 'severity' | 'whoIsHurt'> & {
  metric: MetricName;
} & Partial<MetricAlarm>;

/** An alarm on what the functions measure themselves. Rings when there is any, unless the row says otherwise. */
function own(row: Own): MetricAlarm {
  return {
    on: 'metric',
    namespace: metricNamespace,
    of: { kind: 'newsroom' },
    article: row.name,
    statistic: 'Sum',
    is: '>',
    threshold: 0,
    minutes: 5,
    ...atOnce,
    ...row,
  };
}

export function newsroomAlarms({ watchEveryMinutes }: { watchEveryMinutes: number }): readonly MetricAlarm[] {
  return [
    own({
      name: 'circuit',
      severity: 'page',
      whoIsHurt: 'All sending has stopped: everybody who waits for a release gets nothing.',
      metric: 'CircuitOpen',
      statistic: 'Maximum',
      minutes: 1,
      // The watch measures it again at every sweep until a person resumes sending.
      periods: 2 * watchEveryMinutes,
    }),
    ...sweepAlarms(watchEveryMinutes),
    ...mailAlarms,
    ...noticeAlarms,
  ];
}

/** What the watch measures. Its values come once in so many minutes. */
function sweepAlarms(watchEveryMinutes: number): readonly MetricAlarm[] {
  const sweep = { minutes: watchEveryMinutes, statistic: 'Maximum' } as const;
  return [
    own({
      ...sweep,
      name: 'nothing-sent',
      severity: 'page',
      whoIsHurt: 'Mails are due and nobody sends: everybody who waits for a release gets nothing.',
      metric: 'DeliveriesStalled',
      // One sweep may look between two senders.
      periods: 2,
      datapoints: 2,
    }),
    own({
      ...sweep,
      name: 'watch-silent',
      severity: 'page',
      whoIsHurt: 'Nobody looks for what is stuck, overdue or unknown: the watch has not completed a sweep.',
      metric: 'SweepsDone',
      statistic: 'Sum',
      is: '<',
      threshold: 1,
      periods: 3,
      datapoints: 3,
      missing: 'breaching',
    }),
    own({
      ...sweep,
      name: 'chunk-stuck',
      severity: 'page',
      whoIsHurt: 'Some recipients of an edition get nothing: what sends to them ends again and again.',
      metric: 'ChunksStuck',
    }),
    own({
      ...sweep,
      name: 'unknowns',
      severity: 'ticket',
      whoIsHurt:
        'Some recipients may or may not have a release: nobody can tell whether SES accepted their mail.',
      metric: 'RecipientsUnknown',
      // Most unknowns settle by themselves when SES's events arrive.
      ...lastingFor(30, watchEveryMinutes),
    }),
  ];
}

/** Milliseconds. An embargo lifts within a second; later than this is a fault. */
const lateLift = 5000;

const mailAlarms: readonly MetricAlarm[] = [
  own({
    name: 'embargo-early',
    severity: 'page',
    whoIsHurt: 'A release went out before its embargo lifted, to people who must not have it yet.',
    metric: 'EmbargoFirstMail',
    statistic: 'Minimum',
    is: '<',
    minutes: 1,
  }),
  own({
    name: 'embargo-late',
    severity: 'ticket',
    whoIsHurt: 'An embargo lifted seconds late: journalists read the news elsewhere first.',
    metric: 'EmbargoFirstMail',
    // Of several senders the first counts.
    statistic: 'Minimum',
    threshold: lateLift,
  }),
  own({
    name: 'clock',
    severity: 'page',
    whoIsHurt: 'The clock of a function is wrong, so mails are held back.',
    metric: 'ClockRefused',
  }),
  own({
    name: 'quota',
    severity: 'page',
    whoIsHurt: 'Who has not got a release yet waits for hours: the daily quota of SES is used up.',
    metric: 'QuotaUsedUp',
  }),
  own({
    name: 'unreadable-event',
    severity: 'ticket',
    whoIsHurt: 'Perhaps one recipient: an event of SES was not understood, it may have been a bounce.',
    metric: 'UnreadableEvents',
  }),
];

/** Notices are proofs, alerts and confirmations. */
const noticeAlarms: readonly MetricAlarm[] = [
  own({
    name: 'notices-waiting',
    severity: 'page',
    whoIsHurt: 'The desk or a reader waits for a proof, an alert or a confirmation that SES does not take.',
    metric: 'NoticesPutOff',
    minutes: 15,
    periods: 2,
    datapoints: 2,
  }),
  own({
    name: 'notices-refused',
    severity: 'ticket',
    whoIsHurt: 'Somebody at the desk or a reader does not get a notice: SES refuses the address.',
    metric: 'NoticesRefused',
  }),
  own({
    name: 'sign-ups',
    severity: 'ticket',
    whoIsHurt:
      'People who sign up get no confirmation: too many of those that were sent bounced, so they are stopped.',
    metric: 'SignUpsStopped',
  }),
];

/** Rings if every period of so many minutes is bad. */
function lastingFor(minutes: number, periodMinutes: number): Pick<MetricAlarm, 'periods' | 'datapoints'> {
  const periods = Math.ceil(minutes / periodMinutes);
  return { periods, datapoints: periods };
}
