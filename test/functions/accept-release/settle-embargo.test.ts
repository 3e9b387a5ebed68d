import { describe, expect, it } from 'vitest';
import { read } from './newsroom.ts';
import { paragraph, wordDocument } from './word-document.ts';

const headline = 'Regional forum on women in peacekeeping opens with delegates from twenty countries';
const body =
  'The ministry and its partners opened a regional forum on the role of women in peacekeeping operations, with more than one hundred participants from twenty countries. Delegates agreed on a plan of action for the coming five years.';
const text = (...lines: string[]) => [...lines, `# ${headline}`, `${body}\n`].join('\n\n');
/** With a line after the text, too far from the head to be read together with it. */
const withLast = (last: string, ...lines: string[]) => `${text(...lines)}\n${last}\n`;
const declared = (embargo: string, ...lines: string[]) => `---\nembargo: ${embargo}\n---\n${text(...lines)}`;
/** A Word file with text in its page header, which stands on no line. */
const word = (header: string, ...lines: string[]) =>
  wordDocument(
    [...lines.map((line) => paragraph(line)), paragraph(headline, 'Title'), paragraph(body)].join(''),
    {
      headers: [header],
    },
  );

const phrase = 'EMBARGOED UNTIL 9:00 a.m. ICT, 12 June 2025';
/** 09:00 in Ha Noi. */
const nine = '2025-06-12T02:00:00Z';
const ten = '2025-06-12T03:00:00Z';
const inFrontMatter = { from: 'declared', source: 'front matter', line: 2 };

/** What the desk hears of the embargo. */
async function heard(content: string | Uint8Array, options: Parameters<typeof read>[2] = {}) {
  const report = await read(typeof content === 'string' ? 'forum.md' : 'forum.docx', content, options);
  return {
    status: report.status,
    embargo: report.embargo,
    problems: report.problems
      .filter(({ where, code }) => where.field === 'embargo' || code.startsWith('embargo'))
      .map(({ code, where }) => [code, where.line ?? 'no line', where.field]),
    assumptions: report.assumptions.flatMap(({ field, message }) => (field === 'embargo' ? [message] : [])),
    provenance: report.provenance.embargo,
    said: report.problems.map(({ message }) => message).join('\n'),
  };
}

describe('where the embargo was read is said', () => {
  it('the line of the text', async () => {
    expect(await heard(text('PRESS RELEASE', phrase))).toMatchObject({
      status: 'accepted',
      embargo: nine,
      problems: [],
      assumptions: [],
      provenance: { from: 'found', source: 'line 3', line: 3 },
    });
  });

  it('the page header, which has no line', async () => {
    expect(await heard(word(phrase))).toMatchObject({
      embargo: nine,
      provenance: { from: 'found', source: 'the page header', line: null },
    });
  });

  it('the declaration, before the text that says the same', async () => {
    expect(await heard(declared('2025-06-12T09:00+07:00', phrase))).toMatchObject({
      status: 'accepted',
      embargo: nine,
      problems: [],
      provenance: inFrontMatter,
    });
    expect(
      (await heard(text(), { beside: { 'forum.yaml': 'title: x\nembargo: 2025-06-12T09:00+07:00' } }))
        .provenance,
    ).toMatchObject({ from: 'declared', source: 'forum.yaml' });
  });

  it('nowhere, when the text names none', async () => {
    expect(await heard(text('EMBARGOED'))).toMatchObject({ embargo: null, provenance: undefined });
  });
});

describe('what is declared and what the text says', () => {
  it('disagree: held, the text’s line is named and both instants', async () => {
    const report = await heard(declared('2025-06-12T10:00+07:00', phrase));
    expect(report).toMatchObject({
      status: 'held',
      embargo: ten,
      problems: [['embargo-contradiction', 4, 'embargo']],
    });
    expect(report.said).toContain(`declared as ${ten}, but the text says ${nine} (“${phrase}”)`);
  });

  it('disagree in a page header: held, without a line', async () => {
    expect(
      await heard(word(phrase), { beside: { 'forum.yaml': 'embargo: 2025-06-12T10:00+07:00' } }),
    ).toMatchObject({ status: 'held', problems: [['embargo-contradiction', 'no line', 'embargo']] });
  });

  it('declared alone: nothing to object to, and its assumption is said', async () => {
    expect(await heard(declared('12 June 2025 09:00'))).toMatchObject({
      status: 'accepted',
      embargo: nine,
      problems: [],
      assumptions: ['no time zone written; read as Asia/Ho_Chi_Minh'],
    });
  });

  it('declared and not understood: held at the line of the declaration, also beside a text that is understood', async () => {
    for (const [written, words] of [
      ['soon', 'The declared embargo: “soon” is not an exact moment.'],
      ['true', 'The embargo is declared as “true”, without a date and time.'],
    ] as const) {
      const alone = await heard(declared(written));
      expect(alone).toMatchObject({
        status: 'held',
        embargo: null,
        problems: [['embargo-unresolved', 2, 'embargo']],
        provenance: inFrontMatter,
      });
      expect(alone.said).toContain(words);
      expect(await heard(declared(written, phrase))).toMatchObject({
        status: 'held',
        problems: [['embargo-unresolved', 2, 'embargo']],
      });
    }
  });

  it('declared that there is none, and the text names one: held, the text’s embargo counts', async () => {
    expect(await heard(declared('none', phrase))).toMatchObject({
      status: 'held',
      embargo: nine,
      problems: [['embargo-contradiction', 4, 'embargo']],
      assumptions: [],
    });
  });

  it('declared that there is none, and “EMBARGOED” stands in the text: held for both reasons', async () => {
    const report = await heard(declared('none', 'EMBARGOED'));
    expect(report).toMatchObject({ status: 'held', embargo: null, assumptions: [] });
    expect(report.problems.map(([code]) => code).sort()).toEqual([
      'embargo-contradiction',
      'embargo-unresolved',
    ]);
  });

  it('an hour that may be the newsroom’s or the dateline’s is settled by a declaration of one of the two, no other', async () => {
    const dallas = (embargo: string) =>
      `${embargo}EMBARGOED UNTIL 9:00 a.m., 12 June 2025\n\n# ${headline}\n\nDALLAS, Texas – ${body}\n`;
    expect(await heard(dallas(''))).toMatchObject({ status: 'held', embargo: null });
    expect(await heard(dallas('---\nembargo: 2025-06-12T14:00:00Z\n---\n'))).toMatchObject({
      status: 'accepted',
      embargo: '2025-06-12T14:00:00Z',
      problems: [],
    });
    expect(await heard(dallas('---\nembargo: 2025-06-12T15:00:00Z\n---\n'))).toMatchObject({
      status: 'held',
    });
  });
});

describe('several statements in one file', () => {
  it('that name different instants hold it, and each is shown with its place', async () => {
    const report = await heard(text(phrase, 'EMBARGOED UNTIL 10:00 a.m. ICT, 12 June 2025'));
    expect(report).toMatchObject({
      status: 'held',
      embargo: null,
      problems: [['embargo-contradiction', 'no line', 'embargo']],
      assumptions: [],
    });
    expect(report.said).toContain(`${nine} (line 1, “${phrase}”) and ${ten} (line 3, “`);
  });

  it('that differ, with one not understood among them, show only what was understood', async () => {
    const { said } = await heard(
      text(phrase, 'EMBARGOED UNTIL 9:00', 'EMBARGOED UNTIL 10:00 a.m. ICT, 12 June 2025'),
    );
    expect(said).toMatch(
      /different embargoes: 2025-06-12T02:00:00Z \([^)]*\) and 2025-06-12T03:00:00Z \([^)]*\)\./,
    );
  });

  it('that agree are one embargo, and each assumption is said once', async () => {
    const assumptions = ['no year written; read as 2025', 'no time zone written; read as Asia/Ho_Chi_Minh'];
    const short = 'EMBARGOED UNTIL 9:00 a.m., 12 June';
    for (const lines of [
      [short, short],
      [short, phrase],
      [phrase, short],
      [`${short} 2025`, short],
    ])
      expect(await heard(text(...lines))).toMatchObject({ status: 'accepted', embargo: nine, problems: [] });
    for (const lines of [
      [short, short],
      [short, phrase],
      [phrase, short],
    ])
      expect((await heard(text(...lines))).assumptions).toEqual(assumptions);
    expect((await heard(text(`${short} 2025`, short))).assumptions.toSorted()).toEqual(
      assumptions.toSorted(),
    );
  });

  it('“EMBARGOED” alone above a page takes nothing from the line that says it in full', async () => {
    for (const content of [
      text(phrase, 'EMBARGOED'),
      text('EMBARGOED', phrase),
      word('EMBARGOED', phrase),
      declared('2025-06-12T09:00+07:00', 'EMBARGOED'),
    ])
      expect(await heard(content)).toMatchObject({ status: 'accepted', embargo: nine, problems: [] });
  });

  it('“EMBARGOED” alone beside two that disagree holds for both reasons', async () => {
    const { problems } = await heard(
      withLast('EMBARGOED', phrase, 'EMBARGOED UNTIL 10:00 a.m. ICT, 12 June 2025'),
    );
    expect(problems.map(([code]) => code).sort()).toEqual(['embargo-contradiction', 'embargo-unresolved']);
  });

  it.each([
    ['an hour without a date', 'EMBARGOED UNTIL 9:00', 'embargo-date-missing'],
    ['a day without an hour', 'EMBARGOED UNTIL 12 June 2025', 'embargo-time-missing'],
    ['a figure that was not understood', 'EMBARGOED until 2 days after the summit', 'embargo-unresolved'],
    [
      'many words that were not understood',
      'EMBARGOED until the minister has spoken to the delegates of all twenty countries',
      'embargo-unresolved',
    ],
    ['an hour in words, without a date', 'EMBARGOED until noon', 'embargo-date-missing'],
    ['a figure that says no end', 'EMBARGOED, see note 2', 'embargo-unresolved'],
    ['an end that is an event', 'EMBARGOED until the minister has spoken', 'embargo-unresolved'],
    ['no end that anybody knows', 'EMBARGOED UNTIL FURTHER NOTICE', 'embargo-unresolved'],
    ['an event after which it may be used', 'Under embargo, for use after the speech', 'embargo-unresolved'],
    ['an event, in French', 'SOUS EMBARGO jusqu’à la fin du sommet', 'embargo-unresolved'],
    ['an event, in German', 'Sperrfrist: bis Redebeginn', 'embargo-unresolved'],
    ['an event, in Vietnamese', 'Cấm phổ biến trước khi Bộ trưởng phát biểu', 'embargo-unresolved'],
    ['an event, in Chinese', '部长讲话结束前禁止发布', 'embargo-unresolved'],
  ])('one in full and another with %s hold it: nothing is chosen', async (_, unclear, code) => {
    expect(await heard(withLast(unclear, phrase))).toMatchObject({
      status: 'held',
      embargo: null,
      problems: [[code, 7, 'embargo']],
    });
    expect(await heard(declared('2025-06-12T09:00+07:00', unclear))).toMatchObject({
      status: 'held',
      problems: [[code, 4, 'embargo']],
    });
  });

  it('of sixty characters is a statement, of fifty-nine a mention', async () => {
    const ofLength = (length: number) => 'Under embargo from the Ministry of Health'.padEnd(length, 's');
    expect(await heard(withLast(ofLength(59), phrase))).toMatchObject({ status: 'accepted' });
    expect(await heard(withLast(ofLength(60), phrase))).toMatchObject({ status: 'held' });
  });

  it.each([
    'UNDER EMBARGO',
    'Not for publication before the embargo lifts',
    'EMBARGOED until the time stated above',
    'Sous embargo jusqu’à la date indiquée ci-dessus',
    'CẤM PHỔ BIẾN trước thời điểm nêu trên',
    '上述时间前禁止发布',
  ])('“%s” beside one in full only repeats it', async (mention) => {
    expect(await heard(withLast(mention, phrase))).toMatchObject({ status: 'accepted', problems: [] });
  });

  it('one that was not understood in a page header holds, and its place is named', async () => {
    const report = await heard(word('EMBARGOED UNTIL 9:00', 'PRESS RELEASE'));
    expect(report).toMatchObject({
      status: 'held',
      problems: [['embargo-date-missing', 'no line', 'embargo']],
    });
    expect(report.said).toContain('In the page header: ');
  });
});

describe('“for immediate release”', () => {
  it('beside an embargo, found, declared or not understood: held, at the line where it stands', async () => {
    for (const [content, line, embargo] of [
      [text('FOR IMMEDIATE RELEASE', phrase), 1, nine],
      [text('FOR IMMEDIATE RELEASE', 'EMBARGOED'), 1, null],
      [declared('2025-06-12T09:00+07:00', 'FOR IMMEDIATE RELEASE'), 4, nine],
      [word('FOR IMMEDIATE RELEASE', phrase), 'no line', nine],
    ] as const) {
      const report = await heard(content);
      expect(report).toMatchObject({ status: 'held', embargo });
      expect(report.problems).toContainEqual(['embargo-and-immediate', line, 'embargo']);
    }
  });

  it('alone, or beside “no embargo”, holds nothing', async () => {
    expect(await heard(text('FOR IMMEDIATE RELEASE'))).toMatchObject({ status: 'accepted', problems: [] });
    expect(await heard(declared('none', 'FOR IMMEDIATE RELEASE'))).toMatchObject({
      status: 'accepted',
      problems: [],
    });
  });
});

describe('“no embargo”', () => {
  it('and an embargo in one file hold it', async () => {
    const report = await heard(text('Embargo: none', phrase));
    expect(report).toMatchObject({
      status: 'held',
      embargo: nine,
      problems: [['embargo-contradiction', 'no line', 'embargo']],
    });
    expect(report.said).toContain('The file says “Embargo: none” and also names an embargo.');
  });

  it('alone holds nothing', async () => {
    expect(await heard(text('Embargo: none'))).toMatchObject({ status: 'accepted', problems: [] });
  });
});

describe('the instant and today', () => {
  it('an embargo that lifts this very second has passed; a second earlier it has not', async () => {
    expect((await heard(text(phrase), { now: nine })).problems).toEqual([['embargo-passed', 1, 'embargo']]);
    expect((await heard(text(phrase), { now: '2025-06-12T01:59:59Z' })).problems).toEqual([]);
    expect((await heard(declared('2025-06-12T09:00+07:00'), { now: nine })).problems).toEqual([
      ['embargo-passed', 'no line', 'embargo'],
    ]);
  });

  it('one written in the text for more than two years ahead is held at its line; without an embargo nothing is said of it', async () => {
    expect(await heard(text('EMBARGOED UNTIL 9:00 a.m. ICT, 12 June 2036'))).toMatchObject({
      status: 'held',
      problems: [['embargo-far-ahead', 1, 'embargo']],
    });
    expect(await heard(text('PRESS RELEASE'))).toMatchObject({
      status: 'accepted',
      embargo: null,
      problems: [],
    });
  });
});
