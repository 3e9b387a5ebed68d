import { anywhere, everywhere, inHan, notInHan, wordsOf } from '../words/phrases.ts';
import { ofEveryLanguage } from '../words/vocabularies.ts';

const small = wordsOf(ofEveryLanguage((words) => words.embargo.small));
const smallWords = new Set(notInHan(small));
const smallHan = everywhere(inHan(small));

/** A word that cannot change which moment is meant. */
export const isSmallWord = (word: string) => smallWords.has(word);

/** Nothing but punctuation and words that cannot change which moment is meant. */
export function onlySmallWords(folded: string): boolean {
  const words = folded.replace(smallHan, ' ').match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.every(isSmallWord);
}

const ends = anywhere(ofEveryLanguage((words) => words.embargo.ends));
const pointing = wordsOf(ofEveryLanguage((words) => words.embargo.pointing));
const pointingWords = new Set(notInHan(pointing));
const pointingHan = everywhere(inHan(pointing));

/**
 * The words give an end that is no moment: "until the minister has spoken", "until further notice". Words that point at
 * the moment of another line ("until the time above") are none; Chinese says the end before the word as well as behind.
 */
export function namesUnreadableEnd(folded: string): boolean {
  const end = ends.exec(folded);
  if (!end) return false;
  const words = inHan(end[0]).length > 0 ? folded : folded.slice(end.index + end[0].length);
  const named = words.replace(pointingHan, ' ').match(/[\p{L}\p{N}]+/gu) ?? [];
  return named.some((word) => !pointingWords.has(word) && !onlySmallWords(word));
}
