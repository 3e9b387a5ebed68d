/** What the newsroom measures about itself, with the unit. Each has one value for the whole newsroom. */
export const metricUnits = {
  // Of a chunk, when its sender puts it away.
  MailsSent: 'Count',
  MailsRefused: 'Count',
  MailsUnknown: 'Count',
  /** Of the slowest window: from its claim until each of its recipients has a record. */
  WindowTime: 'Milliseconds',
  /**
   * From the instant of an embargo to the first, and to the last mail of a sender who waited for it. Negative: a mail went
   * out early.
   */
  EmbargoFirstMail: 'Milliseconds',
  EmbargoLastMail: 'Milliseconds',
  /** From the instant of an embargo until its general edition was armed. Usually negative: it is armed before. */
  EmbargoArmed: 'Milliseconds',
  /** A sender held its mails back, because its clock and that of AWS differ too much. */
  ClockRefused: 'Count',
  QuotaUsedUp: 'Count',
  // What SES says later. What it delivers is counted by its own metrics.
  MailsBounced: 'Count',
  MailsComplained: 'Count',
  UnreadableEvents: 'Count',
  /** Recipients of a delivery about whom SES has said nothing after a day; only where they are too many. */
  RecipientsSilent: 'Count',
  // Of a sweep of the watch. Only `SweepsDone` has values while nothing is open.
  SweepsDone: 'Count',
  DeliveriesOpen: 'Count',
  /** Deliveries that are due and not complete while no sender is at work. */
  DeliveriesStalled: 'Count',
  /** How long the longest waiting recipient of an open delivery is due. */
  OldestPending: 'Seconds',
  RecipientsUnknown: 'Count',
  ChunksStuck: 'Count',
  /** 1 while all sending is stopped. */
  CircuitOpen: 'Count',
  // Proofs, confirmations and alerts.
  NoticesSent: 'Count',
  /** Once for each try after which a notice still waits. */
  NoticesPutOff: 'Count',
  NoticesRefused: 'Count',
  // What comes in.
  ListsImported: 'Count',
  ListsRejected: 'Count',
  SignUps: 'Count',
  /** Sign-ups that a limit turned away. */
  SignUpsRefused: 'Count',
  SignUpsStopped: 'Count',
  /** A message or a request failed; it is tried again, or the reader saw an error. */
  Failures: 'Count',
} as const;

export type MetricName = keyof typeof metricUnits;
export const metricNames = Object.keys(metricUnits).filter(isMetricName);

export function isMetricName(name: string): name is MetricName {
  return name in metricUnits;
}

/** CloudWatch's namespace of these metrics. Their one dimension, `service`, is the name of the stack. */
export const metricNamespace = 'Dateline';

/**
 * Records values, e.g. `measure({ MailsSent: 50 }, { delivery, chunk })`. `about` helps to find a value's reason in the
 * log: ids only, never an address or a text.
 */
export type Measure = (
  values: Partial<Record<MetricName, number>>,
  about?: Record<string, string | number>,
) => void;
