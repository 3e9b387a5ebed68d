import { describe, expect, it } from 'vitest';
import { readRegion } from '../../../../functions/_shared/domain/contact-regions.ts';
import { countryCode } from '../../../../functions/_shared/domain/countries.ts';
import { isCountry, zoneOfPlace } from '../../../../functions/accept-release/moments/places.ts';

describe('a country', () => {
  it.each([
    ['TR', 'Turkey', 'Türkiye', 'Turquie', 'Turquia'],
    ['GB', 'Great Britain', 'United Kingdom', 'UK', 'Reino Unido', 'Großbritannien'],
    ['CZ', 'Czech Republic', 'Czechia', 'Tschechien', 'República Tcheca'],
    ['MM', 'Burma', 'Myanmar', 'Birmanie', 'Miến Điện'],
    ['VN', 'Viet Nam', 'Vietnam', 'Việt Nam', 'Vietname', '越南', 'فيتنام'],
    ['CI', 'Côte d’Ivoire', 'Cote d’Ivoire', "Cote d'Ivoire", 'Ivory Coast', 'Costa do Marfim'],
    ['CD', 'DR Congo', 'Congo-Kinshasa', 'Democratic Republic of the Congo'],
    ['TT', 'Trinidad & Tobago', 'Trinidad and Tobago'],
    ['DE', 'Germany', '德国', '德國', 'ألمانيا'],
  ])('%s is one country under each of its names, in a dateline and in an import alike', (code, ...names) => {
    for (const name of names) {
      expect([name, countryCode(name)]).toEqual([name, code]);
      expect([name, isCountry(name.toUpperCase())]).toEqual([name, true]);
      expect([name, readRegion(name)]).toEqual([name, code]);
    }
  });

  it('in a dateline decides the time zone', () => {
    expect(zoneOfPlace('Bursa, Turkey')).toBe('Europe/Istanbul');
  });

  it('is not recognised if an accent makes it another word: hydropower is not Sweden', () => {
    expect(isCountry('Thụy Điển')).toBe(true);
    expect(isCountry('Thuy Dien')).toBe(true);
    expect(isCountry('Thủy Điện')).toBe(false);
  });

  it('is not a union of countries: a dateline of the United Nations names no country, but a list may contain one', () => {
    expect(isCountry('United Nations')).toBe(false);
    expect(readRegion('European Union')).toBe('EU');
  });

  it('keeps its code in an import; two other letters are no code', () => {
    expect(['vn', 'GB', 'xq', 'aa'].map(readRegion)).toEqual(['VN', 'GB', 'xq', 'aa']);
  });
});

describe('a region that is no country', () => {
  it('is written in lower case with hyphens', () => {
    expect(['Mekong Delta', 'Đồng bằng sông Cửu Long', 'Scotland', ' – '].map(readRegion)).toEqual([
      'mekong-delta',
      'dong-bang-song-cuu-long',
      'scotland',
      null,
    ]);
  });
});
