import type { Language } from '../../_shared/domain/newsroom.ts';
import type { Dateline, Problem } from '../../_shared/domain/report.ts';
import type { Line } from '../formats/source.ts';
import { completeDate, type DatedLine, judgeDate } from './dateline-date.ts';
import { boldLength } from './find-body-start.ts';
import { type DatelinePrefix, datelinePrefix } from './find-dateline.ts';
import type { Paragraph } from './group-lines.ts';
import { isPlaceAlone } from './place-names.ts';
import { type Role, type Span, withRole } from './roles.ts';
import { placeAmong, type Standalone, standaloneDatelines } from './standalone-datelines.ts';

/** What a dateline is looked for in. */
export interface DatelineSearch {
  lines: readonly Line[];
  roles: readonly Role[];
  paragraphs: readonly Paragraph[];
  /** The first line of the headline. */
  titleLine: number | null;
  /** The first line of the text itself. */
  bodyLine: number;
  language: Language | null;
  /** Lines of an embargo that give the day of the release too. */
  dated: ReadonlySet<number>;
  /** The day of the page's metadata. */
  published: string | null;
}

export interface FoundDateline extends Dateline {
  at: number | null;
  /** True when the date comes from the page's metadata, not from its text. */
  fromPage: boolean;
  problems: Problem[];
}

export interface DatelineReading {
  dateline: FoundDateline;
  /** The line whose first characters are the dateline. */
  prefix: { line: number; length: number } | null;
  roles: Role[];
  spans: Span[];
}

/** Place and date of the release: at the head of its text, on lines of their own, or in the page's metadata. */
export function readDateline(search: DatelineSearch): DatelineReading {
  const { lines, bodyLine, language } = search;
  const opening = openingOf(search);
  const opened = withRole(search.roles, opening.ids, opening.role);
  const standalone = standaloneDatelines(lines, opened, bodyLine, search.dated);
  const date =
    opening.date !== null && opening.date.found.year !== null
      ? opening.date
      : (completeDate(opening.date, standalone, bodyLine) ?? opening.date);
  const placed = opening.place === null ? placeAmong(standalone, lines, opened) : null;
  const place = opening.place ?? placed?.place ?? null;
  const judged = date === null ? { date: search.published, problems: [] } : judgeDate(date, language, place);
  const whole = standalone.filter((one) => one.whole).map(({ line }) => line);
  const marked = [...whole, ...(placed ? [placed.line] : [])].map(({ id }) => id);
  return {
    dateline: {
      place,
      city: opening.city ?? placed?.city ?? null,
      date: judged.date,
      at: opening.at ?? placed?.line.at ?? date?.line.at ?? null,
      fromPage: date === null && search.published !== null,
      problems: judged.problems,
    },
    prefix: opening.prefix,
    roles: withRole(opened, marked, 'dateline'),
    spans: [...opening.spans, ...besideSpans(date, standalone), ...whole.map(wholeSpan)],
  };
}

/** A dateline that opens the text, and the lines that change their role by it. */
interface Opening extends Pick<DatelineReading, 'prefix' | 'spans'> {
  place: string | null;
  city: string | null;
  date: DatedLine | null;
  at: number | null;
  ids: number[];
  role: 'body' | 'dateline';
}
const noOpening: Opening = {
  place: null,
  city: null,
  date: null,
  at: null,
  prefix: null,
  spans: [],
  ids: [],
  role: 'body',
};

/** How many long paragraphs are looked at: a dateline stands at the head of one of the first. */
const longParagraphs = 3;

function openingOf(search: DatelineSearch): Opening {
  const { lines, titleLine } = search;
  let longSeen = 0;
  for (const paragraph of firstParagraphs(search)) {
    const [line] = paragraph.lines;
    if (!line || longSeen >= longParagraphs) break;
    const { text } = paragraph;
    if (titleLine !== null && line.id < titleLine && text.length < 150) continue;
    const prefix = datelinePrefix(text, boldLength(line));
    if (prefix && text.length > prefix.length + 15 && isPlausible(prefix, lines))
      return openedByPrefix(prefix, line);
    const next = lines[line.id + paragraph.lines.length];
    if (isPlaceAlone(text) && /^\s*[–—-]/.test(next?.text ?? '')) return openedByPlace(paragraph, line);
    if (text.length > 110) longSeen++;
  }
  return noOpening;
}

function firstParagraphs({ paragraphs, roles }: DatelineSearch): Paragraph[] {
  return paragraphs.filter(({ lines, kind }) => {
    const role = roles[lines[0]?.id ?? -1];
    return (role === 'body' || role === 'subtitle') && kind !== 'heading' && kind !== 'item';
  });
}

function openedByPrefix(prefix: DatelinePrefix, line: Line): Opening {
  const length = Math.min(prefix.length, line.text.length);
  return {
    place: prefix.place,
    city: prefix.city,
    date: prefix.date && { found: prefix.date, line },
    at: line.at,
    prefix: { line: line.id, length },
    spans: [{ line: line.id, start: 0, end: length, field: 'dateline' }],
    ids: [line.id],
    role: 'body',
  };
}

/** `CHICAGO` above `— A measure…`. */
function openedByPlace({ text, lines }: Paragraph, line: Line): Opening {
  return {
    place: text,
    city: text.split(',')[0] ?? null,
    date: null,
    at: line.at,
    prefix: null,
    spans: [wholeSpan(line)],
    ids: lines.map(({ id }) => id),
    role: 'dateline',
  };
}

/** Capitals before a dash are an organisation's initials when the text keeps writing them so. */
function isPlausible(prefix: { certainty: number; city: string | null }, lines: readonly Line[]): boolean {
  if (prefix.certainty > 1 || prefix.city === null) return true;
  const { city } = prefix;
  if (/\s/.test(city) && city.length > 7) return true;
  let count = 0;
  for (const line of lines) count += line.text.split(city).length - 1;
  return city.length > 3 && count <= 1;
}

const wholeSpan = (line: Line): Span => ({
  line: line.id,
  start: 0,
  end: line.text.length,
  field: 'dateline',
});

/** The date on a line that says more: `May 10, 2019 Contact: …`. */
function besideSpans(date: DatedLine | null, standalone: readonly Standalone[]): Span[] {
  const beside = standalone.find((one) => !one.whole && one.line === date?.line);
  return beside
    ? [{ line: beside.line.id, start: beside.date.start, end: beside.date.end, field: 'dateline' }]
    : [];
}
