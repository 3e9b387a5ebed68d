import { describe, expect, it } from 'vitest';
import { type AlarmRule, type AlarmState, judgeAlarm } from '../../../../infra/local/cloud/judge-alarm.ts';

const three: AlarmRule = {
  threshold: 0,
  comparison: 'GreaterThanThreshold',
  evaluationPeriods: 3,
  datapointsToAlarm: 3,
  missingData: 'missing',
};
const twoOfThree = { ...three, datapointsToAlarm: 2 };

/** `0 - X - X`: within the threshold, missing, breaching; the newest last. */
function points(drawn: string) {
  return drawn.split(' ').map((mark, i) => ({
    at: Date.UTC(2026, 10, 25, 9, i),
    value: mark === '-' ? undefined : mark === 'X' ? 1 : 0,
  }));
}

function stateOf(rule: AlarmRule, drawn: string, current: AlarmState = 'OK'): AlarmState {
  return judgeAlarm(rule, points(drawn), current).state;
}

const kept = 'the state it had';
const unknown = 'INSUFFICIENT_DATA';

/**
 * The tables of https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html. The columns:
 * missing, ignore, breaching, notBreaching.
 */
const tables = [
  { rule: three, drawn: '0 - X - X', states: ['OK', 'OK', 'OK', 'OK'] },
  { rule: three, drawn: '0 - - - -', states: ['OK', 'OK', 'OK', 'OK'] },
  { rule: three, drawn: '- - - - -', states: [unknown, kept, 'ALARM', 'OK'] },
  { rule: three, drawn: '0 X X - X', states: ['ALARM', 'ALARM', 'ALARM', 'ALARM'] },
  { rule: three, drawn: '- - X - -', states: ['ALARM', kept, 'ALARM', 'OK'] },
  { rule: three, drawn: '- - - - X', states: [unknown, kept, 'ALARM', 'OK'] },
  { rule: twoOfThree, drawn: '0 - X - X', states: ['ALARM', 'ALARM', 'ALARM', 'ALARM'] },
  { rule: twoOfThree, drawn: '0 0 X 0 X', states: ['ALARM', 'ALARM', 'ALARM', 'ALARM'] },
  { rule: twoOfThree, drawn: '0 - X - -', states: ['OK', 'OK', 'ALARM', 'OK'] },
  { rule: twoOfThree, drawn: '- - - - 0', states: ['OK', 'OK', 'ALARM', 'OK'] },
  { rule: twoOfThree, drawn: '- - - X -', states: ['ALARM', kept, 'ALARM', 'OK'] },
] as const;
const treatments = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;

describe('an alarm of CloudWatch', () => {
  it.each(tables)('treats missing data as AWS documents: $drawn, $rule.datapointsToAlarm of 3', (row) => {
    const judged = treatments.map((missingData) => {
      const rule = { ...row.rule, missingData };
      const fromOk = stateOf(rule, row.drawn, 'OK');
      return fromOk === stateOf(rule, row.drawn, 'ALARM') ? fromOk : kept;
    });
    expect(judged).toEqual(row.states);
  });

  it.each([
    ['GreaterThanThreshold', 'OK'],
    ['GreaterThanOrEqualToThreshold', 'ALARM'],
    ['LessThanThreshold', 'OK'],
    ['LessThanOrEqualToThreshold', 'ALARM'],
  ] as const)('%s: a value on the threshold is %s', (comparison, state) => {
    expect(stateOf({ ...three, comparison }, '0 0 0 0 0')).toBe(state);
  });

  it('gives its reason in the words of CloudWatch', () => {
    const one: AlarmRule = {
      ...three,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      missingData: 'notBreaching',
    };
    const reasons = ['- - X', '- X 0', '- - -'].map((drawn) => judgeAlarm(one, points(drawn), 'OK').reason);
    expect(reasons).toEqual([
      'Threshold Crossed: 1 out of the last 1 datapoints [1.0 (25/11/26 09:02:00)] was greater than the threshold (0.0) (minimum 1 datapoint for OK -> ALARM transition).',
      'Threshold Crossed: 1 out of the last 1 datapoints [0.0 (25/11/26 09:02:00)] was not greater than the threshold (0.0) (minimum 1 datapoint for ALARM -> OK transition).',
      'Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching].',
    ]);
    expect(judgeAlarm(three, points('- - - - -'), 'OK').reason).toBe(
      'Insufficient Data: 3 datapoints were unknown.',
    );
  });
});
