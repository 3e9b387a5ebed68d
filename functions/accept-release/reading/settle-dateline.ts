import type { Dateline, Instant, Problem } from '../../_shared/domain/report.ts';
import type { Declared } from '../declarations/declared-schema.ts';
import { withoutLead } from '../fields/dateline-parts.ts';
import { cityOf } from '../fields/place-names.ts';
import type { FoundDateline } from '../fields/read-dateline.ts';
import { findDates, isoDate } from '../moments/find-dates.ts';
import { type ProblemCode, problem } from '../problems.ts';
import { trimmedBy } from '../words/clean-text.ts';
import { isAlike } from './alike.ts';
import { declaredAt, foundAt, inField, type Origin, type Settled, settled } from './settled.ts';

type DeclaredDateline = Pick<Declared, 'dateline' | 'date'>;

/** The place in a declared dateline, also when it is one text: `Ha Noi, 12 June 2025`. */
export function declaredPlace({ dateline }: DeclaredDateline): string | null {
  if (typeof dateline !== 'string') return dateline?.place || dateline?.city || null;
  const [date] = findDates(dateline);
  const place = placeIn(date ? dateline.slice(0, date.start) : dateline);
  return place === '' ? null : place;
}

/** Takes off the separators before the date, and the small word before it: `Paris, le`. */
function placeIn(written: string): string {
  const place = written.slice(0, 300);
  const trimmed = trimmedBy(place, separators);
  return (trimmed === place ? place : trimmedBy(withoutLead(trimmed), separators)).trim();
}
const separators = /[\s,–—(-]/u;

/** The day that is declared: in the dateline, or as `date`. */
export function declaredDate(
  { dateline, date }: DeclaredDateline,
  origin: Origin | undefined,
): Settled<string | null> {
  const written = (typeof dateline === 'string' ? dateline : dateline?.date) ?? date ?? null;
  if (written === null || written === '') return settled(null);
  const [found] = findDates(written);
  const iso = found && !found.dayOrMonthFirst ? isoDate(found) : null;
  const isPlaceOnly = typeof dateline === 'string' && !found && date == null;
  if (iso !== null || isPlaceOnly) return settled(iso);
  return settled(null, {
    problems: [
      problem(
        'dateline-date-impossible',
        `“${written.slice(0, 60)}” is not one exact date.`,
        inField('dateline', origin),
        'Write the date as 2025-06-12.',
      ),
    ],
  });
}

/** The declared place and day. They are read before the text is. */
export interface DatelineDeclared {
  city: string | null;
  place: string | null;
  date: Settled<string | null>;
  origin: Origin | undefined;
}

/** Place and day of the release: as declared, else as found. */
export function settleDateline(
  declared: DatelineDeclared,
  found: FoundDateline,
  now: Instant,
): Settled<Dateline> {
  const { place } = declared;
  const day = declared.date.value;
  const dateline = {
    place: place ?? found.place,
    city: place === null ? found.city : (declared.city ?? cityOf(place)),
    date: day ?? found.date,
  };
  const isDoubtTold = declared.date.problems.length + found.problems.length > 0;
  const isOfPage = found.fromPage && day === null && dateline.date !== null;
  return settled(dateline, {
    problems: [
      ...contradictions(declared, dateline, found),
      ...(isDoubtTold ? [] : missingIn(dateline)),
      ...farFromToday(dateline, now),
    ],
    assumptions: isOfPage
      ? [
          {
            field: 'dateline',
            message: `no date in the text; ${dateline.date} is the page’s date of publication`,
          },
        ]
      : [],
    provenance: provenanceOf(declared, found),
  });
}

function provenanceOf({ place, date, origin }: DatelineDeclared, found: FoundDateline) {
  if (place !== null || date.value !== null) return declaredAt(origin);
  return found.place !== null || found.date !== null ? foundAt(found.at) : null;
}

function contradictions(
  { place, date: { value: day } }: DatelineDeclared,
  { city }: Dateline,
  found: FoundDateline,
): Problem[] {
  const isOtherPlace = place !== null && city !== null && found.city !== null && !isAlike(city, found.city);
  const isOtherDay = day !== null && found.date !== null && found.date !== day && !found.fromPage;
  return [
    ...(isOtherPlace
      ? [
          aboutDateline(
            'field-contradiction',
            `The dateline’s place is declared as “${place}”, but the text says “${found.place}”.`,
          ),
        ]
      : []),
    ...(isOtherDay
      ? [
          aboutDateline(
            'field-contradiction',
            `The dateline’s date is declared as ${day}, but the text says ${found.date}.`,
          ),
        ]
      : []),
  ];
}

function missingIn({ place, date }: Dateline): Problem[] {
  if (date !== null) return [];
  return place === null
    ? [aboutDateline('dateline-missing', 'The text has no dateline: neither place nor date of the release.')]
    : [aboutDateline('dateline-date-missing', 'The dateline has no date.')];
}

/** A release that is dated more than this many days from today gets a warning. */
const farDays = 60;

function farFromToday({ date }: Dateline, now: Instant): Problem[] {
  if (date === null) return [];
  const days = Math.abs(Date.parse(date) - Date.parse(now)) / 86_400_000;
  return days > farDays ? [aboutDateline('dateline-far-from-today', `The release is dated ${date}.`)] : [];
}

function aboutDateline(code: ProblemCode, message: string): Problem {
  return problem(code, message, { field: 'dateline' });
}
