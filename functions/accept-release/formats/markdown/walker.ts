import type { Token } from 'markdown-it';
import type { Source } from '../source.ts';

/** Where the reader stands among the parser's tokens. */
export interface Walker {
  source: Source;
  tokens: Token[];
  /** Index of the next token. */
  position: number;
  /** Line of the file in which the text begins (after front matter). */
  firstLine: number;
  /** Line of the file. */
  at: number;
}

/** The next token; null at the end, and at the one that closes what is being read. */
export function nextToken(walker: Walker, close: string | null): Token | null {
  const token = walker.tokens[walker.position++];
  return token === undefined || token.type === close ? null : token;
}

/** The reader stands where the token does, when it says so. */
export function standAt(token: Token, walker: Walker): void {
  if (token.map) walker.at = walker.firstLine + token.map[0];
}
