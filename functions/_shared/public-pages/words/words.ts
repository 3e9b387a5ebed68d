import type { Language } from '../../domain/newsroom.ts';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { pt } from './pt.ts';
import { ru } from './ru.ts';
import { vi } from './vi.ts';
import type { Words } from './vocabulary.ts';
import { zh } from './zh.ts';

/** Does not compile if a language is missing or lacks a sentence. */
export const words: Readonly<Record<Language, Words>> = { en, vi, fr, es, ar, zh, ru, de, pt };

/**
 * Inserts values into a sentence. In a right-to-left sentence each value is isolated; otherwise its digits would change
 * places.
 */
export function fill(sentence: string, values: Readonly<Record<string, string>>): string {
  const isolate = /\p{Script=Arabic}/u.test(sentence);
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name];
    if (value === undefined) return whole;
    return isolate ? `\u2068${value}\u2069` : value;
  });
}
