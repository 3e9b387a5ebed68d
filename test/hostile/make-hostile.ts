import iconv from 'iconv-lite';
import { paragraph, run, wordDocument } from '../functions/accept-release/word-document.ts';

export const formats = ['md', 'txt', 'html', 'docx', 'csv'] as const;
export type Format = (typeof formats)[number];

export interface HostileInput {
  format: Format;
  bytes: Uint8Array;
}

/** Pseudorandom numbers from 0 (included) to 1 (excluded). The same seed gives the same numbers. */
function numbersOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Creates a file that tries to harm its reader. The same seed gives the same file. */
export function makeHostile(seed: number): HostileInput {
  const dice = new Dice(numbersOf(seed));
  const format = dice.of(formats);
  if (format === 'docx') return { format, bytes: wordOf(dice) };
  const text = textOf(dice, format);
  const encoding = dice.chance(0.9)
    ? 'utf8'
    : dice.of(['utf16le', 'windows-1252', 'gb18030', 'windows-1251']);
  return { format, bytes: Uint8Array.from(iconv.encode(text, encoding)) };
}

class Dice {
  readonly #next: () => number;

  constructor(next: () => number) {
    this.#next = next;
  }
  chance(likely: number): boolean {
    return this.#next() < likely;
  }
  /** From 0; `end` is excluded. */
  below(end: number): number {
    return Math.floor(this.#next() * end);
  }
  /** A number whose order of magnitude is random: below ten as often as in the tens or the hundreds. */
  upTo(most: number): number {
    return Math.max(1, Math.floor(Math.max(1, most) ** this.#next()));
  }
  of<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.below(choices.length)] ?? choices[0];
  }
}

/** Characters of a text; close to the reader's limit. */
const longest = 480_000;

const headline = 'Regional forum on women in peacekeeping opens with delegates from twenty countries';
const body =
  'HA NOI, Viet Nam – 12 June 2025 – Delegates from twenty countries agreed on a plan of action for the coming five years, the ministry said.';
const contact = 'Media contact: Lan Nguyen, Newsroom, lan@press.example.org, +84 24 3850 0100';

type Pieces = readonly [string, ...string[]];

const anywhere: Pieces = [
  ' ',
  '\u00a0',
  '\t',
  '\v',
  '\f',
  '\u2028',
  '\u3000',
  '\r',
  '\n',
  '\n\n',
  '\r\n',
  '\0',
  '\ufeff',
  '\u200b',
  '\u202e',
  '\u0301',
  '\ud83d',
  '😀',
  '👩‍👩‍👧',
  'a',
  'A',
  'é',
  'đ',
  '中',
  'م',
  'я',
  '1',
  '0',
  '-',
  '–',
  '.',
  ',',
  ';',
  ':',
  '/',
  '\\',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '<',
  '>',
  '"',
  "'",
  '“',
  '@',
  '#',
  '*',
  '_',
  '~',
  '`',
  '|',
  '&',
  '%',
  '$',
  '=',
  '+',
  '!',
  '?',
  'a ',
  'a. ',
  'A. ',
  'a-',
  'a@',
  '@a.',
  'a@b.c ',
  'a at b dot c ',
  '12 ',
  '1/',
  '1.1.',
  '12:00 ',
  '12 June 2025 ',
  'June ',
  'GMT ',
  '+07:00 ',
  'embargo ',
  'EMBARGOED UNTIL ',
  'until ',
  'for immediate release ',
  '发布 ',
  'محظور ',
  'эмбарго ',
  'Contact: ',
  'Tel: ',
  '+84 24 ',
  'www.a.',
  'http://',
  'https://example.org/',
  '...',
  '--',
  '-30-',
  '###',
  '&amp;',
  '&#0;',
  '{{',
  '}}',
  '{%',
  '<%',
  'monday ',
  'New York ',
  'a’',
  'x"',
  '- ',
  'About ',
  'ENDS\n',
  'Note: ',
];

const own: Record<Exclude<Format, 'docx'>, Pieces> = {
  md: [
    '#',
    '# a\n',
    '> ',
    '- ',
    '1. ',
    '   ',
    '    ',
    '\t- ',
    '```',
    '~~~',
    '`',
    '``',
    '*',
    '**',
    '***a',
    '_a',
    '~~',
    '[',
    '![',
    '[a]',
    '![a]',
    '](',
    '[a](',
    '[a](b)',
    '[a][b]',
    '[a]: b\n',
    '[a]: <',
    '[a]: b "',
    '[b]: https://example.org/x\n',
    '[^a]',
    '<!--',
    '-->',
    '<?',
    '<!A',
    '<![CDATA[',
    '<a',
    '<a b="',
    '<a href="x">',
    '</a>',
    '<div>\n',
    '<script>',
    '<http://a',
    '<a@',
    '|',
    '|-',
    '|a',
    '|-|\n',
    '\n---\n',
    '\n===\n',
    '---\n',
    'a: b\n',
    '- - ',
    '\\',
    '&',
    '&#',
    'a\n',
    '* a\n',
    '> > a\n',
    '\n    a\n',
    '1) ',
    ':::',
    '\\[',
    '\\`',
  ],
  txt: [
    '* ',
    '• ',
    '- a\n',
    '  a\n',
    '\t\ta',
    'a     b\n',
    'A\n',
    'a:\n',
    '-more-\n',
    '- 2 -\n',
    '**a** ',
    '# a\n',
    '[a](https://b.c)',
    '---\n',
    'key: value\n',
    'PRESS RELEASE\n',
    'HA NOI, 12 June 2025 – ',
    '(+84) ',
    '1 ',
    '第',
    '年',
    '月',
    '日',
    '时',
  ],
  html: [
    '<',
    '</',
    '<!--',
    '-->',
    '<!',
    '<?',
    '<a',
    '<a href="',
    '<a href=https://example.org/>',
    '</a>',
    '<b>',
    '</b>',
    '<i><b>',
    '</b></i>',
    '<p>',
    '</p>',
    '<div>',
    '</div>',
    '<span>',
    '</span>',
    '<ul><li>',
    '</li></ul>',
    '<table>',
    '<tr>',
    '<td>',
    '</table>',
    '<tr><td>',
    '<table><tr><td>',
    '<main>',
    '<article>',
    '</article>',
    '<section id=content>',
    '<h1>a</h1>',
    '<h2>',
    '<blockquote>',
    '<pre>',
    '<br>',
    '<hr>',
    '<img src=a.png alt=b>',
    '<img src="',
    '<svg>',
    '<math>',
    '<select>',
    '<option>',
    '<template>',
    '<form>',
    '<button>',
    '<nav>',
    '<style>',
    '</style>',
    '<script>',
    '</script>',
    '<title>',
    '<textarea>',
    '<noscript>',
    '<frameset>',
    '<zz>',
    '</zz>',
    '<font a=b>',
    '<nobr>',
    '<figure>',
    '<figcaption>',
    '<dl><dt>',
    '<dd>',
    '<details><summary>',
    '<p style="display:none">',
    '<p hidden>',
    '<o:p>',
    '<meta name=embargo content="12 June 2025">',
    '<time datetime=2025-06-12>',
    '<body>',
    '<html>',
    '<head>',
    ' a=b',
    '="',
    "='",
    '&lt;',
    '&#x',
    '<a data-cfemail=010203>',
    '<li>',
    '<caption>',
    '<colgroup><col>',
    '<address>',
    '<![CDATA[',
    ']]>',
    '<foreignObject>',
    '<mtext>',
    '<p b=',
    '>',
  ],
  csv: [
    ',',
    ';',
    '\t',
    '|',
    '"',
    '""',
    '","',
    '"\n',
    '\n"',
    '\r\n',
    'a@b.org,',
    '<a@b.org>',
    'mailto:',
    'a <',
    '> ',
    'sep=;\n',
    '# ',
    'Email,',
    'Name;',
    'a@b.org,Ann\n',
    '"a@b.org","x"\n',
    '=1+1',
    "'=",
    '2025-01-01',
    'subscribed',
    'unsubscribed',
    ' ::: ',
    '* ',
    'Asia/Ha_Noi,',
    'vi;en',
    '?',
    '?x=',
  ],
};

/** Builds a text from pieces: one repeated, nested, two alternating, or many in random order. */
function partOf(dice: Dice, pieces: Pieces, length: number): string {
  const one = pick(dice, pieces);
  const other = pick(dice, pieces);
  const times = (written: string) => Math.max(1, Math.floor(length / Math.max(1, written.length)));
  switch (dice.below(6)) {
    case 0:
      return one.repeat(times(one));
    case 1:
      return `${one.repeat(times(one + other))}${pick(dice, pieces)}${other.repeat(times(one + other))}`;
    case 2:
      return (one + other).repeat(times(one + other));
    case 3:
      return `${one}${other.repeat(times(other))}${pick(dice, pieces)}`;
    case 4: {
      const unit = Array.from({ length: 2 + dice.below(8) }, () => pick(dice, pieces)).join('');
      return unit.repeat(times(unit));
    }
    default: {
      // Every piece differs a little, so that no cache can help.
      let text = '';
      for (let n = 0; text.length < length && n < 60_000; n++)
        text += `${pick(dice, pieces)}${dice.chance(0.3) ? n : ''}`;
      return text;
    }
  }
}
const pick = (dice: Dice, pieces: Pieces) => dice.of(dice.chance(0.6) ? pieces : anywhere);

const frames: Record<Exclude<Format, 'docx'>, (inside: string) => string> = {
  md: (inside) => `# ${headline}\n\n${body}\n\n${inside}\n\n${contact}\n`,
  txt: (inside) => `PRESS RELEASE\n\n${headline}\n\n${body}\n\n${inside}\n\n${contact}\n`,
  html: (inside) =>
    `<!doctype html><html lang="en"><head><title>${headline}</title></head><body><main><h1>${headline}</h1><p>${body}</p>${inside}<p>${contact}</p></main></body></html>`,
  csv: (inside) => `Email,Name,Beats\na@b.org,Ann,health\n${inside}\nb@c.org,Bob,gender\n`,
};

function textOf(dice: Dice, format: Exclude<Format, 'docx'>): string {
  const length = dice.upTo(longest);
  const parts = 1 + dice.below(4);
  const made = Array.from({ length: parts }, () => partOf(dice, own[format], length / parts)).join('');
  const framed = dice.chance(0.6) ? frames[format](made) : made;
  return dice.chance(0.2) ? mutated(dice, framed) : framed;
}

/** Cuts, doubles and exchanges some parts of a text. */
function mutated(dice: Dice, text: string): string {
  let mutant = text;
  for (let n = dice.upTo(30); n > 0; n--) {
    const at = dice.below(mutant.length);
    const end = at + dice.upTo(2_000);
    const slice = mutant.slice(at, end);
    const instead = dice.of(['', slice + slice, [...slice].reverse().join(''), dice.of(anywhere)]);
    mutant = `${mutant.slice(0, at)}${instead}${mutant.slice(end)}`.slice(0, longest);
  }
  return mutant;
}

const words: Pieces = [
  'a ',
  'HA NOI, 12 June 2025 – ',
  'EMBARGOED UNTIL 12 June 2025 ',
  'lan@press.example.org ',
  '\u00a0',
  '中文',
  '  ',
];
const wordPieces: Pieces = [
  '<w:p/>',
  paragraph('a'),
  paragraph('a', 'A1'),
  '<w:r><w:tab/></w:r>',
  '<w:r><w:br/></w:r>',
  run('a'),
  run('a', '<w:b/>'),
  run('x', '<w:vanish/>'),
  '<w:r><w:tab/><w:t>a</w:t></w:r>',
  '<w:hyperlink r:id="far">',
  '</w:hyperlink>',
  '<w:tbl><w:tr><w:tc>',
  '</w:tc></w:tr></w:tbl>',
  '<w:p>',
  '</w:p>',
  '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
  '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
  '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
  '<w:r><w:instrText>HYPERLINK "https://example.org/a" </w:instrText></w:r>',
  '<w:ins>',
  '</w:ins>',
  '<w:del>',
  '</w:del>',
  '<w:sdt><w:sdtContent>',
  '</w:sdtContent></w:sdt>',
  '<mc:AlternateContent><mc:Choice>',
  '</mc:Choice></mc:AlternateContent>',
  '<w:drawing>',
  '</w:drawing>',
  '<w:txbxContent>',
  '</w:txbxContent>',
  '<a:blip r:embed="far"/>',
  '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>',
  '<w:x/>',
  '<!-- a -->',
  'text',
  '&amp;',
  '&a;',
];

function wordOf(dice: Dice): Uint8Array {
  const length = dice.upTo(4_000_000);
  const inside = balanced(partsOf(dice, wordPieces, length));
  const styles = dice.chance(0.3) ? stylesOf(dice) : null;
  const far = `https://example.org/${'a'.repeat(dice.upTo(100_000))}`;
  const document = wordDocument(
    `${paragraph(headline, 'Heading1')}${paragraph(body)}${inside}${paragraph(dice.of(words).repeat(dice.upTo(20_000)))}`,
    {
      relations: `<Relationship Id="far" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" TargetMode="External" Target="${far}"/>`,
      headers: Array.from({ length: dice.upTo(300) }, () =>
        partOf(dice, words, dice.upTo(3_000)).replace(/[<>&\0-\x08\x0b-\x1f]/g, ' '),
      ),
      ...(styles && { parts: { 'word/styles.xml': styles } }),
    },
  );
  if (dice.chance(0.8)) return document;
  for (let n = dice.upTo(50); n > 0; n--) document[dice.below(document.length)] = dice.below(256);
  return document;
}

function partsOf(dice: Dice, pieces: Pieces, length: number): string {
  const one = dice.of(pieces);
  const other = dice.of(pieces);
  const times = Math.max(1, Math.floor(length / (one.length + other.length)));
  return dice.chance(0.5)
    ? one.repeat(times) + other.repeat(times)
    : Array.from({ length: Math.min(times, 60_000) }, () => dice.of(pieces)).join('');
}

/** Makes XML mostly well-formed: closes open elements and removes end tags without a start tag. */
function balanced(xml: string): string {
  const open: string[] = [];
  const kept: string[] = [];
  for (const [piece, slash, name, rest] of xml.matchAll(/<(\/?)([\w:]+)([^>]*)>|[^<]+|<!--[^>]*>/g)) {
    if (name === undefined || rest?.endsWith('/')) kept.push(piece);
    else if (slash === '') {
      open.push(name);
      kept.push(piece);
    } else if (open.includes(name)) {
      for (let last = open.pop(); last !== undefined; last = open.pop()) {
        kept.push(`</${last}>`);
        if (last === name) break;
      }
    }
  }
  return (
    kept.join('') +
    open
      .reverse()
      .map((name) => `</${name}>`)
      .join('')
  );
}

function stylesOf(dice: Dice): string {
  const count = dice.upTo(60_000);
  const wide = '<w:x/>'.repeat(dice.upTo(50_000));
  const base = () => dice.of(['P', 'A1', `A${dice.below(count)}`]);
  return `<w:styles><w:style w:styleId="P">${wide}</w:style>${Array.from({ length: count }, (_, n) => `<w:style w:type="${dice.of(['paragraph', 'character'])}" w:styleId="A${n}"><w:basedOn w:val="${base()}"/></w:style>`).join('')}</w:styles>`;
}
