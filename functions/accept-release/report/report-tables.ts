import type { Role, Span } from '../fields/roles.ts';
import type { Line } from '../formats/source.ts';
import { highlighted, roleWords } from './report-markup.ts';

/** A line of a table with what was found in it. */
export interface CellLine {
  line: Line;
  role: Role;
  spans: readonly Span[];
}

/** A table of the release as an HTML table, each cell with its lines. */
export function tableRow(lines: readonly CellLine[]): string {
  const rows = new Map<number, Map<number, CellLine[]>>();
  for (const one of lines) {
    const { cell } = one.line;
    if (!cell) continue;
    const row = rows.get(cell.row) ?? new Map<number, CellLine[]>();
    row.set(cell.column, [...(row.get(cell.column) ?? []), one]);
    rows.set(cell.row, row);
  }
  const width = Math.max(...[...rows.values()].flatMap((row) => [...row.keys()])) + 1;
  const words = new Set(lines.flatMap(({ role }) => roleWords[role] ?? []));
  const body = [...rows.values()].map((row) => {
    const cells = Array.from({ length: width }, (_, column) => cellOf(row.get(column) ?? []));
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<div class="row first"><span class="role">${[...words].join(', ')}</span><span class="no">${lines[0]?.line.at ?? ''}</span><div class="scroll" tabindex="0" role="region" aria-label="Table"><table dir="auto">${body.join('\n')}</table></div></div>`;
}

function cellOf(lines: readonly CellLine[]): string {
  const tag = lines[0]?.line.cell?.isHeader ? 'th' : 'td';
  const inside = lines.map(
    ({ line, role, spans }) =>
      `<p class="r-${role}" id="L${line.at}" dir="auto">${highlighted(line.text, spans)}</p>`,
  );
  return `<${tag}>${inside.join('')}</${tag}>`;
}
