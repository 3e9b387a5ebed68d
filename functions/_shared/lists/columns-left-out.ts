import type { ImportProblem } from '../domain/contact-import.ts';
import { plainWords } from '../domain/plain-words.ts';
import type { CsvRow } from './read-csv.ts';
import { namesLists } from './read-header.ts';
import { columnLetter, type Layout } from './recognise-layout.ts';

/**
 * Fields that take the values of all their columns. For any other field with several columns, the first filled one in a
 * row is taken.
 */
const taken = new Set(['beats', 'phone']);

/** Characters of a value that are quoted. */
const longestQuote = 80;

interface LeftOut {
  row: number;
  column: number;
  value: string;
  contactId: string | null;
  /** The column that was taken instead. */
  instead: number | null;
}

/**
 * Watches the rows of a file for values that no field takes, so that none is lost without a word. Each column is
 * reported once, with the first value that was left out.
 */
export function watchColumns({ mapping, columns }: Layout) {
  const found = new Map<number, LeftOut>();
  const mapped = new Set(Object.values(mapping).flat());
  const rivals = Object.entries(mapping).flatMap(([field, rivalling]) =>
    rivalling.length > 1 && !taken.has(field) ? [rivalling] : [],
  );
  return {
    /** Calls `contactIdOf` only for a value that will be quoted. */
    see({ row, cells }: CsvRow, contactIdOf: () => string | null): void {
      for (const [column, value] of cells.entries())
        if (value !== '' && !mapped.has(column) && !found.has(column))
          found.set(column, { row, column, value, contactId: contactIdOf(), instead: null });
      for (const rivalling of rivals) {
        const [first, ...others] = rivalling.filter((column) => (cells[column] ?? '') !== '');
        for (const column of others)
          if (first !== undefined && cells[column] !== cells[first] && !found.has(column))
            found.set(column, {
              row,
              column,
              value: cells[column] ?? '',
              contactId: contactIdOf(),
              instead: first,
            });
      }
    },
    problems(): ImportProblem[] {
      return [...found.values()]
        .sort((a, b) => a.column - b.column)
        .map(({ row, column, value, contactId, instead }) => ({
          row,
          column: nameOf(column),
          code: instead === null ? 'column-ignored' : 'column-passed-over',
          message: `${
            instead === null
              ? whyIgnored(columns[column] ?? '')
              : `Where “${nameOf(instead)}” is filled too, this column was not taken.`
          } First value: “${value.length > longestQuote ? `${value.slice(0, longestQuote)}…` : value}”.`,
          ...(contactId === null ? {} : { contactId }),
        }));
    },
  };

  function nameOf(column: number): string {
    return columns[column] || columnLetter(column);
  }
}

function whyIgnored(header: string): string {
  if (namesLists(header)) return 'A file is for one list; the lists in this column were not taken.';
  if (plainWords(header) === 'accredited')
    return 'Nobody is accredited by an import (npx dateline contacts accredit); this column was not taken.';
  return 'No field of a contact holds this column; it was not taken.';
}
