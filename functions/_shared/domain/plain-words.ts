/** Words for comparing: lower case, without accents and punctuation, one space between them. */
export function plainWords(text: string): string {
  return wordsAlone(text.normalize('NFKD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd'));
}

/** The same with its accents: `Thủy điện` (hydropower) is not `Thụy Điển` (Sweden). */
export function accentedWords(text: string): string {
  return wordsAlone(text.normalize('NFKC'));
}

function wordsAlone(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
}
