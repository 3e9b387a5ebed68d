import type { Language } from '../newsroom.ts';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import type { LanguageFacts } from './language-facts.ts';
import { pt } from './pt.ts';
import { ru } from './ru.ts';
import { vi } from './vi.ts';
import { zh } from './zh.ts';

/** Does not compile if a language is missing. */
export const languageFacts: Readonly<Record<Language, LanguageFacts>> = {
  en,
  vi,
  fr,
  es,
  ar,
  zh,
  ru,
  de,
  pt,
};

export function directionOf(language: Language): 'ltr' | 'rtl' {
  return languageFacts[language].direction ?? 'ltr';
}
