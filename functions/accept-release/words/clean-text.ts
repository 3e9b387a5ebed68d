/**
 * Text as a release may carry it: NFC, no control, no bidi override, no zero-width character.
 * Non-breaking spaces stay (French punctuation needs them).
 */
export function cleanText(text: string): string {
  return (
    text
      .replace(/\r\n?/g, '\n')
      .replace(/[\u2028\u2029\v\f\u0085]/g, '\n')
      .replace(/[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]/g, '')
      .replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\u061c\ufeff\ufff9-\ufffb]/g, '')
      .replace(/[\u{e0000}-\u{e007f}]/gu, '')
      // Bullets of the Symbol font, as copied from Word and PDF.
      .replace(/[\uf0b7\uf0a7\uf0d8\uf0fc]/g, '•')
      // Nobody writes that many spaces; a pattern that looks for the end of them would go through them again and again.
      .replace(/([^\S\n]{200})[^\S\n]+/g, '$1')
      .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
      .normalize('NFC')
  );
}

/** One line: cleaned, every run of white space one space, trimmed. Non-breaking spaces inside stay. */
export function cleanLine(text: string): string {
  return cleanText(text)
    .replace(/[\t\n ]+/g, ' ')
    .trim();
}

/** Without the characters of a class at its end: a pattern would try anew at each of them inside the text. */
export function trimmedBy(text: string, ending: RegExp): string {
  let end = text.length;
  while (end > 0 && ending.test(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

const asciiOf = new Map<string, string>();
function mapAll(from: string, to: string): void {
  for (const character of from) asciiOf.set(character, to);
}
mapAll(
  '\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t',
  ' ',
);
mapAll('‘’‚‛′`´ʼ', "'");
mapAll('“”„‟″«»「」『』', '"');
mapAll('‐‑‒–—―−─﹘﹣', '-');
mapAll('：﹕∶', ':');
mapAll('，、،', ',');
mapAll('。．', '.');
mapAll('（【［', '(');
mapAll('）】］', ')');
for (let digit = 0; digit < 10; digit++) {
  asciiOf.set(String.fromCharCode(0x660 + digit), String(digit));
  asciiOf.set(String.fromCharCode(0x6f0 + digit), String(digit));
}
for (let code = 0xff10; code <= 0xff5e; code++) {
  const character = String.fromCharCode(code);
  if (!asciiOf.has(character)) asciiOf.set(character, String.fromCharCode(code - 0xfee0).toLowerCase());
}

const mapped = new RegExp(`[${[...asciiOf.keys()].filter((key) => !/[ -~]/.test(key)).join('')}]`, 'g');

/**
 * The same text for matching: lower case, plain quotes, dashes, spaces, digits and full-width letters as ASCII.
 * Always as long as the input, so that positions found in it hold in the original.
 */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  const source = lower.length === text.length ? lower : lowerEach(text);
  const plain = source.replace(mapped, (character) => asciiOf.get(character) ?? character);
  return /[a-z][\u0430-\u044f\u0456]|[\u0430-\u044f\u0456][a-z]/.test(plain)
    ? plain.replace(/[a-z\u0430-\u044f\u0456]{2,40}/g, inOneScript)
    : plain;
}

const lookalikes: Record<string, string> = {
  а: 'a',
  е: 'e',
  о: 'o',
  р: 'p',
  с: 'c',
  х: 'x',
  у: 'y',
  к: 'k',
  м: 'm',
  т: 't',
  в: 'b',
  н: 'h',
  і: 'i',
};
/** A Latin word with Cyrillic letters that look the same, as pasted from elsewhere: read as it looks. */
function inOneScript(word: string): string {
  return /[a-z]/.test(word) && /[\u0430-\u044f\u0456]/.test(word)
    ? word.replace(/[\u0430-\u044f\u0456]/g, (letter) => lookalikes[letter] ?? letter)
    : word;
}

function lowerEach(text: string): string {
  let result = '';
  for (const unit of text.split('')) {
    const lower = unit.toLowerCase();
    result += lower.length === 1 ? lower : unit;
  }
  return result;
}
