import type { Language } from '../../domain/newsroom.ts';
import { plainWords } from '../../domain/plain-words.ts';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import type { ListWords } from './list-words.ts';
import { pt } from './pt.ts';
import { ru } from './ru.ts';
import { vi } from './vi.ts';
import { zh } from './zh.ts';

/**
 * Does not compile if a language is missing. If two languages use one name for different fields, the first one here
 * decides.
 */
const listWords: Readonly<Record<Language, ListWords>> = { en, vi, fr, es, de, ru, ar, zh, pt };

/** The word parts for something, of all languages. */
export function partsIn(pick: (words: ListWords) => readonly string[] | undefined): string[] {
  return Object.values(listWords).flatMap((words) => pick(words) ?? []);
}

/** The names for something, of all languages, separated by bars and normalized by `plainWords`. */
export function namesIn(pick: (words: ListWords) => string | undefined): string[] {
  return Object.values(listWords)
    .flatMap((words) => pick(words)?.split('|') ?? [])
    .map(plainWords);
}
