import { describe, expect, it } from 'vitest';
import { localeOf } from '../../functions/_shared/domain/moment.ts';
import { languages } from '../../functions/_shared/domain/newsroom.ts';
import { catalogues } from '../../templates/catalogues/catalogues.ts';

type Leaves = Map<string, string>;

function leavesOf(value: unknown, path = '', leaves: Leaves = new Map()): Leaves {
  if (typeof value === 'string') leaves.set(path, value);
  else for (const [key, inner] of Object.entries(value ?? {})) leavesOf(inner, `${path}.${key}`, leaves);
  return leaves;
}

const placeholders = (message: string): string[] =>
  [...message.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

const english = leavesOf({ ...catalogues.en, plural: {} });

describe.each(languages)('the catalogue in %s', (language) => {
  const messages = leavesOf({ ...catalogues[language], plural: {} });

  it('says everything that the English one says, and nothing else', () => {
    expect([...messages.keys()]).toEqual([...english.keys()]);
    expect([...messages.values()].filter((message) => message.trim() === '')).toEqual([]);
  });

  it('uses the same values in each message', () => {
    for (const [path, message] of messages)
      expect(placeholders(message), path).toEqual(placeholders(english.get(path) ?? ''));
  });

  it('is translated: beyond names, no message is left in English', () => {
    if (language === 'en') return;
    const same = [...messages].filter(
      ([path, message]) => message === english.get(path) && message.length > 20,
    );
    expect(same.map(([path]) => path)).toEqual([]);
  });

  it('has a form for every plural that the language knows', () => {
    const { pluralCategories } = new Intl.PluralRules(localeOf(language)).resolvedOptions();
    for (const plural of Object.values(catalogues[language].plural)) {
      expect(Object.keys(plural).sort()).toEqual([...pluralCategories].sort());
      for (const form of Object.values(plural)) expect(placeholders(form)).toEqual(['{count}']);
    }
  });
});
