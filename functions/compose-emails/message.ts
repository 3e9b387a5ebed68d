import type { Plural } from '../../templates/catalogues/catalogue.ts';
import { directionOf } from '../_shared/domain/languages/languages.ts';
import { localeOf } from '../_shared/domain/moment.ts';
import type { Language } from '../_shared/domain/newsroom.ts';
import { isolate } from './plain-text.ts';

/**
 * Isolates a time, number, address or name within right-to-left text, so that neither changes the order of the other.
 * Uses Unicode characters, because Gmail and Outlook remove `<bdi>`.
 */
export function isolatedIn(language: Language, text: string): string {
  return directionOf(language) === 'rtl' ? isolate(text) : text;
}

/** Inserts values into a catalogue's sentence. Throws if a value is missing. */
export function fillMessage(message: string, values: Record<string, string>, language: Language): string {
  return message.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`the ${language} message "${message}" wants {${name}}`);
    return isolatedIn(language, value);
  });
}

export function fillPlural(plural: Plural, count: number, language: Language): string {
  const category = new Intl.PluralRules(localeOf(language)).select(count);
  const number = new Intl.NumberFormat(localeOf(language)).format(count);
  return fillMessage(plural[category] ?? plural.other, { count: number }, language);
}

/** `2.3 MB`, with the units and separators of the language. */
export function describeBytes(bytes: number, language: Language): string {
  const [unit, amount] = bytes < 1_000_000 ? ['kilobyte', bytes / 1000] : ['megabyte', bytes / 1_000_000];
  const digits = unit === 'kilobyte' ? 0 : 1;
  return new Intl.NumberFormat(localeOf(language), {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: digits,
  }).format(Math.max(amount, 1));
}

/** The name of a language in another language: `Vietnamese`, `русский`. */
export function describeLanguage(named: string, language: Language): string {
  return new Intl.DisplayNames(localeOf(language), { type: 'language' }).of(named) ?? named;
}
