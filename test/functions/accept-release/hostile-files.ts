import iconv from 'iconv-lite';
import { paragraph, run, wordDocument } from './word-document.ts';

const sentence =
  'Delegates from twenty countries opened a regional forum on the role of women in peacekeeping operations and agreed on a plan of action for the coming five years, the ministry said on the first day of the talks in the capital. ';
const headline = 'Regional forum on women in peacekeeping opens with delegates from twenty countries';
const text = `# ${headline}\n\nHA NOI, 12 June 2025 – ${sentence.repeat(3)}\n`;
export const page = (inside: string) =>
  `<!doctype html><html lang="en"><head><title>${headline}</title></head><body><main><h1>${headline}</h1><p>${sentence.repeat(2)}</p>${inside}</main></body></html>`;
const front = (fields: string) => `---\n${fields}\n---\n${text}`;
const bytes = (content: string) => new TextEncoder().encode(content);

export interface HostileFile {
  name: string;
  file: string;
  make: () => Uint8Array;
}
export const one = (
  file: string,
  name: string,
  content: string | (() => string | Uint8Array),
): HostileFile => ({
  name,
  file,
  make: () => {
    const made = typeof content === 'string' ? content : content();
    return typeof made === 'string' ? bytes(made) : made;
  },
});
const random = (size: number, seed: number) => {
  let state = seed;
  return Uint8Array.from({ length: size }, () => (state = (state * 1103515245 + 12345) & 0x7fffffff) >> 16);
};

/** Files that were made to hurt a reader, or that happen by accident. Made anew each time: none is stored. */
export const hostileFiles: HostileFile[] = [
  one('a.md', 'empty', ''),
  one('a.md', 'only white space', ' \n\t\n '),
  one('a.md', 'only a byte order mark', '\ufeff'),
  one('a.txt', 'random bytes', () => random(50_000, 7)),
  one('a.docx', 'random bytes as Word', () => random(50_000, 9)),
  one('a.md', 'NULs inside', text.replaceAll('e', 'e\0')),
  one('a.txt', 'a 5 MB headline', () => `${'Headline '.repeat(600_000)}\n\n${sentence}`),
  one('a.md', 'a 4 MB headline', () => `# ${'a'.repeat(4_000_000)}\n\n${sentence}`),
  one('a.md', 'one line of a million characters', () => `# ${headline}\n\n${'word '.repeat(190_000)}`),
  one('a.txt', '140,000 lines', () => 'a line\n'.repeat(140_000)),
  one('a.txt', '25,000 embargoes', () => 'EMBARGOED UNTIL 9:00 12 June 2025\n'.repeat(25_000)),
  one('a.md', '50,000 quotation marks deep', () => `# ${headline}\n\n${'>'.repeat(50_000)} a`),
  one('a.md', '50,000 list levels', () => `${'- '.repeat(50_000)}a`),
  one('a.md', '50,000 brackets', () => `# ${headline}\n\n${'['.repeat(50_000)}a${']'.repeat(50_000)}`),
  one('a.md', 'stars', () => `# ${headline}\n\n${'*a '.repeat(30_000)}${'**b'.repeat(20_000)}`),
  one('a.md', '100,000 backticks', () => Array.from({ length: 500 }, (_, i) => '`'.repeat(i)).join(' ')),
  one('a.md', 'link definitions', () => `${'[a]: b\n'.repeat(20_000)}${'[a]'.repeat(20_000)}`),
  one(
    'a.md',
    'a table of 5,000 columns',
    () => `# ${headline}\n\n|${'a|'.repeat(5_000)}\n|${'-|'.repeat(5_000)}\n|${'b|'.repeat(5_000)}\n`,
  ),
  one('a.html', '50,000 elements deep', () => `${'<div>'.repeat(50_000)}a${'</div>'.repeat(50_000)}`),
  one('a.html', '50,000 bold deep', () => `${'<b>'.repeat(50_000)}a`),
  one(
    'a.html',
    '20,000 unclosed paragraphs and tables',
    () => `${'<p><table><tr><td>'.repeat(300)}${'<p>'.repeat(20_000)}a`,
  ),
  one('a.html', '100,000 formatting elements', () => page('<a><b><i><u>'.repeat(90) + '<p>x'.repeat(8_000))),
  one('a.html', 'half a megabyte of attributes', () =>
    page(`<p ${Array.from({ length: 20_000 }, (_, i) => `a${i}="b"`).join(' ')}>x</p>`),
  ),
  one(
    'a.html',
    'scripts',
    page(
      '<script>alert(1)</script><p onclick="alert(1)">Text</p><img src=x onerror=alert(1)><svg><script>1</script></svg>',
    ),
  ),
  one(
    'a.html',
    'links that act',
    page(
      '<a href="javascript:alert(1)">a</a><a href="JaVa\tScRiPt:alert(1)">b</a><a href=" data:text/html,x">c</a><a href="file:///etc/passwd">d</a><a href="//evil.example">e</a><a href="vbscript:x">f</a>',
    ),
  ),
  one(
    'a.html',
    'forms, frames, base, refresh',
    page(
      '<base href="https://evil.example/"><form action="https://evil.example"><input name=a></form><iframe src="https://evil.example"></iframe><meta http-equiv="refresh" content="0;url=https://evil.example"><object data="x"></object><embed src="x">',
    ),
  ),
  one(
    'a.html',
    'styles that load',
    page(
      '<style>@import url(https://evil.example/x.css); body{background:url(https://evil.example)}</style><p style="background:url(https://evil.example);position:fixed;inset:0">Text</p><link rel=stylesheet href="https://evil.example/a.css">',
    ),
  ),
  one('a.html', 'mutation: noscript', page('<noscript><p title="</noscript><img src=x onerror=alert(1)>">')),
  one(
    'a.html',
    'mutation: math',
    page(
      '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    ),
  ),
  one('a.html', 'mutation: svg', page('<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">')),
  one(
    'a.html',
    'mutation: template',
    page('<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>'),
  ),
  one('a.html', 'a tracker', page('<img src="https://tracker.example/p.gif" width="1" height="1">')),
  one('a.html', 'entities', page('&lt;script&gt;alert(1)&lt;/script&gt;&#x202e;evil&#0;&#xD800;')),
  one('a.html', 'a wrong charset label', () =>
    Uint8Array.from(Buffer.from(`<meta charset="utf-16">${page('')}`)),
  ),
  one('a.html', 'a made-up charset label', `<meta charset="x-evil">${page('')}`),
  one('a.html', 'not closed anywhere', () => '<div '.repeat(50_000)),
  one('a.html', 'comments not closed', () => '<!-- '.repeat(50_000)),
  one(
    'a.md',
    'YAML bomb',
    front(
      `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ntitle: *d`,
    ),
  ),
  one('a.md', 'YAML tags', front('title: !!js/function "function(){ return 1 }"')),
  one('a.md', 'YAML python tag', front('title: !!python/object/apply:os.system ["id"]')),
  one('a.md', '__proto__ in YAML', front('__proto__:\n  polluted: true\ntitle: x')),
  one('a.md', 'constructor in YAML', front('constructor:\n  prototype:\n    polluted: true')),
  one('a.md', 'toString in YAML', front('toString: x\nhasOwnProperty: y')),
  one('a.md', 'YAML 50,000 deep', () => front(`title: ${'['.repeat(50_000)}`)),
  one('a.md', 'YAML maps 5,000 deep', () => front(`title: ${'{a: '.repeat(5_000)}`)),
  one('a.md', 'YAML indented 2,000 deep', () =>
    front(Array.from({ length: 2_000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')),
  ),
  one('a.md', 'YAML keys that repeat', front('title: a\ntitle: b')),
  one('a.md', 'YAML of two documents', front('title: a\n--- \ntitle: b')),
  one('a.md', 'YAML complex keys', front('? [a, b]\n: c\n? {x: y}\n: d')),
  one('a.md', 'YAML merge keys', front('<<: {title: x}\nembargo: 2025-06-12T09:00Z')),
  one('a.md', 'YAML never closed', () => `---\ntitle: x\n${'a: b\n'.repeat(20_000)}`),
  one(
    'a.md',
    'front matter that is code',
    `---js\nmodule.exports = { title: process.exit(1) }\n---\n${text}`,
  ),
  one('a.md', 'front matter that is CoffeeScript', `---coffee\ntitle: process.exit(1)\n---\n${text}`),
  one('a.md', 'TOML', `+++\ntitle = "x"\nembargo = 2025-06-12T09:00:00Z\n[__proto__]\na = 1\n+++\n${text}`),
  one('a.md', 'TOML deep', () => `+++\ntitle = ${'['.repeat(10_000)}\n+++\n${text}`),
  one(
    'a.md',
    'templates in every field',
    front(
      "title: \"{{constructor.constructor('return process')()}} {% for x in y %} $" +
        '{7*7} <mj-include path=\'/etc/passwd\'/>"\nsubtitle: "<%= 7*7 %>"\nsummary: "{{7*7}}"',
    ),
  ),
  one(
    'a.md',
    'line ends in fields',
    front(
      'title: "A\\r\\nBcc: everyone@example.org"\nsender: {name: "x\\r\\nBcc: y", replyTo: "a@b.org\\r\\nBcc: c@d.org"}',
    ),
  ),
  one(
    'a.md',
    'bidi and zero width in the headline',
    `# ${headline}\u202e\u200b\u2066\ufeff\u0000\n\n${sentence}`,
  ),
  one(
    'a.md',
    'a link to everywhere',
    `# ${headline}\n\n${sentence}\n\n[a](javascript:alert(1)) [b](data:text/html;base64,x) [c](file:///x) <javascript:alert(1)> ![x](../../../../etc/passwd) ![y](https://u:p@evil.example/x.png) <script>alert(1)</script>`,
  ),
  one('a.txt', 'UTF-16 without a mark', () => Uint8Array.from(Buffer.from(text, 'utf16le'))),
  one('a.txt', 'UTF-16 big-endian', () => Uint8Array.from(Buffer.from(`\ufeff${text}`, 'utf16le').swap16())),
  one('a.txt', 'UTF-16 cut in the middle of a character', () =>
    Uint8Array.from(Buffer.from(`\ufeff${text}`, 'utf16le')).subarray(0, 301),
  ),
  one('a.txt', 'broken UTF-8', () =>
    Buffer.concat([bytes(text), Uint8Array.from([0xc3, 0x28, 0xa0, 0xff, 0xfe])]),
  ),
  one('a.txt', 'overlong UTF-8', () =>
    Buffer.concat([bytes(text), Uint8Array.from([0xc0, 0xaf, 0xe0, 0x80, 0xaf])]),
  ),
  one('a.txt', 'half GB18030', () =>
    iconv.encode(`新闻稿\n\n${'妇女参与维和行动区域论坛开幕'.repeat(20)}`, 'gb18030').subarray(0, 301),
  ),
  ...(
    [
      ['dates', '1/1/1'.repeat(20_000)],
      ['digits', '1'.repeat(100_000)],
      ['digits and dots', '1.'.repeat(50_000)],
      ['telephones', '(+1 '.repeat(30_000)],
      ['telephone digits', '1 '.repeat(60_000)],
      ['addresses', 'a@'.repeat(50_000)],
      ['address dots', `a@${'a.'.repeat(50_000)}`],
      ['address letters', 'a'.repeat(100_000)],
      ['spelled addresses', 'a at '.repeat(30_000)],
      ['spelled dots', `a at b ${'dot c '.repeat(30_000)}`],
      ['months', 'jan '.repeat(40_000)],
      ['weekdays', 'monday '.repeat(20_000)],
      ['spaces', ' '.repeat(100_000)],
      ['spaces and commas', ' ,'.repeat(60_000)],
      ['dashes', ' – '.repeat(40_000)],
      ['zones', '+0'.repeat(50_000)],
      ['cities', 'New York time '.repeat(10_000)],
      ['letters and time', `${'Aa '.repeat(30_000)}time`],
      ['not published', 'not for publication '.repeat(8_000)],
      ['embargo', 'embargo '.repeat(15_000)],
      ['under', 'under embargo embargoed until '.repeat(5_000)],
      ['cấm', 'không được phép công bố '.repeat(6_000)],
      ['禁', '请勿在'.repeat(15_000)],
      ['hashes', '#'.repeat(100_000)],
      ['stars', '*'.repeat(100_000)],
      ['braces', '{{'.repeat(50_000)],
      ['percent', '{%'.repeat(50_000)],
      ['template statements', `${'{%%} '.repeat(20_000)}{`],
      ['brackets', '['.repeat(60_000)],
      ['parentheses', '('.repeat(60_000)],
      ['quotation marks', '"'.repeat(100_000)],
      ['capitals', 'A. '.repeat(40_000)],
      ['colons', 'a: '.repeat(40_000)],
      ['Arabic', 'محظور '.repeat(20_000)],
      ['Chinese numerals', '二〇'.repeat(15_000)],
      ['combining marks', `e${'\u0301'.repeat(100_000)}`],
      ['surrogates', '\ud83d'.repeat(50_000)],
      ['emoji', '👩‍👩‍👧‍👦'.repeat(10_000)],
    ] as const
  ).flatMap(([name, long]) => [
    one('a.txt', `a long line of ${name}`, () => `PRESS RELEASE\n\n${long}\n\n${sentence}`),
    one(
      'a.md',
      `a long line of ${name} after an embargo`,
      () => `EMBARGOED UNTIL ${long}\n\n# ${headline}\n\nContact: ${long}\n`,
    ),
  ]),
  one('a.docx', 'Word: 3,000 tables inside each other', () =>
    wordDocument(
      '<w:tbl><w:tr><w:tc>'.repeat(3_000) + paragraph('x') + '</w:tc></w:tr></w:tbl>'.repeat(3_000),
    ),
  ),
  one('a.docx', 'Word: 20,000 runs', () =>
    wordDocument(paragraph(headline, 'Heading1') + paragraph(run('a ').repeat(20_000))),
  ),
  one('a.docx', 'Word: 30,000 paragraphs', () => wordDocument(paragraph('x').repeat(30_000))),
  one('a.docx', 'Word: styles based on themselves', () =>
    wordDocument(paragraph(headline, 'A'), {
      parts: {
        'word/styles.xml':
          '<w:styles><w:style w:styleId="A"><w:basedOn w:val="B"/></w:style><w:style w:styleId="B"><w:basedOn w:val="A"/></w:style></w:styles>',
      },
    }),
  ),
  one('a.docx', 'Word: fields never ended', () =>
    wordDocument(paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>'.repeat(2_000) + run('x'))),
  ),
  one('a.docx', 'Word: not XML', () => wordDocument('', { parts: { 'word/document.xml': 'not <xml' } })),
  one('a.docx', 'Word: another encoding', () =>
    wordDocument('', {
      parts: {
        'word/document.xml': Uint8Array.from(
          Buffer.from(
            '\ufeff<?xml version="1.0" encoding="UTF-16"?><w:document><w:body/></w:document>',
            'utf16le',
          ),
        ),
      },
    }),
  ),
  one('a.docx', 'Word: an archive that is a page too', () =>
    Buffer.concat([bytes('<html><script>alert(1)</script>'), wordDocument(paragraph(headline, 'Heading1'))]),
  ),
  one('a.md', 'Word under another name', () => wordDocument(paragraph(headline, 'Heading1'))),
  one('a.pdf', 'PDF', '%PDF-1.7 …'),
  one('a.html', 'PDF under another name', '%PDF-1.7 <script>'),
  one('a.rtf', 'Rich Text', '{\\rtf1 text}'),
  one('a.doc', 'old Word', () => Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0])),
  one('a.odt', 'OpenDocument', 'PK\x03\x04'),
  one('a.jpg', 'a picture alone', () => Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 0])),
  one('a.exe', 'a program', 'MZ\x90\x00'),
];
