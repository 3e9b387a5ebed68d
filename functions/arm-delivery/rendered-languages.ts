import { type Language, languageSchema } from '../_shared/domain/newsroom.ts';

/** The languages in the keys `…/<edition>.<language>.json`, the newsroom's own first. */
export function renderedLanguages(keys: readonly string[], newsroomLanguage: Language): Language[] {
  const languages = keys
    .map((key) => languageSchema.safeParse(key.match(/\.([a-z]+)\.json$/)?.[1]).data)
    .filter((language) => language !== undefined);
  return languages.sort((a, b) => Number(b === newsroomLanguage) - Number(a === newsroomLanguage));
}
