import type { Language } from '../domain/newsroom.ts';

/** A language's name in the language itself: `Tiếng Việt`. */
export function languageName(language: Language): string {
  const name = new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}
