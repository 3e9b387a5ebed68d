import type { Role, Span } from '../fields/roles.ts';
import type { Understanding } from '../fields/understanding.ts';
import type { Line } from '../formats/source.ts';
import type { MarkedText } from '../reading/reading.ts';
import { marginRows } from './report-margins.ts';
import { highlighted, roleWords } from './report-markup.ts';
import { tableRow } from './report-tables.ts';

const maximumLines = 1500;

export function markedText(understanding: Understanding | null): MarkedText {
  if (!understanding) return { html: '', lines: [] };
  const lines = understanding.lines.slice(0, maximumLines).map((line) => line.at);
  return { html: textSection(understanding), lines };
}

function textSection(understanding: Understanding): string {
  const { lines, roles, spans } = understanding;
  const byLine = new Map<number, Span[]>();
  for (const span of spans) byLine.set(span.line, [...(byLine.get(span.line) ?? []), span]);
  let before: Role | null = null;
  const shown = lines.slice(0, maximumLines);
  const found = (line: Line) => ({
    line,
    role: roles[line.id] ?? 'body',
    spans: byLine.get(line.id) ?? [],
  });
  const rows = shown.flatMap((line) => {
    const { role, spans: own } = found(line);
    const named = role !== before || role === 'embargo' ? (roleWords[role] ?? '') : '';
    before = role;
    if (!line.cell) return [lineRow(line, role, named, own)];
    const { table } = line.cell;
    // The whole table stands where its first line does.
    if (shown[line.id - 1]?.cell?.table === table) return [];
    return [tableRow(shown.filter(({ cell }) => cell?.table === table).map(found))];
  });
  const cut =
    lines.length > maximumLines ? `<p class="dim">… and ${lines.length - maximumLines} more lines.</p>` : '';
  const margins = marginRows(understanding);
  return `<section class="text">
<h2>The text, and where each field was found</h2>
<p class="legend"><mark class="f-title">headline</mark> <mark class="f-dateline">dateline</mark> <mark class="f-embargo">embargo</mark> <mark class="f-contacts">contacts</mark></p>
<div class="page">${[...margins.above, ...rows, ...margins.below].join('\n')}${cut}</div>
</section>`;
}

function lineRow(line: Line, role: Role, named: string, spans: readonly Span[]): string {
  const anchor = line.first ? ` id="L${line.at}"` : '';
  const shape =
    line.kind === 'heading' || line.kind === 'title'
      ? ' h'
      : line.kind === 'item'
        ? ' i'
        : line.kind === 'quote'
          ? ' q'
          : '';
  return `<div class="row r-${role}${shape}${line.first ? ' first' : ''}"${anchor}><span class="role">${named}</span><span class="no">${line.at}</span><p dir="auto">${highlighted(line.text, spans)}</p></div>`;
}
