import type { Plural } from '../../templates/catalogues/catalogue.ts';
import { localeOf } from '../_shared/domain/moment.ts';
import type { Language } from '../_shared/domain/newsroom.ts';
import { isolate } from './plain-text.ts';

export function directionOf(language: Language): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr';
}

/**
 * A time, number, address or name as it stands among right-to-left words: isolated, so that it does not turn them or
 * itself. By characters, for Gmail and Outlook take `<bdi>` away.
 */
export function isolatedIn(language: Language, text: string): string {
  return directionOf(language) === 'rtl' ? isolate(text) : text;
}

/**
 * A catalogue's sentence with its values.
 */
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

/** `2.3 MB`, in the units and separators of the language. */
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

/** `Vietnamese`, `русский`: the language's name for readers of another. */
export function describeLanguage(named: string, language: Language): string {
  return new Intl.DisplayNames(localeOf(language), { type: 'language' }).of(named) ?? named;
}
