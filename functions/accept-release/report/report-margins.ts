import type { Span } from '../fields/roles.ts';
import type { Understanding } from '../fields/understanding.ts';
import type { Margin } from '../formats/source.ts';
import { highlighted, safe } from './report-markup.ts';

const most = 12;

/** What stands beside the text, when a field was found there: a page header with its embargo, above the text. */
export function marginRows(understanding: Understanding): { above: string[]; below: string[] } {
  const places = new Set(understanding.margins.map(({ where }) => where));
  const blocks = [...places].flatMap((where) => {
    const lines = understanding.margins.filter((margin) => margin.where === where);
    const marked = lines.map((line) => ({ line, field: fieldIn(line, understanding) }));
    if (marked.every(({ field }) => field === null)) return [];
    // A page's furniture can be long. Lines with a field are always shown.
    const shown = marked.filter(({ field }, index) => field !== null || index < most).slice(0, 2 * most);
    return [{ where, html: blockOf(where, shown) }];
  });
  const at = (isBelow: boolean) =>
    blocks.filter(({ where }) => (where === 'page footer') === isBelow).map(({ html }) => html);
  return { above: at(false), below: at(true) };
}

function fieldIn({ where, text }: Margin, { embargo, contacts }: Understanding): Span['field'] | null {
  const states = embargo.statements.some(
    ({ line, written }) =>
      line.id === null &&
      line.place === `the ${where}` &&
      (line.text === text || written.includes(` / ${text}`)),
  );
  if (states) return 'embargo';
  const isPage = where === 'page header' || where === 'page footer';
  return isPage && contacts.contacts.some(({ email }) => email !== null && text.includes(email))
    ? 'contacts'
    : null;
}

function blockOf(where: string, lines: readonly { line: Margin; field: Span['field'] | null }[]): string {
  const inside = lines.map(({ line: { text }, field }) => {
    const spans = field === null ? [] : [{ field, start: 0, end: text.length }];
    return `<p dir="auto">${highlighted(text, spans)}</p>`;
  });
  return `<div class="row margin first"><span class="role">${safe(where)}</span><span class="no"></span><div>${inside.join('\n')}</div></div>`;
}
