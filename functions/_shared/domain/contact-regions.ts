import { isPlaceCode, placeCode } from './countries.ts';
import { plainWords } from './plain-words.ts';

/**
 * A region in the one spelling that segments compare: a country's ISO 3166 code (`VN`) whatever it was called, any
 * other place in lower case with hyphens (`mekong-delta`). Null for nothing.
 */
export function readRegion(written: string): string | null {
  const code = written.trim().toUpperCase();
  if (isPlaceCode(code)) return code;
  return placeCode(written) ?? (plainWords(written).replaceAll(' ', '-') || null);
}
