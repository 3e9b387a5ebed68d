import { describe, expect, it } from 'vitest';
import { readLanguage } from '../../../../functions/_shared/domain/contact-languages.ts';
import { languageCode } from '../../../../functions/accept-release/fields/detect-language.ts';

describe('a language', () => {
  it.each([
    ['vi', 'vietnamien', 'Vietnamese', 'Tiếng Việt', 'tieng viet', 'vi-VN', 'vie'],
    ['es', 'castellano', 'Spanish', 'español', 'tiếng Tây Ban Nha', 'es-419'],
    ['zh', 'chinois', 'Chinese', '中文', 'китайский', 'Mandarin', 'zh_TW', 'cn'],
    ['de', 'Deutsch', 'allemand', 'немецкий', 'ger'],
  ])('%s is one language under each of its names, in a release and in an import alike', (code, ...names) => {
    for (const name of names) {
      expect([name, languageCode(name)]).toEqual([name, code]);
      expect([name, readLanguage(name)]).toEqual([name, code]);
    }
  });

  it("in which the newsroom does not write may still be a journalist's language", () => {
    expect(readLanguage('Japanese')).toBe('ja');
    expect(languageCode('Japanese')).toBeNull();
  });

  it('followed by a remark counts in a list; a release must declare one language and nothing else', () => {
    for (const name of ['English (UK)', 'English, some French']) {
      expect(readLanguage(name)).toBe('en');
      expect(languageCode(name)).toBeNull();
    }
  });

  it('is not a word that only begins like its tag', () => {
    expect(readLanguage('no information')).toBeNull();
    expect(readLanguage('Lao dialects')).toBe('lo');
  });
});
