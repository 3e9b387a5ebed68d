import { describe, expect, test } from 'vitest';
import {
  anywhere,
  everywhere,
  lineStart,
  phrasesOf,
  wholeLine,
} from '../../../functions/accept-release/words/phrases.ts';
import { everyVocabulary, vocabularies } from '../../../functions/accept-release/words/vocabularies.ts';

describe('a phrase', () => {
  test('may have one of several words in a place, and words that may be left out', () => {
    const phrase = wholeLine('{press|news}[ ]release[s]');
    for (const written of ['press release', 'newsrelease', 'news releases']) expect(written).toMatch(phrase);
    for (const written of ['release', 'press  release', 'a press release'])
      expect(written).not.toMatch(phrase);
  });

  test('stands as words of its own, in Chinese anywhere', () => {
    expect('in fact').not.toMatch(anywhere('act'));
    expect('act!').toMatch(anywhere('act'));
    expect('本新闻稿不得发布').toMatch(anywhere('新闻稿'));
    expect('والنشر').not.toMatch(anywhere('نشر'));
    expect('والنشر').toMatch(anywhere('~نشر~'));
  });

  test('goes on after a tilde', () => {
    expect('the publication of').toMatch(anywhere('publi~ of'));
    expect('republication of').not.toMatch(anywhere('publi~ of'));
  });

  test('may have a few words or characters in between, and not one more', () => {
    const words = anywhere('not …3 before');
    expect('not before noon').toMatch(words);
    expect('not, or only in part, before noon').not.toMatch(words);
    expect('not for use, before noon').toMatch(words);
    expect('not one two three four before').not.toMatch(words);
    expect('关于美丽的发布').toMatch(wholeLine('关于<3>发布'));
    expect('关于美丽中国的发布').not.toMatch(wholeLine('关于<3>发布'));
    expect('page 123').toMatch(wholeLine('page #'));
    expect('page 1234').not.toMatch(wholeLine('page #'));
  });

  test('is read as it is written: a full stop is one, a bar outside of brackets begins another phrase', () => {
    expect('noX').not.toMatch(wholeLine('no.'));
    expect('no.').toMatch(wholeLine('n° | no.'));
    expect('a+b (c)?').toMatch(wholeLine('a+b (c)?'));
    expect(phrasesOf(['{a|b} c | d', 'd'])).toEqual(['{a|b} c', 'd']);
  });

  test('in capitals or with round quotes is the same', () => {
    expect("d'information").toMatch(wholeLine('D’Information'));
  });

  test('may begin a line, or stand in it several times', () => {
    expect('** about us').toMatch(lineStart('about'));
    expect('what about us').not.toMatch(lineStart('about'));
    expect('monday and monday'.replace(everywhere('monday'), '')).toBe(' and ');
  });
});

/** Every phrase of a vocabulary; an empty list counts as an empty phrase. */
function phrasesBelow(words: unknown): string[] {
  if (typeof words === 'string') return phrasesOf(words);
  if (typeof words !== 'object' || words === null) return [];
  const lists = Object.values(words);
  return lists.length === 0 ? [''] : lists.flatMap(phrasesBelow);
}

describe('the words of each language', () => {
  test.each(Object.entries(vocabularies))(
    '%s: no list is empty, and every phrase can be read',
    (_, words) => {
      for (const phrase of phrasesBelow(words)) {
        expect(phrase).not.toBe('');
        expect(() => anywhere(phrase), phrase).not.toThrow();
        expect('', phrase).not.toMatch(wholeLine(phrase));
      }
    },
  );

  test('name twelve months, or number them, and seven days', () => {
    for (const { dates } of everyVocabulary) {
      expect(dates.weekdays).toHaveLength(7);
      expect(dates.months ?? dates.numbered?.months ?? Array(12)).toHaveLength(12);
    }
  });
});
