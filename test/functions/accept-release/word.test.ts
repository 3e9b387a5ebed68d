import { describe, expect, test } from 'vitest';
import { read } from './newsroom.ts';
import { paragraph, run, wordDocument } from './word-document.ts';

const en =
  'Delegates from twenty countries opened a regional forum on the role of women in peacekeeping operations and agreed on a plan of action for the coming five years, the ministry said. More than one hundred police officers and diplomats took part in the talks.';
const title = 'Regional forum on women in peacekeeping opens with delegates from twenty countries';
const release = paragraph(title, 'Heading1') + paragraph(`HA NOI, 12 June 2025 – ${en}`);
const nine = '2025-06-12T02:00:00Z';
const embargo = 'EMBARGOED UNTIL 9:00 a.m., 12 June 2025';

const bodyOf = (report: Awaited<ReturnType<typeof read>>) => JSON.stringify(report.content?.texts[0]?.body);

describe('an embargo in a Word document', () => {
  test('in the page header', async () => {
    expect(await read('a.docx', wordDocument(release, { headers: [embargo] }))).toMatchObject({
      status: 'accepted',
      embargo: nine,
      title,
    });
  });
  test('in the page footer', async () => {
    expect(await read('a.docx', wordDocument(release, { footers: [embargo] }))).toMatchObject({
      embargo: nine,
    });
  });
  test('over two lines of the header', async () => {
    expect(
      await read(
        'a.docx',
        wordDocument(release, {
          headers: [paragraph('EMBARGOED UNTIL') + paragraph('9:00 a.m., 12 June 2025')],
        }),
      ),
    ).toMatchObject({ embargo: nine });
  });
  test('in a text box', async () => {
    const box = `<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><w:txbxContent>${paragraph(embargo)}</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>${paragraph(embargo)}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>`;
    expect(await read('a.docx', wordDocument(box + release))).toMatchObject({ embargo: nine });
  });
  test('as a watermark', async () => {
    const mark = `<w:p><w:r><w:pict><v:shape><v:textpath string="${embargo}"/></v:shape></w:pict></w:r></w:p>`;
    expect(await read('a.docx', wordDocument(release, { headers: [mark] }))).toMatchObject({ embargo: nine });
  });
  test('in a table of the letterhead', async () => {
    const table = `<w:tbl><w:tr><w:tc>${paragraph('PRESS RELEASE')}</w:tc><w:tc>${paragraph(embargo)}</w:tc></w:tr></w:tbl>`;
    expect(await read('a.docx', wordDocument(table + release))).toMatchObject({ embargo: nine, title });
  });
  test('split over runs', async () => {
    expect(
      await read(
        'a.docx',
        wordDocument(
          paragraph(run('EMBARG') + run('OED UN', '<w:b/>') + run('TIL 9:00 a.m., 12 J') + run('une 2025')) +
            release,
        ),
      ),
    ).toMatchObject({ embargo: nine });
  });
  test('in hidden text holds the release', async () => {
    const report = await read('a.docx', wordDocument(paragraph(run(embargo, '<w:vanish/>')) + release));
    expect(report.status).toBe('held');
  });
  test('that was deleted but not yet accepted holds the release', async () => {
    const report = await read(
      'a.docx',
      wordDocument(paragraph(`<w:del><w:r><w:delText>${embargo}</w:delText></w:r></w:del>`) + release),
    );
    expect(report).toMatchObject({ status: 'held', embargo: null });
    expect(report.codes).toContain('word-unaccepted-changes');
  });
});

describe('Word', () => {
  test('hidden text never appears and holds', async () => {
    for (const hidden of [run('SECRET', '<w:vanish/>'), run('SECRET', '<w:rStyle w:val="Ghost"/>')]) {
      const report = await read('a.docx', wordDocument(release + paragraph(run('Seen. ') + hidden)));
      expect(report.codes).toContain('word-hidden-text');
      expect(bodyOf(report)).not.toMatch(/SECRET/);
    }
  });
  test('deleted text never appears, inserted text does, and both hold', async () => {
    const report = await read(
      'a.docx',
      wordDocument(
        release +
          paragraph(
            `${run('The minister ')}<w:del w:id="1"><w:r><w:delText>SECRET</w:delText></w:r></w:del><w:ins w:id="2">${run('spoke')}</w:ins>`,
          ),
      ),
    );
    expect(report.status).toBe('held');
    expect(bodyOf(report)).toMatch(/The minister spoke/);
    expect(report.html).not.toMatch(/SECRET/);
  });
  test('comments never appear', async () => {
    const report = await read(
      'a.docx',
      wordDocument(release + paragraph(`${run('Text')}<w:r><w:commentReference w:id="0"/></w:r>`), {
        parts: { 'word/comments.xml': '<w:comments><w:comment>SECRET</w:comment></w:comments>' },
      }),
    );
    expect(report.status).toBe('accepted');
    expect(JSON.stringify(report.content)).not.toMatch(/SECRET/);
  });
  test('contacts in the page footer are found', async () => {
    expect(
      (
        await read(
          'a.docx',
          wordDocument(release, { footers: ['Press contact: Jane Doe, jane@example.org'] }),
        )
      ).contacts,
    ).toMatchObject([{ name: 'Jane Doe', email: 'jane@example.org' }]);
  });
  test('a title style, a French heading style or a bold first line is the headline', async () => {
    for (const head of [
      paragraph(title, 'Title'),
      paragraph(title, 'Titre1'),
      paragraph(run(title, '<w:b/>')),
      paragraph('PRESS RELEASE') + paragraph(title),
    ])
      expect(
        await read('a.docx', wordDocument(head + paragraph(`HA NOI, 12 June 2025 – ${en}`))),
      ).toMatchObject({ title });
  });
  test('without a headline it is rejected', async () => {
    expect(await read('a.docx', wordDocument(paragraph(en) + paragraph(en)))).toMatchObject({
      status: 'rejected',
      title: null,
    });
  });
  test('fields show their result, not their code', async () => {
    const field = `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "https://example.org/plan" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${run('the plan')}<w:r><w:fldChar w:fldCharType="end"/></w:r>`;
    const report = await read('a.docx', wordDocument(release + paragraph(run('Read ') + field)));
    expect(bodyOf(report)).toMatch(/"href":"https:\/\/example.org\/plan"/);
    expect(bodyOf(report)).not.toMatch(/HYPERLINK/);
  });
});

describe('Word documents that are refused', () => {
  const cases: [string, () => Uint8Array, string][] = [
    ['macros', () => wordDocument(release, { parts: { 'word/vbaProject.bin': 'x' } }), 'file-with-macros'],
    [
      'a password',
      () => new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...new Array(600).fill(0)]),
      'file-protected',
    ],
    ['no archive', () => new TextEncoder().encode('just text'), 'file-damaged'],
    [
      'a document type',
      () =>
        wordDocument('', {
          parts: { 'word/document.xml': '<!DOCTYPE x [<!ENTITY a "b">]><w:document>&a;</w:document>' },
        }),
      'file-suspicious',
    ],
    [
      'an external entity',
      () =>
        wordDocument('', {
          parts: {
            'word/document.xml':
              '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document>&a;</w:document>',
          },
        }),
      'file-suspicious',
    ],
    [
      'a part that inflates without end',
      () => wordDocument('', { parts: { 'word/document.xml': new Uint8Array(14_000_000) } }),
      'file-suspicious',
    ],
    [
      'thirty thousand parts',
      () =>
        wordDocument(release, {
          parts: Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`x/${i}`, ''])),
        }),
      'file-suspicious',
    ],
    [
      '50,000 elements inside each other',
      () => wordDocument('<w:sdt>'.repeat(50_000) + '</w:sdt>'.repeat(50_000)),
      'file-too-deep',
    ],
    ['cut off', () => wordDocument(release).subarray(0, 900), 'file-damaged'],
  ];
  test.each(cases)('%s', async (_name, make, code) => {
    const report = await read('a.docx', make());
    expect(report).toMatchObject({ status: 'rejected' });
    expect(report.codes).toContain(code);
  });
  test('a size declared small and inflating large is counted, not believed', async () => {
    const bytes = wordDocument('', { parts: { 'word/document.xml': new Uint8Array(14_000_000) } });
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 0; at < bytes.length - 46; at++)
      if (view.getUint32(at, true) === 0x02014b50 && view.getUint32(at + 24, true) === 14_000_000)
        view.setUint32(at + 24, 100, true);
    expect((await read('a.docx', bytes)).codes).toContain('file-suspicious');
  });
  test('remote templates and pictures are named, never fetched', async () => {
    const report = await read(
      'a.docx',
      wordDocument(`${release}<w:p><w:r><w:drawing><a:blip r:link="rIdX"/></w:drawing></w:r></w:p>`, {
        relations:
          '<Relationship Id="rIdX" Type="image" Target="https://tracker.example/x.png" TargetMode="External"/>',
      }),
    );
    expect(report.codes).toContain('remote-content-left-out');
    expect(report.images).toEqual([]);
  });
  test('a relation that climbs out of the archive reaches nothing', async () => {
    const report = await read(
      'a.docx',
      wordDocument(release, {
        relations: `<Relationship Id="h" Type="x/header" Target="../../../../etc/passwd"/>`,
      }),
    );
    expect(report.status).toBe('accepted');
  });
});

describe('dialects of Word', () => {
  const other = (xml: string) => xml.replaceAll('w:', 'ns0:').replace('xmlns:w', 'xmlns:ns0');
  test('other prefixes and the strict dialect are read alike', async () => {
    const document = `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${release}</w:body></w:document>`;
    for (const xml of [
      other(document),
      document.replace(
        'http://schemas.openxmlformats.org/wordprocessingml/2006/main',
        'http://purl.oclc.org/ooxml/wordprocessingml/main',
      ),
      document
        .replace('xmlns:w=', 'xmlns=')
        .replaceAll(/<(\/?)w:/g, '<$1')
        .replaceAll('w:val', 'val')
        .replace(
          '<pStyle val',
          '<pStyle xmlns:q="http://schemas.openxmlformats.org/wordprocessingml/2006/main" q:val',
        ),
    ])
      expect(await read('a.docx', wordDocument('', { parts: { 'word/document.xml': xml } }))).toMatchObject({
        title,
        dateline: { city: 'HA NOI' },
      });
  });
  test('two columns made with a tab are two lines', async () => {
    const letterhead = paragraph(
      `${run('FOR IMMEDIATE RELEASE')}<w:r><w:tab/></w:r>${run('Contact: Jane Doe, jane@example.org')}`,
    );
    expect(await read('a.docx', wordDocument(letterhead + release))).toMatchObject({
      status: 'accepted',
      title,
      contacts: [{ name: 'Jane Doe', email: 'jane@example.org' }],
    });
  });
  test('a letterhead in a table, a content control, a line break in the headline', async () => {
    const table = `<w:tbl><w:tr><w:tc>${paragraph('Ministry of Public Security')}</w:tc><w:tc>${paragraph('PRESS RELEASE')}${paragraph('12 June 2025')}</w:tc></w:tr></w:tbl>`;
    const head = `<w:sdt><w:sdtContent>${paragraph(`${run('Regional forum on women in peacekeeping opens', '<w:b/>')}<w:r><w:br/></w:r>${run('with delegates from twenty countries', '<w:b/>')}`)}</w:sdtContent></w:sdt>`;
    expect(await read('a.docx', wordDocument(table + head + paragraph(`HA NOI – ${en}`)))).toMatchObject({
      title,
      dateline: { city: 'HA NOI', date: '2025-06-12' },
    });
  });
});
