import type { Notice } from '../../infra/local/cloud/notices.ts';

/** What the terminal says of an alarm: what it is called, who is hurt, its article. Null if there is nothing to say. */
export function noticeWords(notice: Notice) {
  const { subscribers } = notice;
  const mailed = subscribers.length > 0 ? [`On AWS this is mailed to ${subscribers.join(', ')}.`] : [];
  const loud = { tone: 'bad', mark: '!', what: 'alarm' } as const;
  if (notice.about !== 'alarm') return { ...loud, words: notice.words, more: mailed };
  const { alarm, before } = notice.change;
  const name = alarm.name.replace(/^Dateline-local: /, '');
  if (alarm.state === 'OK' && before === 'ALARM')
    return { tone: 'good', mark: '✓', what: 'over', words: name, more: [] } as const;
  return alarm.state === 'ALARM' ? { ...loud, words: name, more: [alarm.description, ...mailed] } : null;
}
