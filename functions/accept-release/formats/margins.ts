import { cleanLine } from '../words/clean-text.ts';
import type { Margin, Source } from './source.ts';

/** More than any file has that a person wrote. */
const maximumMargins = 500;
/** Characters that are looked at, and of those the ones that are kept. */
const looked = 20_000;

/** Keeps what stands in the file but not in the release: an embargo is searched there too. */
export function addMargin(
  source: Source,
  where: Margin['where'],
  text: string,
  at: number | null,
  longest = 2000,
): void {
  if (source.margins.length >= maximumMargins) return;
  const clean = cleanLine(text.slice(0, looked));
  if (clean.length > 2) source.margins.push({ where, text: clean.slice(0, longest), at });
}
