import { describe, expect, it } from 'vitest';
import type { Text } from '../../../functions/_shared/domain/release.ts';
import { changedSentences } from '../../../functions/compose-emails/changed-sentences.ts';

const text = (paragraphs: string[], over: Partial<Text> = {}): Text => ({
  language: 'en',
  title: 'Minister opens forum',
  subtitle: null,
  summary: null,
  dateline: { place: null, city: null, date: null },
  contacts: [],
  images: [],
  attachments: [],
  body: paragraphs.map((words) => ({ type: 'paragraph', inlines: [{ type: 'text', text: words }] })),
  boilerplate: [],
  notesToEditors: [],
  ...over,
});

describe('what changed between two versions', () => {
  it('is nothing when the text is the same', () => {
    const same = text(['It opened. It closed.']);
    expect(changedSentences(same, same)).toEqual([]);
  });

  it('shows a corrected figure as the sentence before and after, and leaves the others out', () => {
    expect(
      changedSentences(
        text(['The forum opened on Monday. Some 150 officers took part. It ends on Friday.']),
        text(['The forum opened on Monday. Some 115 officers took part. It ends on Friday.']),
      ),
    ).toEqual([{ before: 'Some 150 officers took part.', after: 'Some 115 officers took part.' }]);
  });

  it('shows a new sentence as new and a dropped one as gone', () => {
    expect(
      changedSentences(
        text(['The forum opened on Monday.', 'Lunch was served to all.']),
        text(['The forum opened on Monday.', 'A press conference follows at noon in Ha Noi.']),
      ),
    ).toEqual([
      { before: 'Lunch was served to all.', after: null },
      { before: null, after: 'A press conference follows at noon in Ha Noi.' },
    ]);
  });

  it('pairs the sentence that was reworded, not the first one', () => {
    expect(
      changedSentences(
        text(['The minister thanked the 42 delegations.']),
        text(['A statement was issued by the secretariat.', 'The minister thanked the 24 delegations.']),
      ),
    ).toEqual([
      { before: null, after: 'A statement was issued by the secretariat.' },
      {
        before: 'The minister thanked the 42 delegations.',
        after: 'The minister thanked the 24 delegations.',
      },
    ]);
  });

  it('sees a changed headline, a changed table and a changed telephone number', () => {
    const contact = { name: 'Lan', organisation: null, email: null, phone: '+84 1' };
    const table = (cell: string): Text['body'] => [
      {
        type: 'table',
        header: null,
        rows: [[[{ type: 'text', text: 'Total' }], [{ type: 'text', text: cell }]]],
      },
    ];
    const changes = changedSentences(
      text([], { body: table('12'), contacts: [contact] }),
      text([], {
        title: 'Minister closes forum',
        body: table('13'),
        contacts: [{ ...contact, phone: '+84 2' }],
      }),
    );
    expect(changes).toEqual([
      { before: 'Minister opens forum', after: 'Minister closes forum' },
      { before: 'Total | 12', after: 'Total | 13' },
      { before: 'Lan, +84 1', after: 'Lan, +84 2' },
    ]);
  });

  it('works in Chinese, which has no spaces between words', () => {
    expect(
      changedSentences(
        text(['论坛于周一开幕。共有一百五十名军官参加。'], { language: 'zh' }),
        text(['论坛于周一开幕。共有一百一十五名军官参加。'], { language: 'zh' }),
      ),
    ).toEqual([{ before: '共有一百五十名军官参加。', after: '共有一百一十五名军官参加。' }]);
  });
});
