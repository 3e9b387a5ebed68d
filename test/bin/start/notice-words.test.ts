import { expect, it } from 'vitest';
import { noticeWords } from '../../../bin/start/notice-words.ts';
import { readAlarm } from '../../../infra/local/cloud/alarm-definition.ts';
import type { AlarmState } from '../../../infra/local/cloud/judge-alarm.ts';

const definition = readAlarm(
  {
    AlarmDescription: 'All sending has stopped. What to do: docs/runbook.md#circuit',
    Namespace: 'Dateline',
    MetricName: 'CircuitOpen',
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 0,
    ComparisonOperator: 'GreaterThanThreshold',
  },
  'Dateline-local: circuit',
  'arn',
);

function wordsWhen(before: AlarmState, state: AlarmState) {
  const change = { before, alarm: { ...definition, state, reason: '', since: 0 } };
  return noticeWords({ about: 'alarm', change, subscribers: ['ops@press.example.org'] });
}

it('the terminal says of an alarm its name, who is hurt and where it says what to do, and who gets the mail', () => {
  expect(wordsWhen('OK', 'ALARM')).toMatchObject({
    what: 'alarm',
    words: 'circuit',
    more: [
      'All sending has stopped. What to do: docs/runbook.md#circuit',
      'On AWS this is mailed to ops@press.example.org.',
    ],
  });
});

it('the terminal says when an alarm is over, and nothing of one that has never rung', () => {
  expect(wordsWhen('ALARM', 'OK')).toMatchObject({ what: 'over', words: 'circuit' });
  expect(wordsWhen('INSUFFICIENT_DATA', 'OK')).toBeNull();
});

it('the terminal says what else operators are told: by a rule, or by a budget', () => {
  expect(noticeWords({ about: 'event', words: 'AWS has paused sending.', subscribers: [] })).toMatchObject({
    what: 'alarm',
    words: 'AWS has paused sending.',
    more: [],
  });
});
