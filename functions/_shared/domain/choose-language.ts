import type { Language } from './newsroom.ts';

/**
 * The language of a release's texts that suits a contact: the first of the contact's languages that is available,
 * otherwise the newsroom's language, otherwise the release's main language. `available` starts with the main language.
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
