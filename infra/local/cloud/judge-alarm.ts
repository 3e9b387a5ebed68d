/** An alarm's threshold and how many data points must breach it. */
export type AlarmRule = {
  threshold: number;
  comparison: Comparison;
  evaluationPeriods: number;
  datapointsToAlarm: number;
  missingData: 'missing' | 'ignore' | 'breaching' | 'notBreaching';
};
export type Comparison =
  | 'GreaterThanThreshold'
  | 'GreaterThanOrEqualToThreshold'
  | 'LessThanThreshold'
  | 'LessThanOrEqualToThreshold';
export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** The value of one period. Undefined if there was none. `at` is the start of the period. */
export type Datapoint = { at: number; value: number | undefined };
type RealDatapoint = { at: number; value: number };

/**
 * CloudWatch looks at more data points than the alarm's evaluation periods. How many more depends on the period and is
 * not documented; the examples of the page below show five for three.
 */
export function evaluationRange({ evaluationPeriods }: Pick<AlarmRule, 'evaluationPeriods'>): number {
  return evaluationPeriods + 2;
}

/**
 * The new state of an alarm and the reason, by its data points over the evaluation range, the oldest first.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export function judgeAlarm(
  rule: AlarmRule,
  points: readonly Datapoint[],
  current: AlarmState,
): { state: AlarmState; reason: string } {
  const real = points.flatMap(({ at, value }) => (value === undefined ? [] : [{ at, value }]));
  const judged = real.slice(-rule.evaluationPeriods);
  const missing = rule.evaluationPeriods - judged.length;
  const breaching = judged.filter(({ value }) => isBreaching(rule, value));
  const state = stateFor(rule, { points, judged, breaching: breaching.length, missing }, current);
  return { state, reason: reasonFor(rule, state, judged, missing) };
}

function isBreaching({ comparison, threshold }: AlarmRule, value: number): boolean {
  switch (comparison) {
    case 'GreaterThanThreshold':
      return value > threshold;
    case 'GreaterThanOrEqualToThreshold':
      return value >= threshold;
    case 'LessThanThreshold':
      return value < threshold;
    case 'LessThanOrEqualToThreshold':
      return value <= threshold;
  }
}

type Counted = {
  points: readonly Datapoint[];
  judged: readonly RealDatapoint[];
  breaching: number;
  missing: number;
};

function stateFor(rule: AlarmRule, counted: Counted, current: AlarmState): AlarmState {
  const { judged, breaching, missing } = counted;
  if (breaching >= rule.datapointsToAlarm) return 'ALARM';
  if (missing === 0 || rule.missingData === 'notBreaching') return 'OK';
  if (rule.missingData === 'breaching') return breaching + missing >= rule.datapointsToAlarm ? 'ALARM' : 'OK';
  if (breaching < judged.length) return 'OK';
  if (rule.missingData === 'ignore') return current;
  return isOldEnough(rule, counted) ? 'ALARM' : 'INSUFFICIENT_DATA';
}

/**
 * All data points that exist breach the threshold, but there are too few of them. The alarm rings if the oldest is at
 * least as old as the number of data points that it needs: “Avoiding premature transitions to alarm state”.
 */
function isOldEnough({ datapointsToAlarm }: AlarmRule, { points, judged }: Counted): boolean {
  const [oldest] = judged;
  const position = points.findIndex(({ at }) => at === oldest?.at);
  return oldest !== undefined && points.length - position >= datapointsToAlarm;
}

const comparisonWords: Record<Comparison, string> = {
  GreaterThanThreshold: 'greater than',
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
};

const treated = {
  missing: 'Missing',
  ignore: 'Ignored',
  breaching: 'Breaching',
  notBreaching: 'NonBreaching',
} as const;

/**
 * In the words of CloudWatch: `Threshold Crossed: 1 out of the last 1 datapoints [2.0 (15/08/18 21:15:00)] was greater
 * than the threshold (0.0) (minimum 1 datapoint for OK -> ALARM transition).`
 */
function reasonFor(
  rule: AlarmRule,
  state: AlarmState,
  judged: readonly RealDatapoint[],
  missing: number,
): string {
  if (state === 'INSUFFICIENT_DATA')
    return `Insufficient Data: ${counted(missing, 'datapoint')} ${wasOf(missing)} unknown.`;
  const filled = `${counted(missing, 'missing datapoint')} ${wasOf(missing)} treated as [${treated[rule.missingData]}]`;
  if (judged.length === 0)
    return `Threshold Crossed: no datapoints were received for ${counted(missing, 'period')} and ${filled}.`;
  const shown = judged.filter(({ value }) => isBreaching(rule, value) === (state === 'ALARM'));
  const values = shown.map(({ at, value }) => `${decimal(value)} (${shortTime(at)})`).join(', ');
  const needed =
    state === 'ALARM' ? rule.datapointsToAlarm : rule.evaluationPeriods - rule.datapointsToAlarm + 1;
  return (
    `Threshold Crossed: ${shown.length} out of the last ${judged.length} datapoints [${values}] ` +
    `${wasOf(shown.length)} ${state === 'ALARM' ? '' : 'not '}${comparisonWords[rule.comparison]} the threshold (${decimal(rule.threshold)})` +
    `${missing > 0 ? ` and ${filled}` : ''} (minimum ${counted(needed, 'datapoint')} for ${state === 'ALARM' ? 'OK -> ALARM' : 'ALARM -> OK'} transition).`
  );
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function wasOf(count: number): string {
  return count === 1 ? 'was' : 'were';
}

/** `2.0`, as CloudWatch writes numbers. */
function decimal(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

/** `15/08/18 21:15:00`, in UTC. */
function shortTime(at: number): string {
  const [date = '', time = ''] = new Date(at).toISOString().slice(2, 19).split('T');
  return `${date.split('-').reverse().join('/')} ${time}`;
}
