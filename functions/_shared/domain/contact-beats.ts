import { languageFacts } from './languages/languages.ts';
import type { Newsroom } from './newsroom.ts';

/**
 * Converts a beat from a list to the vocabulary's spelling. Recognises its name in any language and the words that
 * reveal it (`Climate Change`, `y tế`). A beat outside the vocabulary is kept in lower case with hyphens. Null if
 * nothing is left.
 */
export function readBeat(written: string, vocabulary: Newsroom['vocabulary']): string | null {
  const text = written.normalize('NFC').toLowerCase().trim();
  const slug = text.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '');
  if (slug === '') return null;
  if (Object.hasOwn(vocabulary, slug)) return slug;
  const called = Object.keys(vocabulary).find((beat) =>
    Object.values(languageFacts).some(({ beats }) => beats[beat]?.toLowerCase() === text),
  );
  const revealed = Object.entries(vocabulary).find(([, words]) =>
    Object.values(words)
      .flat()
      .some((word) => text.includes(word.toLowerCase())),
  );
  return called ?? revealed?.[0] ?? slug;
}
