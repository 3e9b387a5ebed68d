import type { Language } from '../_shared/domain/newsroom.ts';

/** A language by its own name, as its readers look for it: `Tiếng Việt`. */
export function languageName(language: Language): string {
  const name = new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}
