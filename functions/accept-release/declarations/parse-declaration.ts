import { parse as parseTomlText } from 'smol-toml';
import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import { cleanLine } from '../words/clean-text.ts';
import { type Declaration, declare, unreadable } from './declaration.ts';

export const maximumDeclarationLength = 100_000;

/** JSON is YAML to this parser: one reader, one set of limits. No types beyond the core schema, few aliases, no tags. */
export function parseYaml(text: string, from: string, linesAbove: number): Declaration {
  if (text.length > maximumDeclarationLength) return unreadable(from, 'it is far too long.', undefined);
  if (deepest(text) > 30) return unreadable(from, 'it is nested too deeply.', undefined);
  const counter = new LineCounter();
  try {
    const document = parseDocument(text, {
      schema: 'core',
      version: '1.2',
      uniqueKeys: true,
      lineCounter: counter,
      merge: false,
      logLevel: 'silent',
    });
    const [error] = [...document.errors, ...document.warnings];
    if (error) {
      const at = counter.linePos(error.pos[0]).line + linesAbove;
      return unreadable(from, firstSentence(error.message), at);
    }
    const lines = new Map<string, number>();
    if (isMap(document.contents))
      for (const { key } of document.contents.items)
        if (isScalar(key) && key.range)
          lines.set(String(key.value), counter.linePos(key.range[0]).line + linesAbove);
    return declare(document.toJS({ maxAliasCount: 10, mapAsMap: true }), lines, from);
  } catch (error) {
    return unreadable(from, firstSentence(error instanceof Error ? error.message : ''), undefined);
  }
}

export function deepest(text: string): number {
  let depth = 0;
  let most = 0;
  for (const character of text)
    if (character === '[' || character === '{') most = Math.max(most, ++depth);
    else if ((character === ']' || character === '}') && depth > 0) depth--;
  const indents = text.match(/^(?:- ){10,}/gm) ?? [];
  for (const indent of indents) most = Math.max(most, indent.length / 2);
  return most;
}

export function firstSentence(message: string): string {
  return cleanLine(message.split('\n')[0] ?? '')
    .replace(/ at line \d+, column \d+:?$/, '')
    .slice(0, 160);
}

export function parseToml(text: string, from: string, linesAbove: number): Declaration {
  if (text.length > maximumDeclarationLength || deepest(text) > 30)
    return unreadable(from, 'it is too long or too deep.', undefined);
  try {
    const table = parseTomlText(text);
    const lines = new Map<string, number>();
    for (const [index, row] of text.split('\n').entries()) {
      const key = /^\s*["']?([\w-]+)["']?\s*=/.exec(row)?.[1];
      if (key && !lines.has(key)) lines.set(key, index + 1 + linesAbove);
    }
    return declare(new Map(Object.entries(table)), lines, from);
  } catch (error) {
    return unreadable(from, firstSentence(error instanceof Error ? error.message : ''), undefined);
  }
}
