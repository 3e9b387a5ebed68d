import { isCountry, isUsState, zoneOfPlace } from '../moments/places.ts';
import { fold } from '../words/clean-text.ts';
import { oneOf } from '../words/phrases.ts';
import { ofEveryLanguage } from '../words/vocabularies.ts';

const notPlace = new RegExp(`^${oneOf(ofEveryLanguage((words) => words.dateline.notPlaces))}(?!\\p{L})`, 'u');
const inPlaces = ofEveryLanguage((words) => words.dateline.inPlaces);
const small = new RegExp(`^${oneOf(inPlaces)}$`, 'iu');
/** `el-Arish`, `d'Arc`: the article belongs to the name. */
const joined = /^(?:al|el|d'|l'|as|ar|ash)['’-]?\p{Lu}/u;

/** Could this be a place? Few words, each capitalised or in a script without capitals, no digits. */
export function isPlace(text: string): boolean {
  if (text.length > 70 || text.length < 2 || /[\d@#{}<>;!?"“”%&]/u.test(text)) return false;
  if (notPlace.test(fold(text)) && !isKnownPlace(text)) return false;
  const words = text.split(/[\s,()/،،，-]+/u).filter((word) => word !== '');
  if (words.length > 8) return false;
  return (
    words.every((word) => small.test(word) || /^\p{Lu}|^[\p{Lo}]/u.test(word) || joined.test(word)) &&
    !words.every((word) => small.test(word) && !/^\p{Lu}/u.test(word))
  );
}

/** A place of which we know the zone, or that names its country or state. */
export function isKnownPlace(place: string): boolean {
  const parts = place.split(/[,،，(]/u).map((part) => part.trim().replace(/\)$/, '').trim());
  return (
    zoneOfPlace(place) !== null ||
    parts.some((part, index) => isCountry(part) || (index > 0 && isUsState(part)))
  );
}

/** `Ha Noi` of `Ha Noi, Viet Nam`; `Dallas` of `Dallas (Texas)`. */
export function cityOf(place: string): string {
  return (place.split(/[,،，(/]|\s[–—-]\s/u)[0] ?? place).trim();
}

const city = new RegExp(`^${oneOf(ofEveryLanguage((words) => words.dateline.city))}\\s?`, 'iu');
/** `г. Москва`, `Ha Noi` on a line beside a date's. */
export function knownPlaceAlone(text: string): string | null {
  const place = text.replace(city, '').replace(/[.,]$/, '').trim();
  return place.length < 40 && isPlace(place) && isKnownPlace(place) ? place : null;
}

/** A place alone on its line, in capitals or known: `CHICAGO` above `— A measure…`. */
export function isPlaceAlone(text: string): boolean {
  return (
    text.length < 40 &&
    isPlace(text) &&
    (isKnownPlace(text) || /^[\p{Lu}\s.,'-]+$/u.test(text)) &&
    !/[.:]$/.test(text)
  );
}
