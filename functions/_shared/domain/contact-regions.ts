import { isPlaceCode, placeCode } from './countries.ts';
import { plainWords } from './plain-words.ts';

/**
 * Converts a region to the one spelling that segments compare: the ISO 3166 code of a country (`VN`), whatever its name
 * in the list; any other place in lower case with hyphens (`mekong-delta`). Null if nothing is left.
 */
export function readRegion(written: string): string | null {
  const code = written.trim().toUpperCase();
  if (isPlaceCode(code)) return code;
  return placeCode(written) ?? (plainWords(written).replaceAll(' ', '-') || null);
}
