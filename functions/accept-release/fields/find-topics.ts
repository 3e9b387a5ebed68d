import type { Language, Newsroom } from '../../_shared/domain/newsroom.ts';
import { fold } from '../words/clean-text.ts';

/** The beats whose words the text uses: once in the headline, or twice in all. In the vocabulary's order. */
export function findTopics(
  title: string,
  body: string,
  language: Language,
  vocabulary: Newsroom['vocabulary'],
): string[] {
  const [headline, text] = [fold(title), fold(body).slice(0, 200_000)];
  return Object.entries(vocabulary)
    .filter(([, words]) => {
      const own = words[language] ?? [];
      const inHeadline = own.some((word) => occurrences(headline, fold(word.normalize('NFC')), 1) > 0);
      if (inHeadline) return true;
      let count = 0;
      for (const word of own) count += occurrences(text, fold(word.normalize('NFC')), 2);
      return count >= 2;
    })
    .map(([beat]) => beat);
}

const letter = /[\p{L}\p{N}]/u;
/** The vocabulary holds stems: a word counts where it begins one of the text's, or anywhere in a script without spaces. */
function occurrences(text: string, word: string, enough: number): number {
  if (word === '') return 0;
  const spaced = !/\p{Script=Han}/u.test(word);
  let count = 0;
  for (let at = text.indexOf(word); at >= 0 && count < enough; at = text.indexOf(word, at + word.length))
    if (!spaced || !letter.test(text[at - 1] ?? ' ')) count++;
  return count;
}
