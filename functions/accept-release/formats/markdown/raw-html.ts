import { problem } from '../../problems.ts';
import { cleanLine } from '../../words/clean-text.ts';
import type { Source } from '../source.ts';

/** Raw HTML never reaches the release; comments and the words inside are still searched for an embargo. */
export function takeHtml(html: string, at: number, source: Source): void {
  const text = cleanLine(html.replace(/<!--|-->|<[^<>]{0,2000}>/g, ' ')).slice(0, 2000);
  const where = html.startsWith('<!--') ? 'comment' : 'hidden text';
  if (text !== '') source.margins.push({ where, at, text });
  if (
    /<(?:script|iframe|form|object|embed|svg|link|meta|base|style)\b/i.test(html) &&
    !source.problems.some((known) => known.code === 'active-content-left-out')
  )
    source.problems.push(
      problem('active-content-left-out', 'Raw HTML (scripts, frames or styles) was taken out.', { line: at }),
    );
}
