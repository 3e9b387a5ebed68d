/** `page`: somebody is hurt now, wake an operator. `ticket`: it can wait until the next working day. */
export type Severity = 'page' | 'ticket';

/** What every alarm of the list has. */
interface Named {
  /** Stable, because operators filter by it. The same kind of alarm of several functions ends in `(function)`. */
  name: string;
  /** The heading of its article in docs/runbook.md. */
  article: string;
  severity: Severity;
  /** Full sentences: what has happened, and who is affected. */
  whoIsHurt: string;
}

/** Whose metric an alarm watches. The stack knows the dimensions. */
export type Subject =
  | { kind: 'function' | 'queue' | 'dead-letters' | 'event-rule'; name: string }
  | { kind: 'newsroom' | 'public-api' | 'schedules' | 'table' | 'table-index' | 'account' };

/** An alarm on one metric. */
export interface MetricAlarm extends Named {
  on: 'metric';
  namespace: string;
  metric: string;
  of: Subject;
  /** CloudWatch's name of the statistic, e.g. `Sum` or `p90`. */
  statistic: string;
  is: '>' | '>=' | '<';
  threshold: number;
  /** The length of one period. */
  minutes: number;
  /** Rings when the threshold is passed in `datapoints` of the last `periods` periods. */
  periods: number;
  datapoints: number;
  /** What a period without data means. `ignore`: the alarm stays as it is. */
  missing: 'notBreaching' | 'breaching' | 'ignore';
}

/** A message to the operators for each event of a kind. */
export interface EventAlarm extends Named {
  on: 'event';
  source: string;
  detailType: string;
}

/** A monthly budget of the account. */
export interface BudgetAlarm extends Named {
  on: 'budget';
  dollars: number;
}

export type AlarmRow = MetricAlarm | EventAlarm | BudgetAlarm;

/** Rings at the first period in which the threshold is passed, and goes off at the first in which it is not. */
export const atOnce = { periods: 1, datapoints: 1, missing: 'notBreaching' } as const;
