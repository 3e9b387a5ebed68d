import type { Language } from './newsroom.ts';

/**
 * The language of a release's texts that suits a contact: the first of their own that there is, else the newsroom's,
 * else the release's main one. `available`: main one first.
 */
export function chooseLanguage(
  preferred: readonly string[],
  available: readonly [Language, ...Language[]],
  newsroomLanguage: Language,
): Language {
  for (const wanted of preferred) {
    const found = available.find((language) => language === wanted);
    if (found) return found;
  }
  return available.includes(newsroomLanguage) ? newsroomLanguage : available[0];
}
