import type { Line, Source } from '../formats/source.ts';
import { opensWithLabel } from './classify-line.ts';
import type { EmbargoLine, EmbargoSearch } from './embargo.ts';
import type { Span } from './roles.ts';

/** Everything in which an embargo may be stated: the text, and what stands beside it. */
export function embargoLinesOf(lines: readonly Line[], source: Source): EmbargoLine[] {
  const own = lines.map((line) => ({
    text: line.text,
    at: line.at,
    id: line.id,
    place: source.format === 'docx' ? `paragraph ${line.at}` : `line ${line.at}`,
    inProse: isProse(line.text) || line.kind === 'quote',
  }));
  const margins = source.margins.map((margin) => ({
    text: margin.text,
    at: margin.at,
    id: null,
    place: `the ${margin.where}`,
    inProse: margin.where === 'page furniture' && isProse(margin.text),
  }));
  return [...own, ...margins];
}

/** Long enough for running text; Chinese says in 60 characters what others say in 160. */
function isProse(text: string): boolean {
  if (text.length > 160) return true;
  const chinese = text.length > 60 ? text.search(/\p{Script=Han}{2}/u) : -1;
  return chinese >= 0 && /[，。]/.test(text.slice(chinese));
}

/** The lines that are an embargo and nothing else. */
export function wholeEmbargoLines(search: EmbargoSearch, lines: readonly Line[]): number[] {
  return search.statements.flatMap(({ ids }) => ids.filter((id) => mayBeWholeEmbargo(lines[id])));
}

/** A line that is only the embargo; a paragraph or a headline that mentions it stays text. */
function mayBeWholeEmbargo(line: Line | undefined): boolean {
  if (line === undefined || line.text.length >= 200) return false;
  return !((line.kind === 'heading' || line.kind === 'title') && opensWithLabel(line.text));
}

/** Lines of "For release at 2:00 p.m." that give its day: the day of the release itself. */
export function releaseDated(search: EmbargoSearch): Set<number> {
  return new Set(
    search.statements
      .filter((statement) => statement.kind === 'release')
      .flatMap((statement) => statement.ids),
  );
}

/** Where the text states an embargo. */
export function embargoSpans(embargo: EmbargoSearch, lines: readonly Line[]): Span[] {
  return embargo.statements.flatMap((statement) =>
    statement.ids.map(
      (id): Span => ({
        line: id,
        start: 0,
        end: Math.min(lines[id]?.text.length ?? 0, 400),
        field: 'embargo',
      }),
    ),
  );
}
