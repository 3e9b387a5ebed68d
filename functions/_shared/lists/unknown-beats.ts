import type { ImportProblem } from '../domain/contact-import.ts';
import { languageFacts } from '../domain/languages/languages.ts';
import { nearest } from '../domain/nearest.ts';

/** Number of unknown beats that are reported individually. A column of free tags may contain hundreds. */
const mostNamed = 50;

/** Watches the rows for beats that no segment and no vocabulary uses; misspelt beats are among them. */
export function watchBeats(beatsInUse: readonly string[]) {
  const known = new Set(beatsInUse);
  const unknown = new Map<string, { row: number; column: string; rows: number }>();
  return {
    see(row: number, column: string, beats: readonly string[]): void {
      for (const beat of beats) {
        if (known.has(beat)) continue;
        const seen = unknown.get(beat);
        if (seen) seen.rows += 1;
        else unknown.set(beat, { row, column, rows: 1 });
      }
    },
    problems(): ImportProblem[] {
      const named = [...unknown].slice(0, mostNamed).map(([beat, { row, column, rows }]) => {
        const meant = nearestBeat(beat, beatsInUse);
        return {
          row,
          column,
          code: 'beat-unknown',
          message: `“${beat}” is no beat of this newsroom, and no segment asks for it; it was kept as it is${
            rows > 1 ? ` (${rows} rows)` : ''
          }.${meant === null ? '' : ` Was “${meant}” meant?`}`,
        };
      });
      const more = unknown.size - named.length;
      const [, last] = [...unknown][mostNamed] ?? [];
      if (last)
        named.push({
          row: last.row,
          column: last.column,
          code: 'beat-unknown',
          message: `${more} more beats are none of this newsroom’s; they were kept as they are.`,
        });
      return named;
    },
  };
}

/** The beat in use whose name, in any language, is most similar. */
function nearestBeat(written: string, beatsInUse: readonly string[]): string | null {
  const names = new Map(beatsInUse.map((beat) => [beat.replaceAll('-', ' '), beat]));
  for (const { beats } of Object.values(languageFacts))
    for (const beat of beatsInUse) {
      const name = beats[beat]?.toLowerCase();
      if (name !== undefined) names.set(name, beat);
    }
  const found = nearest(written.replaceAll('-', ' '), [...names.keys()]);
  return found === null ? null : (names.get(found) ?? null);
}
