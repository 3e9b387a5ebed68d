import type { Language } from '../../_shared/domain/newsroom.ts';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import type { Phrases } from './phrases.ts';
import { pt } from './pt.ts';
import { ru } from './ru.ts';
import { vi } from './vi.ts';
import type { Vocabulary } from './vocabulary.ts';
import { zh } from './zh.ts';

/** The words of each language that a release may be written in. */
export const vocabularies: Record<Language, Vocabulary> = { en, vi, fr, es, ar, zh, ru, de, pt };

/** The vocabulary of every language that is read. */
export const everyVocabulary: readonly Vocabulary[] = Object.values(vocabularies);

/** One list of every language: a release may mix them, as a letterhead in English over a text in Vietnamese. */
export function ofEveryLanguage(list: (words: Vocabulary) => Phrases | undefined): readonly Phrases[] {
  return everyVocabulary.flatMap((words) => list(words) ?? []);
}
