import { fold, trimmedBy } from '../words/clean-text.ts';

/** Two lines with the same words, whatever stands between them. */
export function sameWords(one: string, other: string): boolean {
  const plain = (text: string) =>
    fold(text)
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
  return plain(one) === plain(other) && plain(one) !== '';
}
/** `Headline - GOV.UK`, `Headline | City of X`. */
export function isSiteTitle(page: string, headline: string): boolean {
  const stripped = withoutSite(page);
  return stripped !== page && sameWords(stripped, headline);
}

/** The page's title without the site's name. */
export function withoutSite(page: string): string {
  const parts = page.split(/\s[|·•–—-]\s|\s::\s/u);
  if (parts.length < 2) return page;
  return trimmedBy(page.slice(0, page.length - (parts.at(-1)?.length ?? 0)), /[\s|·•–—:-]/u);
}
