/** Normalizes words for comparison: lower case, no accents, no punctuation, single spaces. */
export function plainWords(text: string): string {
  return wordsAlone(text.normalize('NFKD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd'));
}

/** The same, but keeps accents: `Thủy điện` (hydropower) is not `Thụy Điển` (Sweden). */
export function accentedWords(text: string): string {
  return wordsAlone(text.normalize('NFKC'));
}

function wordsAlone(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
}
