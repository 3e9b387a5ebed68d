import { describe, expect, it } from 'vitest';
import { type MadeSheet, madeWorkbook } from './made-workbook.ts';
import { PaperLists } from './paper-lists.ts';

const file = 'lists/press.xlsx';
const press: MadeSheet = {
  name: 'Press',
  rows: [
    ['E-Mail-Adresse', 'Name', 'Ressort', 'Telefon', 'Stadt'],
    ['a@x.example.org', 'Ann Lee', 'Gesundheit', '+49 30 1', 'Berlin'],
    ['b@x.example.org', 'Nguyễn Bình'.normalize('NFD'), 'Luft & Laune', '', ''],
  ],
};

async function imported(workbook: Uint8Array, named = file) {
  const lists = new PaperLists();
  const made = await lists.import(workbook, { file: named });
  return { ...made, lists, cards: [...lists.cards.values()], codes: made.problems.map(({ code }) => code) };
}

const xml = (text: string) => ({ xml: text });

describe('an Excel workbook', () => {
  it('is imported like a text file: rows, problems and counts are the same', async () => {
    const { counts, cards, problems, encoding } = await imported(madeWorkbook([press]));
    expect({ counts, encoding }).toMatchObject({ counts: { rows: 2, added: 2 }, encoding: 'xlsx' });
    expect(cards).toMatchObject([
      { name: 'Ann Lee', beats: ['health'], phone: '+49 30 1' },
      { name: 'Nguyễn Bình', beats: ['luft-laune'] },
    ]);
    expect(problems).toMatchObject([
      { row: 2, column: 'Stadt', code: 'column-ignored' },
      { row: 3, column: 'Ressort', code: 'beat-unknown' },
    ]);
  });

  it('is recognised by its content, even under the name of a CSV file', async () => {
    const { counts } = await imported(madeWorkbook([press]), 'lists/press.csv');
    expect(counts.added).toBe(2);
  });

  it('gives numbers and dates as they are shown, and formulas as their results', async () => {
    const { cards } = await imported(
      madeWorkbook(
        [
          {
            name: 'Press',
            rows: [
              ['Email', 'Phone', 'Name', 'Outlet', 'Role', 'Notes', 'Tier', 'Consent date'],
              [
                xml('<c t="str"><f>LOWER("A@X.EXAMPLE.ORG")</f><v>a@x.example.org</v></c>'),
                xml('<c s="1"><v>305551234</v></c>'),
                xml(
                  '<c t="inlineStr"><is><r><t>Ann</t></r><r><t xml:space="preserve"> Lee</t></r><rPh><t>aloud</t></rPh></is></c>',
                ),
                xml('<c s="2"><v>46027</v></c>'),
                xml('<c t="b"><v>1</v></c>'),
                xml('<c><f>A1</f><v>4.93012345678E11</v></c>'),
                2,
                xml('<c s="3"><v>46027.5</v></c>'),
              ],
            ],
          },
        ],
        { formats: ['"0"000 000-000', 'd. mmmm yyyy'] },
      ),
    );
    expect(cards).toMatchObject([
      {
        email: 'a@x.example.org',
        phone: '0305 551-234',
        name: 'Ann Lee',
        outlet: '5. January 2026',
        role: 'TRUE',
        notes: '493012345678',
        tier: 2,
        consent: { at: '2026-01-05T00:00:00.000Z' },
      },
    ]);
  });

  it('counts days from 1904 if the workbook says so', async () => {
    const { cards } = await imported(
      madeWorkbook(
        [
          {
            name: 'P',
            rows: [
              ['Email', 'Notes'],
              ['a@x.example.org', xml('<c s="1"><v>0</v></c>')],
            ],
          },
        ],
        {
          workbookPr: '<workbookPr date1904="1"/>',
        },
      ),
    );
    expect(cards[0]?.notes).toBe('1904-01-01');
  });

  it('takes the first sheet with addresses, and names the others', async () => {
    const { counts, problems } = await imported(
      madeWorkbook([
        { name: 'About', rows: [['Media list of 2026']] },
        { name: 'Old', state: 'hidden', rows: [['Email'], ['old@x.example.org']] },
        press,
        { name: 'Radio', rows: [['Email'], ['r@x.example.org']] },
        { name: 'Empty', rows: [] },
      ]),
    );
    expect(counts.rows).toBe(2);
    expect(problems[0]).toMatchObject({ row: 0, column: null, code: 'sheets-ignored' });
    expect(problems[0]?.message).toContain(
      'from the sheet “Press”; not read: “About”, “Old” (hidden, with addresses), “Radio” (with addresses).',
    );
  });

  it('reads hidden rows and columns, and reports this', async () => {
    const { counts, problems } = await imported(
      madeWorkbook([{ ...press, hiddenRows: [3], before: '<cols><col min="4" max="5" hidden="1"/></cols>' }]),
    );
    expect(counts.added).toBe(2);
    expect(problems.map(({ code, message }) => [code, /: (.*?)\./.exec(message)?.[1]])).toEqual(
      expect.arrayContaining([
        ['rows-hidden', '3'],
        ['columns-hidden', 'D, E'],
      ]),
    );
  });

  it('reports cells with an error or a formula without a result', async () => {
    const { problems } = await imported(
      madeWorkbook([
        {
          name: 'P',
          rows: [
            ['Email', 'Name', 'Outlet'],
            ['a@x.example.org', xml('<c t="e"><v>#N/A</v></c>'), xml('<c><f>VLOOKUP(A1,B1:C9,2)</f></c>')],
          ],
        },
      ]),
    );
    expect(problems).toMatchObject([
      { code: 'cells-with-errors', message: expect.stringContaining('B2') },
      { code: 'formulas-uncalculated', message: expect.stringContaining('C2') },
    ]);
  });
});

/** Changes the size of a part in the archive's directory to a wrong value. */
function sayingSize(workbook: Uint8Array, part: string, size: number): Uint8Array {
  const bytes = Buffer.from(workbook);
  const named = bytes.lastIndexOf(part);
  bytes.writeUInt32LE(size, named - 46 + 24);
  return bytes;
}

describe('a workbook that is not read says why, and changes nothing', () => {
  const repeated = '<row><c t="s"><v>0</v></c></row>'.repeat(300_000);
  const long = `<sst><si><t>${'a@x.example.org '.repeat(2000)}</t></si></sst>`;
  const bomb = (size: number) => ({
    'xl/worksheets/sheet1.xml': `<worksheet>${' '.repeat(size)}</worksheet>`,
  });

  it.each<[string, string, () => Uint8Array]>([
    ['file-with-macros', 'a module', () => madeWorkbook([press], { parts: { 'xl/vbaProject.bin': 'x' } })],
    [
      'file-with-macros',
      'its kind',
      () =>
        madeWorkbook([press], {
          contentType: 'application/vnd.ms-excel.sheet.macroEnabled.main+xml',
        }),
    ],
    ['sheet-hidden', 'a hidden list', () => madeWorkbook([{ ...press, state: 'veryHidden' }])],
    ['no-address-column', 'no list', () => madeWorkbook([{ name: 'P', rows: [['Shopping'], ['Milk']] }])],
    ['file-empty', 'no rows', () => madeWorkbook([{ name: 'P', rows: [] }])],
    ['file-damaged', 'half of it', () => madeWorkbook([press]).subarray(0, 900)],
    [
      'file-damaged',
      'broken XML',
      () => madeWorkbook([press], { parts: { 'xl/worksheets/sheet1.xml': '<worksheet><row></worksheet>' } }),
    ],
    [
      'file-damaged',
      'a document type',
      () =>
        madeWorkbook([press], {
          parts: { 'xl/sharedStrings.xml': '<!DOCTYPE sst [<!ENTITY a "b">]><sst/>' },
        }),
    ],
    [
      'file-suspicious',
      'a sheet of 110 MB that says it has 100 bytes',
      () => sayingSize(madeWorkbook([press], { parts: bomb(110_000_000) }), 'xl/worksheets/sheet1.xml', 100),
    ],
    [
      'file-suspicious',
      'a sheet that says it has 110 MB',
      () => sayingSize(madeWorkbook([press]), 'xl/worksheets/sheet1.xml', 110_000_000),
    ],
    [
      'file-suspicious',
      'one word a million times',
      () =>
        madeWorkbook([press], {
          parts: {
            'xl/sharedStrings.xml': long,
            'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${repeated}</sheetData></worksheet>`,
          },
        }),
    ],
    [
      'too-many-columns',
      'a cell at the end of the world',
      () =>
        madeWorkbook([press], {
          parts: {
            'xl/worksheets/sheet1.xml':
              '<worksheet><sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData></worksheet>',
          },
        }),
    ],
    [
      'file-kind-unsupported',
      'a Word document',
      () => madeWorkbook([press], { contentType: 'application/vnd…wordprocessingml.document.main+xml' }),
    ],
  ])('%s: %s', { timeout: 60_000 }, async (code, _, make) => {
    const { state, codes, cards } = await imported(make());
    expect(state).toBe('unreadable');
    expect(codes).toContain(code);
    expect(cards).toEqual([]);
  });
});

describe('other files in which people keep lists', () => {
  const text = (written: string) => new TextEncoder().encode(written);
  it.each([
    ['lists/press.xls', text('\xd0\xcf\x11\xe0'), 'file-kind-unsupported', 'an old Excel file'],
    ['lists/press.xlsm', madeWorkbook([press]), 'file-with-macros', 'with macros'],
    ['lists/press.ods', text('PK'), 'file-kind-unsupported', 'OpenDocument'],
    ['lists/press.numbers', text('PK'), 'file-kind-unsupported', 'Export To, Excel'],
    ['lists/press.pdf', text('%PDF-1.7'), 'file-kind-unsupported', 'a PDF'],
    ['lists/press.docx', text('PK'), 'file-kind-unsupported', 'a Word document'],
    ['lists/press.jpg', text('x'), 'file-kind-unsupported', 'a picture'],
    ['lists/press.csv', text('%PDF-1.7'), 'file-kind-unsupported', 'a PDF'],
    ['lists/press.csv', text('<html><table>'), 'file-kind-unsupported', 'a web page'],
    ['lists/press.xlsx', text('Email\na@x.example.org\n'), 'file-damaged', 'end in .csv'],
    ['lists/press.xlsx', Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1', 'latin1'), 'file-protected', 'password'],
    ['lists/press.key', text('x'), 'file-kind-unsupported', 'a .key file'],
  ])('%s (%#): says what it is, and how to save it', async (named, bytes, code, words) => {
    const { state, problems } = await imported(bytes, named);
    expect({ state, problems }).toMatchObject({ state: 'unreadable', problems: [{ row: 0, code }] });
    expect(problems[0]?.message).toContain(words);
    expect(problems[0]?.message).toMatch(/CSV|xlsx|Excel/);
  });

  it.each(['lists/press.csv', 'lists/press.txt', 'lists/press.tsv', 'lists/press'])(
    '%s is read as text',
    async (named) => {
      expect((await imported(text('Email\na@x.example.org\n'), named)).counts.added).toBe(1);
    },
  );
});
