import type { AlarmNotice } from '../../infra/local/cloud/monitor.ts';

/** What the terminal says of an alarm: what it is called, who is hurt, its article. Null if there is nothing to say. */
export function alarmWords({ alarm, before, subscribers }: AlarmNotice) {
  const name = alarm.name.replace(/^Dateline-local: /, '');
  if (alarm.state === 'OK' && before === 'ALARM')
    return { tone: 'good', mark: '✓', what: 'over', words: name, more: [] } as const;
  if (alarm.state !== 'ALARM') return null;
  const mailed = subscribers.length > 0 ? [`On AWS this is mailed to ${subscribers.join(', ')}.`] : [];
  return {
    tone: 'bad',
    mark: '!',
    what: 'alarm',
    words: name,
    more: [alarm.description, ...mailed],
  } as const;
}
