import { languages } from './newsroom.ts';
import { accentedWords, plainWords } from './plain-words.ts';

/** Names that the Unicode tables lack or spell differently, by ISO 3166 code. */
const otherNames: Record<string, readonly string[]> = {
  AE: ['UAE', 'U.A.E.', 'Emirates'],
  BA: ['Bosnia', 'Bosnia-Herzegovina'],
  BN: ['Brunei Darussalam'],
  BO: ['Plurinational State of Bolivia'],
  BS: ['The Bahamas'],
  BY: ['Weißrussland', 'Weissrussland', 'Biélorussie', 'Белоруссия'],
  CD: [
    'Democratic Republic of the Congo',
    'DR Congo',
    'DRC',
    'RDC',
    'République démocratique du Congo',
    'República Democrática del Congo',
    'República Democrática do Congo',
    'Demokratische Republik Kongo',
    'ДР Конго',
  ],
  CG: ['Republic of the Congo', 'République du Congo', 'República del Congo', 'República do Congo'],
  CI: ['Ivory Coast', 'Elfenbeinküste', 'Costa de Marfil'],
  CN: ['People’s Republic of China', 'PR China'],
  CV: ['Cape Verde'],
  CZ: [
    'Czechia',
    'Czech Republic',
    'République tchèque',
    'República Checa',
    'República Tcheca',
    'Tschechische Republik',
    'Cộng hòa Séc',
    'Чешская Республика',
  ],
  DE: ['Federal Republic of Germany'],
  FM: ['Federated States of Micronesia'],
  GB: [
    'UK',
    'U.K.',
    'Great Britain',
    'Britain',
    'England',
    'Grande-Bretagne',
    'Angleterre',
    'Gran Bretaña',
    'Inglaterra',
    'Grã-Bretanha',
    'Großbritannien',
    'Grossbritannien',
    'Англия',
  ],
  GM: ['The Gambia'],
  HK: ['Hong Kong'],
  IE: ['Republic of Ireland'],
  IR: ['Islamic Republic of Iran'],
  KN: ['Saint Kitts and Nevis'],
  KP: ['DPRK', 'Democratic People’s Republic of Korea'],
  KR: ['Korea', 'South Korea', 'Republic of Korea', '南韩'],
  LA: ['Lao', 'Lao PDR', 'Lao People’s Democratic Republic'],
  LC: ['Saint Lucia'],
  MD: ['Republic of Moldova'],
  MK: ['Macedonia'],
  MM: ['Myanmar', 'Мьянма', 'Burma', 'Birmanie', 'Birmania', 'Birmânia', 'Birma', 'Miến Điện', 'Бирма'],
  MO: ['Macao', 'Macau'],
  NL: ['The Netherlands', 'Holland'],
  PH: ['The Philippines'],
  PS: ['Palestine', 'State of Palestine', 'Palestina', 'Палестина', 'فلسطين', '巴勒斯坦'],
  RU: ['Russian Federation', 'Российская Федерация'],
  SY: ['Syrian Arab Republic'],
  SZ: ['Swaziland'],
  TL: ['Timor-Leste', 'East Timor'],
  TR: ['Turkey'],
  TZ: ['United Republic of Tanzania'],
  US: ['USA', 'U.S.A.', 'U.S.', 'United States of America'],
  VA: ['Vatican', 'Holy See', 'Saint-Siège', 'Santa Sede', 'Heiliger Stuhl'],
  VC: ['Saint Vincent and the Grenadines'],
  VE: ['Bolivarian Republic of Venezuela'],
  VN: ['Viet Nam', 'Vietnam', 'Socialist Republic of Viet Nam'],
};

/** These have a code and a name but are not countries. */
const unions: ReadonlySet<string> = new Set(['EU', 'EZ', 'UN']);
/** Skip these too: `ZZ` means an unknown place; the others are for tests or for remote islands. */
const unused: ReadonlySet<string> = new Set(['QO', 'XA', 'XB', 'ZZ']);

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

/** Every code that is in use today. */
function codesInUse(): string[] {
  const inEnglish = displayNames('en');
  return (
    letters
      .flatMap((first) => letters.map((second) => first + second))
      // Codes of the past (DD) are other spellings of those of today.
      .filter((code) => !unused.has(code) && new Intl.Locale(`und-${code}`).region === code)
      .filter((code) => inEnglish.of(code) !== undefined)
  );
}

function displayNames(locale: string): Intl.DisplayNames {
  return new Intl.DisplayNames([locale], { type: 'region', fallback: 'none' });
}

/**
 * Countries are known by their names in these languages: the product's, and variants that spell countries differently.
 */
const locales = [...languages, 'pt-PT', 'zh-Hant'];

interface Names {
  codes: ReadonlySet<string>;
  accented: Map<string, string>;
  /** For people who type without accents. */
  plain: Map<string, string>;
}
let known: Names | undefined;

/** Maps names to codes. Built at the first use: most starts of a function need none of it. */
function names(): Names {
  if (known) return known;
  known = { codes: new Set(codesInUse()), accented: new Map(), plain: new Map() };
  for (const locale of locales) {
    const display = displayNames(locale);
    for (const code of known.codes) addNames(spellings(display.of(code) ?? code), code, known);
  }
  for (const [code, others] of Object.entries(otherNames)) addNames(others, code, known);
  return known;
}

function addNames(written: readonly string[], code: string, { accented, plain }: Names): void {
  for (const name of written) {
    accented.set(accentedWords(name), code);
    plain.set(plainWords(name), code);
  }
}

/** `St. Kitts & Nevis` may also be written as `Saint Kitts and Nevis`. */
function spellings(name: string): string[] {
  return [name, name.replace(/\bSt\. /, 'Saint ').replace(' & ', ' and ')];
}

/**
 * The ISO 3166 code of a country, a territory or a union (`EU`), by its name in any of our languages. Accents may be
 * missing or wrong. Null for any other text.
 */
export function placeCode(name: string): string | null {
  const { accented, plain } = names();
  return accented.get(accentedWords(name)) ?? plain.get(plainWords(name)) ?? null;
}

/**
 * The code of a country or territory whose name occurs in running text. Accents must be right, or missing completely.
 */
export function countryCode(name: string): string | null {
  const words = accentedWords(name);
  // `Thủy điện` is hydropower, not Sweden. And names of two letters without accents (Bỉ, Áo, Úc) are ambiguous.
  const isUnaccented = words.length > 2 && words === plainWords(name);
  const code = names().accented.get(words) ?? (isUnaccented ? placeCode(name) : null);
  return code === null || unions.has(code) ? null : code;
}

export function isPlaceCode(code: string): boolean {
  return names().codes.has(code);
}
