import { escapeHtml } from '../_shared/domain/escape-html.ts';

/**
 * Characters that are never allowed in a mail: C0 and C1 controls, bidi embeddings and overrides, the replacement
 * character, surrogates and noncharacters.
 */
const forbidden =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\ufffd\p{Noncharacter_Code_Point}\p{Surrogate}]/gu;

/** Text that is safe in every part of a mail. Line feeds and tabs stay. */
export function cleanText(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(forbidden, '');
}

/** One line, for headers and other places where a line break would start something new. */
export function oneLine(text: string): string {
  return cleanText(text.replaceAll(/[\r\n\t\u2028\u2029]+/g, ' '))
    .replaceAll(/ {2,}/g, ' ')
    .trim();
}

/** For HTML text and for quoted attributes of a mail. */
export function cleanHtml(text: string): string {
  return escapeHtml(cleanText(text));
}

/** Encloses text in U+2068 … U+2069, so that it keeps its own direction in any context. */
export function isolate(text: string): string {
  return `\u2068${text}\u2069`;
}
