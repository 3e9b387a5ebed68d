import type { Language } from '../../domain/newsroom.ts';
import { plainWords } from '../../domain/plain-words.ts';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import type { ListWords } from './list-words.ts';
import { ru } from './ru.ts';
import { vi } from './vi.ts';
import { zh } from './zh.ts';

/** A language without words for lists does not compile. If two call different fields by one name, the first decides. */
const listWords: Readonly<Record<Language, ListWords>> = { en, vi, fr, es, de, ru, ar, zh };

/** The parts of words that any language has for something. */
export function partsIn(pick: (words: ListWords) => readonly string[] | undefined): string[] {
  return Object.values(listWords).flatMap((words) => pick(words) ?? []);
}

/** The names, separated by bars, that any language has for something, as `plainWords` leaves them. */
export function namesIn(pick: (words: ListWords) => string | undefined): string[] {
  return Object.values(listWords)
    .flatMap((words) => pick(words)?.split('|') ?? [])
    .map(plainWords);
}
