import { fold } from './clean-text.ts';

/**
 * Phrases as a person writes and reviews them, composed into one pattern over folded text (see `fold`).
 *
 *     press release | news release    two phrases: a bar stands between
 *     {press|news} release            one of several words
 *     [the ]press                     may be left out
 *     not …5 before                   up to five words stand between
 *     关于<24>                         up to 24 characters, no semicolon
 *     publi~                          the word goes on, or ends: publish, publication. In front: it has begun before
 *     page #                          a number of up to three digits
 *     embargo_:                       spaces and marks may stand between, up to four
 *     embargo$                        the line ends here
 *
 * A phrase begins and ends where words do: `act` is not found in “fact”. Chinese has no spaces, so its words are found
 * anywhere; a ~ at an end says the same for other scripts (`~نشر~`).
 */
export type Phrases = string | readonly Phrases[];

/** Single words, spaces between them. */
export type Words = string | readonly Words[];

/** Each phrase of a list, folded, once. */
export function phrasesOf(list: Phrases): string[] {
  const phrases = typeof list === 'string' ? splitOutside(list) : list.flatMap(phrasesOf);
  return [...new Set(phrases)];
}

/** Splits at the bars that stand in no bracket. */
function splitOutside(text: string): string[] {
  const phrases = [''];
  let depth = 0;
  for (const character of fold(text.normalize('NFC'))) {
    if ('[{'.includes(character)) depth++;
    if (']}'.includes(character)) depth--;
    if (character === '|' && depth === 0) phrases.push('');
    else phrases.push((phrases.pop() ?? '') + character);
  }
  return phrases.map((phrase) => phrase.trim());
}

const isHan = (phrase: string) => /\p{Script=Han}/u.test(phrase);
/** Those in Chinese, which stands elsewhere in a sentence: “上午9时” is 9 a.m. */
export const inHan = (list: Phrases) => phrasesOf(list).filter(isHan);
export const notInHan = (list: Phrases) => phrasesOf(list).filter((phrase) => !isHan(phrase));

/** Each word of a list, folded. */
export function wordsOf(list: Words): string[] {
  return typeof list === 'string' ? fold(list.normalize('NFC')).split(' ') : list.flatMap(wordsOf);
}

/** Finds the phrases where they stand as words of their own. */
export function anywhere(list: Phrases): RegExp {
  return new RegExp(asWords(list), 'u');
}
/** The same, each place where one stands: for replacing and counting. */
export function everywhere(list: Phrases): RegExp {
  return new RegExp(asWords(list), 'gu');
}
/** The line begins with one of the phrases; marks and spaces may stand before it. */
export function lineStart(list: Phrases): RegExp {
  return new RegExp(`^[^\\p{L}\\p{N}]{0,20}${asWords(list)}`, 'u');
}
/** The line is one of the phrases and nothing else. */
export function wholeLine(list: Phrases): RegExp {
  return new RegExp(`^${oneOf(list)}$`, 'u');
}

/** For patterns that add more than words: any of the phrases, wherever their words begin and end. */
export function oneOf(list: Phrases): string {
  return `(?:${phrasesOf(list).map(compose).join('|')})`;
}

/** The same between the borders of words. */
export function asWords(list: Phrases): string {
  const bordered: Record<'both' | 'left' | 'right' | 'none', string[]> = {
    both: [],
    left: [],
    right: [],
    none: [],
  };
  for (const phrase of phrasesOf(list)) {
    const [left, right] = [beginsWord.test(phrase), endsWord.test(phrase)];
    bordered[left && right ? 'both' : left ? 'left' : right ? 'right' : 'none'].push(
      compose(phrase.replace(/~$/, '')),
    );
  }
  const { both, left, right, none } = bordered;
  const parts = [
    ...(both.length > 0 ? [`(?<!\\p{L})(?:${both.join('|')})(?!\\p{L})`] : []),
    ...(left.length > 0 ? [`(?<!\\p{L})(?:${left.join('|')})`] : []),
    ...(right.length > 0 ? [`(?:${right.join('|')})(?!\\p{L})`] : []),
    ...none,
  ];
  return `(?:${parts.join('|')})`;
}
const beginsWord = /^[[{]*(?!\p{Script=Han})\p{L}/u;
const endsWord = /(?!\p{Script=Han})\p{L}(?:\[\.\]|[\]}])*$/u;

/** One phrase as the source of a pattern: every part of it has a bound. */
function compose(phrase: string): string {
  const literal = phrase.replace(/^~/, '').replace(/[\\^.*+?()/]/g, '\\$&');
  return literal.replace(/ …(\d{1,2})( ?)|<(\d{1,2})>|[{}[\]~#_$]/gu, sourceOf);
}
function sourceOf(sign: string, words?: string, space?: string, characters?: string): string {
  if (words !== undefined) return `(?:[ ,/&]{1,4}${word}){0,${words}}?${space === '' ? '' : ',? '}`;
  if (characters !== undefined) return `[^;]{0,${characters}}?`;
  return signs[sign] ?? sign;
}
const word = "[\\p{L}\\p{N}][\\p{L}\\p{N}'-]{0,39}";
const signs: Record<string, string> = {
  '{': '(?:',
  '}': ')',
  '[': '(?:',
  ']': ')?',
  '~': '\\p{L}{0,20}',
  '#': '\\d{1,3}',
  _: '[^\\p{L}\\p{N}]{0,4}',
  $: '$',
};
