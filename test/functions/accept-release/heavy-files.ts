import { type HostileFile, one, page } from './hostile-files.ts';
import { paragraph, run, wordDocument } from './word-document.ts';

const headline = 'Regional forum on women in peacekeeping opens';
const sentence =
  'HA NOI, Viet Nam – 12 June 2025 – Delegates of twenty countries met in Ha Noi to agree on a plan.';
const word = (text: string) => `${text} `;
const chinese = '妇女参与维和行动区域论坛今天在河内开幕，来自二十个国家的代表将讨论今后几年的行动计划。';

const nothingCloses = (open: string, times: number) => page(open.repeat(times));

const hyperlinks = (length: number, links: number, runs: number) =>
  wordDocument(
    paragraph(headline, 'Heading1') +
      paragraph(`<w:hyperlink r:id="far">${run('a ').repeat(runs)}</w:hyperlink>`.repeat(links)),
    {
      parts: {
        'word/_rels/document.xml.rels': `<Relationships><Relationship Id="far" Type="hyperlink" TargetMode="External" Target="https://example.org/${'a'.repeat(length)}"/></Relationships>`,
      },
    },
  );

/** Files that took a reader's memory or its minutes; each is read or refused in seconds. Made anew each time. */
export const heavyFiles: HostileFile[] = [
  one(
    'a.md',
    'one definition of 1,900 characters used 160,000 times',
    () => `# ${headline}\n\n[a]: https://example.org/${'x'.repeat(1_880)}\n\n${word('[a]').repeat(120_000)}`,
  ),
  one(
    'a.md',
    '7,000 definitions, each used',
    () =>
      `# ${headline}\n\n${Array.from({ length: 7_000 }, (_, i) => `[d${i}]: https://example.org/${i}`).join('\n')}\n\n${Array.from({ length: 7_000 }, (_, i) => `[d${i}]`).join(' ')}`,
  ),
  one('a.md', 'definitions of definitions', () =>
    Array.from({ length: 7_900 }, (_, i) => `[${'['.repeat(i % 50)}d${i}]: <`).join('\n'),
  ),
  one(
    'a.md',
    'pictures by reference with a title of 100,000 characters',
    () => `# ${headline}\n\n[a]: a.png "${'t'.repeat(100_000)}"\n\n${word('![a]').repeat(20_000)}`,
  ),
  one('a.md', 'vertical tabs in a row', () => `# ${headline}\n\n${'\v'.repeat(400_000)}a`),
  one('a.md', 'vertical tabs between letters', () => `# ${headline}\n\n${'a\v'.repeat(200_000)}`),
  one('a.txt', 'form feeds and separators', () => `${headline}\n\n${'a\f\u2028'.repeat(100_000)}`),
  one(
    'a.txt',
    '400,000 non-breaking spaces between two letters',
    () => `${headline}\n\na${'\u00a0'.repeat(400_000)}b`,
  ),
  one(
    'a.md',
    '400,000 non-breaking spaces between two letters, as Markdown',
    () => `# ${headline}\n\na${'\u00a0'.repeat(400_000)}b`,
  ),
  one('a.html', '400,000 non-breaking spaces between two letters, on a page', () =>
    page(`<p>a${'\u00a0'.repeat(400_000)}b</p>`),
  ),
  ...['|', '*', ': ', '.–', '/(', '= ~'].map((signs) =>
    one(
      'a.txt',
      `a line of 200,000 signs that may end a label: ${signs}`,
      () =>
        `${headline}\n\nHA NOI, ${signs.repeat(200_000 / signs.length)}a\n\nContact: ${signs.repeat(100_000 / signs.length)}a\n`,
    ),
  ),
  one('a.txt', '1 MB of Chinese in one line', () => `${headline}\n\n${chinese.repeat(7_800)}`),
  one('a.md', '1 MB of Chinese in one line, as Markdown', () => `# ${headline}\n\n${chinese.repeat(7_800)}`),
  one('a.txt', '1 MB of Chinese in 7,800 lines', () => `${headline}\n\n${`${chinese}\n`.repeat(7_800)}`),
  one(
    'a.md',
    '1 MB of Chinese in 3,900 paragraphs',
    () => `# ${headline}\n\n${`${chinese}${chinese}\n\n`.repeat(3_900)}`,
  ),
  one(
    'a.md',
    '480,000 characters of English in 3,000 paragraphs',
    () => `# ${headline}\n\n${`${sentence} It goes on and on, as such reports do.\n\n`.repeat(3_400)}`,
  ),
  ...[
    'ul',
    'div',
    'span',
    'b x',
    'summary',
    'td',
    'li><ul',
    'article',
    'main',
    'p',
    'a',
    'table',
    'dl',
    'section id=content',
  ].flatMap((name) =>
    [1_000, 10_000].map((times) =>
      one('a.html', `${times} × <${name}></zz>`, () =>
        nothingCloses(`<${name}></zz>${name.startsWith('a') ? 'text ' : ''}`, times),
      ),
    ),
  ),
  one('a.html', '390 articles inside each other with much text', () =>
    page(`${'<article>'.repeat(190)}${`<h1>${headline}</h1>`}${`<p>${sentence}</p>`.repeat(3_000)}`),
  ),
  one('a.html', '5,000 articles beside each other', () =>
    page(`<main>${`<article><p>${sentence.slice(0, 60)}</p></article>`.repeat(4_500)}</main>`),
  ),
  one('a.html', 'lists inside lists, all of links', () =>
    page(
      `${'<ul><li><a href=/a>link</a>'.repeat(90)}${'<li><a href=/b>link of some length</a>'.repeat(10_000)}`,
    ),
  ),
  one('a.html', '60,000 × <b attr>', () => page('<b attr>'.repeat(60_000))),
  one('a.html', '30,000 × <b a0…>', () =>
    page(Array.from({ length: 30_000 }, (_, i) => `<b a${i}>x`).join('')),
  ),
  one('a.html', 'formatting that every paragraph opens again', () =>
    page(`${Array.from({ length: 200 }, (_, i) => `<b c=${i}>`).join('')}${'<p>x'.repeat(60_000)}`),
  ),
  one('a.html', '40,000 attributes on one element', () =>
    page(`<p ${Array.from({ length: 40_000 }, (_, i) => `a${i}=b`).join(' ')}>x</p>`),
  ),
  one('a.html', 'one element with 100,000 attributes of the same name', () =>
    page(`<p ${'a=b '.repeat(100_000)}>x</p>`),
  ),
  one('a.docx', 'Word: a link of 200,000 characters on 20,000 runs', () => hyperlinks(200_000, 1, 20_000)),
  one('a.docx', 'Word: 20,000 links of 200,000 characters', () => hyperlinks(200_000, 20_000, 1)),
  one('a.docx', 'Word: a link of 1,900 characters on 20,000 runs', () => hyperlinks(1_900, 1, 20_000)),
  one('a.docx', 'Word: 20,000 links of 1,900 characters with other words between', () =>
    wordDocument(
      paragraph(headline, 'Heading1') +
        paragraph(`<w:hyperlink r:id="far">${run('a ')}</w:hyperlink>${run('b ')}`.repeat(20_000)),
      {
        parts: {
          'word/_rels/document.xml.rels': `<Relationships><Relationship Id="far" Type="hyperlink" TargetMode="External" Target="https://example.org/${'a'.repeat(1_900)}"/></Relationships>`,
        },
      },
    ),
  ),
  one('a.docx', 'Word: a field whose instruction has 200,000 characters on 20,000 runs', () =>
    wordDocument(
      paragraph(headline, 'Heading1') +
        paragraph(
          `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>${' '.repeat(200_000)}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${run('a ').repeat(20_000)}`,
        ),
    ),
  ),
  one('a.docx', 'Word: 50,000 styles based on one wide parent', () =>
    wordDocument(paragraph(headline, 'A1'), {
      parts: {
        'word/styles.xml': `<w:styles><w:style w:styleId="P">${'<w:x/>'.repeat(50_000)}</w:style>${Array.from({ length: 50_000 }, (_, i) => `<w:style w:styleId="A${i}"><w:basedOn w:val="P"/></w:style>`).join('')}</w:styles>`,
      },
    }),
  ),
  one('a.docx', 'Word: 200,000 tabs', () =>
    wordDocument(
      paragraph(headline, 'Heading1') + paragraph(`<w:r>${'<w:tab/>'.repeat(200_000)}<w:t>x</w:t></w:r>`),
    ),
  ),
  one('a.docx', 'Word: 200,000 tabs in runs of their own', () =>
    wordDocument(
      paragraph(headline, 'Heading1') + paragraph('<w:r><w:tab/><w:t>a</w:t></w:r>'.repeat(60_000)),
    ),
  ),
  one('a.docx', 'Word: 200,000 paragraphs', () => wordDocument('<w:p/>'.repeat(200_000))),
  one('a.docx', 'Word: 80,000 paragraphs with a letter', () => wordDocument(paragraph('a').repeat(60_000))),
  one('a.docx', 'Word: 240 tables inside each other, each with text', () =>
    wordDocument(
      `${`<w:tbl><w:tr><w:tc>${paragraph('text')}`.repeat(70)}${paragraph('x').repeat(7_000)}${'</w:tc></w:tr></w:tbl>'.repeat(70)}`,
    ),
  ),
  one('a.docx', 'Word: 2,000 headers of one part', () =>
    wordDocument(paragraph(headline, 'Heading1'), {
      parts: {
        'word/header1.xml': `<w:hdr>${paragraph('x').repeat(5_000)}</w:hdr>`,
        'word/_rels/document.xml.rels': `<Relationships>${Array.from({ length: 2_000 }, (_, i) => `<Relationship Id="h${i}" Type="x/header" Target="header1.xml"/>`).join('')}</Relationships>`,
      },
    }),
  ),
];
