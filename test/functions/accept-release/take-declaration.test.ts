import { describe, expect, test } from 'vitest';
import { read } from './newsroom.ts';
import { paragraph, run, wordDocument } from './word-document.ts';

const en =
  'Delegates from twenty countries opened a regional forum on the role of women in peacekeeping operations and agreed on a plan of action for the coming five years, the ministry said. More than one hundred police officers and diplomats took part in the talks.';
const title = 'Regional forum on women in peacekeeping opens';
const opening = `HA NOI, 12 June 2025 – ${en}`;
const inWord = paragraph(title, 'Heading1') + paragraph(opening);
const inMarkdown = `# ${title}\n\n${opening}\n`;
const inText = `${title}\n\n${opening}\n`;
const inHtml = `<h1>${title}</h1><p>${opening}</p>`;

const lines = (...texts: string[]) => texts.map((text) => paragraph(text)).join('');
const bordered = (text: string, side: 'top' | 'bottom') =>
  `<w:p><w:pPr><w:pBdr><w:${side} w:val="single"/></w:pBdr></w:pPr>${text === '' ? '' : run(text)}</w:p>`;
const rule = '<w:p><w:r><w:pict><v:rect o:hr="t"/></w:pict></w:r></w:p>';
const cell = (...texts: string[]) => `<w:tc>${lines(...texts)}</w:tc>`;
const table = (...rows: [string, ...string[]][]) =>
  `<w:tbl>${rows.map(([key, ...value]) => `<w:tr>${cell(key)}${cell(...value)}</w:tr>`).join('')}</w:tbl>`;

type Report = Awaited<ReturnType<typeof read>>;
const bodyOf = (report: Report) => JSON.stringify(report.content?.texts[0]?.body ?? []);

const fields = [
  'lists: [asia-press, vn-press]',
  'sendAt: 2025-06-11T09:00+07:00',
  'approval: four-eyes',
] as const;
const [lists, sendAt, approval] = fields;

describe('declarations on top of a document are read as front matter, and leave the text', () => {
  const yaml = fields.join('\n');
  const documents: [string, string, string | Uint8Array][] = [
    ['Word, between ---', 'a.docx', wordDocument(lines('---', ...fields, '---') + inWord)],
    ['Word, between em dashes', 'a.docx', wordDocument(lines('—', ...fields, '—') + inWord)],
    ['Word, between half-corrected dashes', 'a.docx', wordDocument(lines('—-', ...fields, '–-') + inWord)],
    [
      'Word, between borders',
      'a.docx',
      wordDocument(bordered('', 'bottom') + lines(lists, sendAt) + bordered(approval, 'bottom') + inWord),
    ],
    ['Word, between drawn lines', 'a.docx', wordDocument(rule + lines(...fields) + rule + inWord)],
    ['Word, bare', 'a.docx', wordDocument(lines(...fields) + inWord)],
    ['Word, below its label', 'a.docx', wordDocument(lines('PRESS RELEASE', ...fields) + inWord)],
    [
      'Word, in one paragraph',
      'a.docx',
      wordDocument(paragraph(`<w:r><w:t>${fields.join('</w:t><w:br/><w:t>')}</w:t></w:r>`) + inWord),
    ],
    [
      'Word, capitalised, with round quotes and non-breaking spaces',
      'a.docx',
      wordDocument(
        lines(
          'Lists\u00a0: [“asia-press”,\u00a0‘vn-press’]',
          'Sendat: “2025-06-11T09:00+07:00”',
          'Approval: four-eyes',
        ) + inWord,
      ),
    ],
    [
      'Word, as a table',
      'a.docx',
      wordDocument(
        table(
          ['lists', 'asia-press', 'vn-press'],
          ['sendAt', '2025-06-11T09:00+07:00'],
          ['approval:', 'four-eyes'],
        ) + inWord,
      ),
    ],
    ['plain text, bare', 'a.txt', `${yaml}\n\n${inText}`],
    ['plain text, between dashes', 'a.txt', `—\n${yaml}\n—\n${inText}`],
    ['plain text, below blank lines', 'a.txt', `\n\n---\n${yaml}\n---\n${inText}`],
    ['Markdown, bare', 'a.md', `${yaml}\n\n${inMarkdown}`],
    ['Markdown, below blank lines', 'a.md', `\n\n---\n${yaml}\n---\n${inMarkdown}`],
    ['Markdown, half-corrected', 'a.md', `—\n${yaml}\n---\n${inMarkdown}`],
    ['Markdown, as code', 'a.md', `\`\`\`yaml\n${yaml}\n\`\`\`\n\n${inMarkdown}`],
    ['Markdown, as a list', 'a.md', `${fields.map((field) => `- ${field}`).join('\n')}\n\n${inMarkdown}`],
    [
      'Markdown, as a table',
      'a.md',
      `| lists | [asia-press, vn-press] |\n|---|---|\n| sendAt | 2025-06-11T09:00+07:00 |\n| approval | four-eyes |\n\n${inMarkdown}`,
    ],
    ['HTML, in one paragraph', 'a.html', `<p>---<br>${fields.join('<br>')}<br>---</p>${inHtml}`],
    ['HTML, between rules', 'a.html', `<hr><p>${fields.join('</p><p>')}</p><hr>${inHtml}`],
    [
      'HTML, as a table',
      'a.html',
      `<table>${fields.map((field) => `<tr><td>${field.replace(': ', '</td><td>')}</td></tr>`).join('')}</table>${inHtml}`,
    ],
  ];
  test.each(documents)('%s', async (_name, file, content) => {
    const report = await read(file, content);
    expect(report).toMatchObject({
      status: 'accepted',
      title,
      sendAt: '2025-06-11T02:00:00Z',
      content: { approval: 'four-eyes', audience: { origin: 'declared', lists: ['asia-press', 'vn-press'] } },
      provenance: { sendAt: { from: 'declared', source: 'front matter' } },
    });
    expect(bodyOf(report)).not.toMatch(/asia-press|four-eyes|sendAt|---|—"/i);
  });
});

describe('“correction: …” on top of a Word file makes a correction', () => {
  const plain = lines(title) + paragraph(opening);
  test.each([
    ['as written', lines('correction: The date was wrong.') + plain],
    ['capitalised by Word, above a heading', lines('Correction: The date was wrong.') + inWord],
    ['with other fields', lines('Lists: press', 'Correction: The date was wrong.') + plain],
    ['in a table', table(['Correction', 'The date was wrong.'], ['Lists', 'press']) + plain],
  ])('%s', async (_name, body) => {
    const report = await read('a.docx', wordDocument(body));
    expect(report).toMatchObject({
      status: 'accepted',
      title,
      content: { correction: 'The date was wrong.' },
    });
    expect(bodyOf(report)).not.toMatch(/date was wrong/);
  });
  test('over two lines of one paragraph', async () => {
    const report = await read(
      'a.md',
      `correction: The date was wrong in\nthe second paragraph.\n\n${inMarkdown}`,
    );
    expect(report.content?.correction).toBe('The date was wrong in the second paragraph.');
    expect(report.title).toBe(title);
  });
  test('and never takes the headline with it', async () => {
    const report = await read('a.txt', `correction: The date was wrong.\n${title}\n\n${opening}`);
    expect(report).toMatchObject({ title, content: { correction: 'The date was wrong.' } });
  });
  test('but a headline that begins with the word stays the headline', async () => {
    for (const [file, content] of [
      [
        'a.docx',
        wordDocument(paragraph('Correction: Forum opens on 12 June', 'Heading1') + paragraph(opening)),
      ],
      ['a.docx', wordDocument(lines('Correction: Forum opens on 12 June') + paragraph(opening))],
      ['a.md', `# Correction: Forum opens on 12 June\n\n${opening}`],
    ] as const)
      expect(await read(file, content)).toMatchObject({
        title: 'Correction: Forum opens on 12 June',
        content: { correction: null },
      });
  });
});

describe('values', () => {
  test('contacts are read from lines of their parts', async () => {
    const contacts = [
      { name: 'Jane Doe', organisation: null, email: 'jane@example.org', phone: '+84 24 3850 0100' },
      { name: 'Ben Roe', organisation: 'Press officer', email: 'ben@example.org', phone: null },
    ];
    for (const body of [
      lines(
        'contacts:',
        '- name: Jane Doe',
        'Email: jane@example.org',
        'phone: +84 24 3850 0100',
        '- name: Ben Roe',
        'role: Press officer',
        'email: ben@example.org',
        'lists: press',
      ),
      table(
        [
          'contacts',
          'name: Jane Doe',
          'email: jane@example.org',
          'phone: +84 24 3850 0100',
          'name: Ben Roe',
          'role: Press officer',
          'email: ben@example.org',
        ],
        ['lists', 'press'],
      ),
      lines(
        'lists: press',
        'contacts: [{name: “Jane Doe”, email: jane@example.org, phone: “+84 24 3850 0100”}, {name: Ben Roe, role: Press officer, email: ben@example.org}]',
      ),
    ]) {
      const report = await read('a.docx', wordDocument(body + inWord));
      expect(report).toMatchObject({ status: 'accepted', contacts });
      expect(report.content?.audience.lists).toEqual(['press']);
    }
  });
  test('a colon, an apostrophe and a quotation in a value are its own', async () => {
    const report = await read(
      'a.docx',
      wordDocument(lines('lists: press', 'subtitle: Women’s day: “A start”', 'liftNotice: False') + inWord),
    );
    expect(report).toMatchObject({
      status: 'accepted',
      subtitle: 'Women’s day: “A start”',
      content: { liftNotice: false },
    });
  });
  test('an embargo is declared there as in front matter', async () => {
    expect(
      await read('a.docx', wordDocument(lines('---', 'embargo: 2025-06-12 09:00', '---') + inWord)),
    ).toMatchObject({
      status: 'accepted',
      embargo: '2025-06-12T02:00:00Z',
      provenance: { embargo: { from: 'declared', line: 2 } },
    });
  });
});

describe('what is not understood there rejects the file and says which line', () => {
  test.each([
    [
      'an unknown field',
      lines('---', 'lsits: press', 'approval: auto', '---'),
      'field-unknown',
      2,
      /“lists”/,
    ],
    [
      'an unknown field, bare',
      lines('sendAt: 2025-06-11T09:00Z', 'lsit: press'),
      'field-unknown',
      2,
      /“lsit”/,
    ],
    ['a list left open', lines('lists: [press'), 'front-matter-unreadable', 1, /lists/],
    [
      'a line that is no field',
      lines('---', 'lists:', 'press', '---'),
      'front-matter-unreadable',
      3,
      /“press”/,
    ],
    [
      'a block of lines',
      lines('correction: |', 'The date was wrong.'),
      'front-matter-unreadable',
      1,
      /one line/,
    ],
    ['a field twice', lines('lists: a', 'lists: b'), 'field-repeated', 2, /lists/],
    ['a value of another kind', lines('lists: a', 'approval: never'), 'field-invalid', 2, /approval/],
  ])('%s', async (_name, top, code, line, message) => {
    const report = await read('a.docx', wordDocument(top + inWord));
    expect(report).toMatchObject({ status: 'rejected', content: null });
    expect(report.problems).toContainEqual(
      expect.objectContaining({
        code,
        message: expect.stringMatching(message),
        where: expect.objectContaining({ line }),
      }),
    );
  });
  test.each([
    ['below the text', 'a.docx', wordDocument(inWord + lines(...fields))],
    [
      'below the headline, alone',
      'a.docx',
      wordDocument(paragraph(title, 'Heading1') + lines(lists) + paragraph(opening)),
    ],
    ['in a table', 'a.docx', wordDocument(inWord + table(['lists', 'press'], ['sendAt', 'tomorrow']))],
    ['between rules', 'a.md', `${inMarkdown}\n---\ncorrection: the date was wrong\n---\n`],
    ['as the last words', 'a.txt', `${inText}\n\n${fields.join('\n')}\n`],
    ['in a page', 'a.html', `${inHtml}\n<p>${fields.join('</p><p>')}</p>`],
  ])('a declaration %s never goes out', async (_name, file, content) => {
    const report = await read(file, content);
    expect(report).toMatchObject({ status: 'rejected', content: null });
    expect(report.problems.find(({ code }) => code === 'declaration-misplaced')?.where.line).toBeGreaterThan(
      1,
    );
  });
});

describe('labels of a press release are no declarations', () => {
  test.each([
    [
      ['Embargo: 12 June 2025, 09:00'],
      { embargo: '2025-06-12T02:00:00Z', provenance: { embargo: { from: 'found' } } },
    ],
    [
      ['Contact: Jane Doe, jane@example.org'],
      { contacts: [{ name: 'Jane Doe', email: 'jane@example.org' }] },
    ],
    [['Date: 12 June 2025', 'Contact: Jane Doe, jane@example.org'], { dateline: { date: '2025-06-12' } }],
    [
      ['—', 'Date: 12 June 2025', 'Contact: Jane Doe, jane@example.org', '—'],
      { dateline: { date: '2025-06-12' } },
    ],
    [['Subject: Regional forum'], {}],
    [['Embargo: none'], { embargo: null }],
    [['Location: Ha Noi', 'Time: 09:00'], {}],
  ])('%s', async (labels, expected) => {
    for (const [file, content] of [
      ['a.docx', wordDocument(lines(...labels) + inWord)],
      ['a.txt', `${labels.join('\n')}\n\n${inText}`],
    ] as const) {
      const report = await read(file, content);
      expect(report).toMatchObject({ status: 'accepted', title, ...expected });
      expect(report.content?.audience.origin).toBe('proposed');
    }
  });
  test.each(['Press release no. 7', 'For immediate release', 'Update', 'Approval', 'Summary', 'Date'])(
    '“%s: …” as a headline stays one',
    async (label) => {
      const report = await read(
        'a.docx',
        wordDocument(paragraph(`${label}: forum opens`, 'Heading1') + paragraph(opening)),
      );
      expect(report.status).toBe('accepted');
      expect(report.title).toMatch(/forum opens$/);
      expect(report.content?.audience.origin).toBe('proposed');
    },
  );
  test('a headline of that form below declarations stays the headline', async () => {
    expect(
      await read(
        'a.docx',
        wordDocument(lines('lists: press', 'Update: forum opens in Ha Noi') + paragraph(opening)),
      ),
    ).toMatchObject({ status: 'accepted', title: 'Update: forum opens in Ha Noi' });
  });
});
