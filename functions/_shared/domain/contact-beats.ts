import { beatNames } from './contact-beat-names.ts';
import type { Newsroom } from './newsroom.ts';

/**
 * A beat as a list names it, in the vocabulary's spelling: by its name in any language, or by a word that reveals it
 * (`Climate Change`, `y tế`). One that the vocabulary does not know is kept in lower case with hyphens.
 */
export function readBeat(written: string, vocabulary: Newsroom['vocabulary']): string | null {
  const text = written.normalize('NFC').toLowerCase().trim();
  const slug = text.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '');
  if (slug === '') return null;
  if (Object.hasOwn(vocabulary, slug)) return slug;
  const called = Object.keys(vocabulary).find((beat) =>
    Object.values(beatNames).some((names) => names[beat]?.toLowerCase() === text),
  );
  const revealed = Object.entries(vocabulary).find(([, words]) =>
    Object.values(words)
      .flat()
      .some((word) => text.includes(word.toLowerCase())),
  );
  return called ?? revealed?.[0] ?? slug;
}
