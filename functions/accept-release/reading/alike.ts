import { fold } from '../words/clean-text.ts';

/** The same words, or one of them shortened: `Forum opens` and `Forum opens in Ha Noi`. */
export function isAlike(one: string, other: string): boolean {
  return containsWords(one, other) || containsWords(other, one);
}

/** Whether the letters and digits of a part stand in the whole, whatever accents, signs and spaces are between them. */
export function containsWords(whole: string, part: string): boolean {
  return lettersOf(whole).includes(lettersOf(part));
}

function lettersOf(text: string): string {
  return fold(text.normalize('NFD').replace(/\p{M}/gu, ''))
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .replaceAll('đ', 'd');
}
