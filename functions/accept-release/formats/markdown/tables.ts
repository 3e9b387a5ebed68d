import type { SourceBlock, SourceLine } from '../source.ts';
import { readWords } from './inlines.ts';
import { nextToken, standAt, type Walker } from './walker.ts';

export function readTable(walker: Walker): SourceBlock {
  const header: SourceLine[][] = [];
  const rows: SourceLine[][][] = [];
  let inHeader = false;
  const next = () => nextToken(walker, 'table_close');
  for (let token = next(); token !== null; token = next()) {
    standAt(token, walker);
    if (token.type === 'thead_open') inHeader = true;
    if (token.type === 'thead_close') inHeader = false;
    if (token.type === 'tr_open' && !inHeader) rows.push([]);
    if (token.type === 'th_open') header.push(readWords(walker, 'th_close').lines);
    if (token.type === 'td_open') rows.at(-1)?.push(readWords(walker, 'td_close').lines);
  }
  return { type: 'table', header: header.length > 0 ? header : null, rows };
}
