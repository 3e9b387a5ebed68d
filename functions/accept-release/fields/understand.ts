import type { Language } from '../../_shared/domain/newsroom.ts';
import type { Assumption, Dateline, MediaContact, Problem } from '../../_shared/domain/report.ts';
import type { Line, Source } from '../formats/source.ts';
import { type FoundDate, findDates, isoDate } from '../moments/find-dates.ts';
import { zoneOfPlace } from '../moments/places.ts';
import type { InstantContext } from '../moments/read-instant.ts';
import { problem } from '../problems.ts';
import { fold } from '../words/clean-text.ts';
import { oneOf } from '../words/phrases.ts';
import { ofEveryLanguage } from '../words/vocabularies.ts';
import {
  bare,
  isDateLine,
  isEndMark,
  isLabel,
  isPageMark,
  isTemplateStatement,
  isWebFurniture,
  opensWithLabel,
  sectionOf,
} from './classify-line.ts';
import { compose } from './compose-body.ts';
import { detectLanguage } from './detect-language.ts';
import { addressesIn, findContacts, telephonesIn } from './find-contacts.ts';
import {
  cityOf,
  dateDoubt,
  datelinePrefix,
  isPlaceAlone,
  knownPlaceAlone,
  wholeDateline,
} from './find-dateline.ts';
import { type EmbargoLine, type EmbargoSearch, findEmbargo } from './find-embargo.ts';
import { findHeadline } from './find-headline.ts';
import { groupLines, type Paragraph } from './group-lines.ts';
import { linesOf } from './lines-of.ts';
import { markSections } from './mark-sections.ts';
import type { Role, Span } from './roles.ts';
import type { UnderstandContext, Understanding } from './understanding.ts';

/** Reads one text: which line is what, and every field that the text says itself. Pure. */
export function understand(source: Source, context: UnderstandContext): Understanding {
  const { all: lines, of } = linesOf(source.blocks);
  const roles: Role[] = lines.map(() => 'body');
  const problems: Problem[] = [];
  const assumptions: Assumption[] = [];
  const spans: Span[] = [];
  markFurniture(lines, roles, problems);
  const prose = proseOf(lines, roles);
  const language = detectLanguage(prose);
  const embargoLines = embargoLinesOf(lines, source);
  const instants: InstantContext = {
    zone: context.zone,
    zoneIsGiven: context.zoneIsGiven,
    now: context.now,
    language: context.language ?? language.language,
    placeZone: context.place === null ? null : zoneOfPlace(context.place),
    place: context.place,
    surroundings: fold(
      lines
        .map((line) => line.text.slice(0, 400))
        .join('\n')
        .slice(0, 20_000),
    ),
    knownYear: yearOf(context.date),
  };
  const firstLook = findEmbargo(embargoLines, instants);
  for (const statement of firstLook.statements)
    for (const id of statement.ids) if (mayBeWholeEmbargo(lines[id])) roles[id] = 'embargo';
  markEnd(lines, roles);
  markSections(lines, roles);
  const paragraphs = groupLines(lines, roles);
  const bodyStart = findBodyStart(paragraphs, roles);
  const headline = findHeadline(paragraphs, roles, bodyStart, source.titleElement);
  for (const id of headline.titleLines) roles[id] = 'title';
  for (const id of headline.subtitleLines) roles[id] = 'subtitle';
  for (const span of headline.spans) spans.push(span);
  const bodyLine = paragraphs[bodyStart]?.lines[0]?.id ?? lines.length;
  const dateline = findDateline(
    lines,
    roles,
    paragraphs,
    source,
    headline.titleLines[0] ?? null,
    bodyLine,
    context.language ?? language.language,
    releaseDated(firstLook),
  );
  problems.push(...dateline.problems);
  spans.push(...dateline.spans);
  const place = context.place ?? dateline.dateline.place;
  const embargoContext: InstantContext = {
    ...instants,
    place,
    placeZone: place === null ? null : zoneOfPlace(place),
    knownYear: yearOf(context.date ?? dateline.dateline.date),
  };
  const embargo = firstLook.statements.length > 0 ? findEmbargo(embargoLines, embargoContext) : firstLook;
  spans.push(...embargoSpans(embargo, lines));
  const contacts = readContacts(lines, roles, source);
  problems.push(...contacts.problems);
  assumptions.push(...contacts.assumptions);
  spans.push(...contacts.spans);
  const composed = compose(source.blocks, of, roles, dateline.prefix, paragraphs);
  return {
    lines,
    margins: source.margins,
    roles,
    spans,
    title: headline.title,
    subtitle: headline.subtitle,
    headlineTwin: headline.twin,
    dateline: dateline.dateline,
    datelineAt: dateline.at,
    dateFromPage: dateline.fromPage,
    contacts: contacts.contacts,
    contactsAt: contacts.at,
    embargo,
    embargoContext,
    language,
    composed,
    problems,
    assumptions,
  };
}

function yearOf(date: string | null): InstantContext['knownYear'] {
  const match = date === null ? null : /^(\d{4})-(\d{2})-(\d{2})/.exec(date);
  return match ? { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) } : null;
}

function markFurniture(lines: readonly Line[], roles: Role[], problems: Problem[]): void {
  const counts = new Map<string, number>();
  for (const line of lines)
    if (line.text.length > 15 && line.text.length < 200)
      counts.set(bare(line.text), (counts.get(bare(line.text)) ?? 0) + 1);
  for (const line of lines) {
    if (isLabel(line.text)) roles[line.id] = 'label';
    else if (line.navigates || isPageMark(line.text) || isWebFurniture(line.text))
      roles[line.id] = 'furniture';
    else if (isTemplateStatement(line.text)) {
      roles[line.id] = 'furniture';
      if (!problems.some((known) => known.code === 'template-syntax'))
        problems.push(
          problem(
            'template-syntax',
            'Statements of a page template (“{% … %}”) stand in the file; they were left out.',
            { line: line.at },
          ),
        );
    } else if ((counts.get(bare(line.text)) ?? 0) > 1 && looksLikeLetterhead(line))
      roles[line.id] = 'furniture';
    else if (/^\s*[-–—_=*~#.·•]{3,}\s*$/.test(line.text) && !isEndMark(line.text))
      roles[line.id] = 'furniture';
  }
}

/** An address line that a page footer repeats. */
function looksLikeLetterhead(line: Line): boolean {
  return (
    telephonesIn(line.text).length > 0 ||
    /\d{4,6}|\uf0b7|[■•·|]/u.test(line.text) ||
    /(?:street|blvd|avenue|road|suite|floor|p\.?o\.? box)/iu.test(line.text)
  );
}

/** A line that is only the embargo; a paragraph or a headline that mentions it stays text. */
function mayBeWholeEmbargo(line: Line | undefined): boolean {
  if (line === undefined || line.text.length >= 200) return false;
  return !((line.kind === 'heading' || line.kind === 'title') && opensWithLabel(line.text));
}

/** Long enough for running text; Chinese says in 60 characters what others say in 160. */
function isProse(text: string): boolean {
  return text.length > 160 || (text.length > 60 && /\p{Script=Han}{2}.*[，。]/u.test(text));
}

function embargoLinesOf(lines: readonly Line[], source: Source): EmbargoLine[] {
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

function markEnd(lines: readonly Line[], roles: Role[]): void {
  for (const line of lines)
    if (isEndMark(line.text) && (roles[line.id] === 'body' || roles[line.id] === 'furniture'))
      roles[line.id] = 'end-mark';
}

/** The paragraph in which the text itself begins: the first with a dateline, else the first long one. */
function findBodyStart(paragraphs: readonly Paragraph[], roles: readonly Role[]): number {
  for (const [index, paragraph] of paragraphs.entries()) {
    if (
      roles[paragraph.lines[0]?.id ?? -1] !== 'body' ||
      paragraph.kind === 'heading' ||
      paragraph.kind === 'title'
    )
      continue;
    const { text } = paragraph;
    const prefix = datelinePrefix(text, boldLength(paragraph.lines[0]));
    if (prefix && prefix.certainty >= 2 && text.length > prefix.length + 25 && !opensWithLabel(text))
      return index;
    if (text.length >= 220 || (text.length >= 110 && /[.!?。؟]["”’»)]?$/u.test(text))) return index;
    if (/[\p{Script=Han}]/u.test(text) && text.length >= 60 && /[。！？][”」』]?$/u.test(text)) return index;
  }
  return paragraphs.length;
}

export function boldLength(line: Line | undefined): number {
  let length = 0;
  for (const inline of line?.inlines ?? []) {
    if (inline.type !== 'text' || !inline.bold) break;
    length += inline.text.length;
  }
  return length;
}

interface DatelineFound {
  dateline: Dateline;
  at: number | null;
  fromPage: boolean;
  /** The line whose first characters are the dateline. */
  prefix: { line: number; length: number } | null;
  problems: Problem[];
  spans: Span[];
}

function findDateline(
  lines: readonly Line[],
  roles: Role[],
  paragraphs: readonly Paragraph[],
  source: Source,
  titleLine: number | null,
  bodyLine: number,
  language: Language | null,
  dated: ReadonlySet<number>,
): DatelineFound {
  const result: DatelineFound = {
    dateline: { place: null, city: null, date: null },
    at: null,
    fromPage: false,
    prefix: null,
    problems: [],
    spans: [],
  };
  let date: { found: FoundDate; line: Line } | null = null;
  const firsts = paragraphs.filter((paragraph) => {
    const role = roles[paragraph.lines[0]?.id ?? -1];
    return (
      (role === 'body' || role === 'subtitle') && paragraph.kind !== 'heading' && paragraph.kind !== 'item'
    );
  });
  let longSeen = 0;
  for (const paragraph of firsts) {
    const line = paragraph.lines[0];
    if (!line || longSeen > 2) break;
    if (titleLine !== null && line.id < titleLine && paragraph.text.length < 150) continue;
    const prefix = datelinePrefix(paragraph.text, boldLength(line));
    if (prefix && paragraph.text.length > prefix.length + 15 && plausible(prefix, lines)) {
      result.dateline = { place: prefix.place, city: prefix.city, date: null };
      result.at = line.at;
      result.prefix = { line: line.id, length: Math.min(prefix.length, line.text.length) };
      result.spans.push({
        line: line.id,
        start: 0,
        end: Math.min(prefix.length, line.text.length),
        field: 'dateline',
      });
      roles[line.id] = 'body';
      if (prefix.date) date = { found: prefix.date, line };
      break;
    }
    if (
      isPlaceAlone(paragraph.text) &&
      /^\s*[–—-]/.test(lines[line.id + paragraph.lines.length]?.text ?? '')
    ) {
      result.dateline = { place: paragraph.text, city: paragraph.text.split(',')[0] ?? null, date: null };
      result.at = line.at;
      for (const part of paragraph.lines) roles[part.id] = 'dateline';
      result.spans.push({ line: line.id, start: 0, end: line.text.length, field: 'dateline' });
      break;
    }
    if (paragraph.text.length > 110) longSeen++;
  }
  const standalone = standaloneDatelines(lines, roles, bodyLine, dated);
  if (date === null || date.found.year === null) date = completeDate(date, standalone, bodyLine) ?? date;
  const beside = standalone.find((one) => !one.whole && one.line === date?.line);
  if (beside)
    result.spans.push({
      line: beside.line.id,
      start: beside.date.start,
      end: beside.date.end,
      field: 'dateline',
    });
  if (result.dateline.place === null) {
    const placed = standalone.find((one) => one.place !== null) ?? besideDate(standalone, lines, roles);
    if (placed) {
      result.dateline = { ...result.dateline, place: placed.place, city: placed.city };
      result.at ??= placed.line.at;
    }
  }
  for (const one of standalone)
    if (one.whole) {
      roles[one.line.id] = 'dateline';
      result.spans.push({ line: one.line.id, start: 0, end: one.line.text.length, field: 'dateline' });
    }
  settleDate(result, date, source, language);
  return result;
}

/** `12 июня 2025 г.` and `г. Москва` on lines of their own. */
function besideDate(
  standalone: readonly Standalone[],
  lines: readonly Line[],
  roles: Role[],
): { place: string; city: string; line: Line } | null {
  for (const one of standalone)
    for (const neighbour of [lines[one.line.id + 1], lines[one.line.id - 1]]) {
      if (!one.whole || !neighbour || roles[neighbour.id] !== 'body') continue;
      const place = knownPlaceAlone(neighbour.text);
      if (place === null) continue;
      roles[neighbour.id] = 'dateline';
      return { place, city: cityOf(place), line: neighbour };
    }
  return null;
}

/** Lines of "For release at 2:00 p.m." that give its day: the day of the release itself. */
function releaseDated(search: EmbargoSearch): Set<number> {
  return new Set(
    search.statements
      .filter((statement) => statement.kind === 'release')
      .flatMap((statement) => statement.ids),
  );
}

/** Capitals before a dash are an organisation's initials when the text keeps writing them so. */
function plausible(prefix: { certainty: number; city: string | null }, lines: readonly Line[]): boolean {
  if (prefix.certainty > 1 || prefix.city === null) return true;
  const { city } = prefix;
  if (/\s/.test(city) && city.length > 7) return true;
  let count = 0;
  for (const line of lines) count += line.text.split(city).length - 1;
  return city.length > 3 && count <= 1;
}

interface Standalone {
  line: Line;
  place: string | null;
  city: string | null;
  date: FoundDate;
  /** Nothing else on the line. */
  whole: boolean;
}

/** Lines of the head (or the very end) that are a date, or a place with a date. */
function standaloneDatelines(
  lines: readonly Line[],
  roles: readonly Role[],
  bodyLine: number,
  dated: ReadonlySet<number>,
): Standalone[] {
  const found: Standalone[] = [];
  for (const line of lines) {
    const role = roles[line.id];
    const own = line.first && line.last;
    if (line.id > bodyLine + 1 && !(own && (line.id < bodyLine + 9 || line.id > lines.length - 6))) continue;
    if (
      (role === 'embargo' && !dated.has(line.id)) ||
      role === 'title' ||
      role === 'notes' ||
      role === 'boilerplate'
    )
      continue;
    if (role === 'contact') {
      const leading = findDates(line.text.slice(0, 40))[0];
      if (leading && leading.start < 3)
        found.push({ line, place: null, city: null, date: leading, whole: false });
      continue;
    }
    if (role === 'label') {
      const [date] = findDates(line.text);
      if (date) found.push({ line, place: null, city: null, date, whole: false });
      continue;
    }
    const whole = wholeDateline(line.text);
    if (whole?.date)
      found.push({ line, place: whole.place, city: whole.city, date: whole.date, whole: true });
    else if (isDateLine(line.text)) {
      const [date] = findDates(line.text);
      if (date) found.push({ line, place: null, city: null, date, whole: role !== 'embargo' });
    }
  }
  return found;
}

function completeDate(
  date: { found: FoundDate; line: Line } | null,
  standalone: readonly Standalone[],
  bodyAt: number,
): { found: FoundDate; line: Line } | null {
  // A web page's "Published" date is the site's; the release's own stands nearest to its text.
  const nearest = [...standalone].sort((a, b) => rank(a, bodyAt) - rank(b, bodyAt));
  if (date) {
    const same = nearest.find(
      (one) =>
        one.date.year !== null && one.date.month === date.found.month && one.date.day === date.found.day,
    );
    return same ? { found: { ...date.found, year: same.date.year }, line: date.line } : null;
  }
  const [best] = nearest;
  return best ? { found: best.date, line: best.line } : null;
}
const rank = (one: Standalone, bodyAt: number) =>
  (one.line.id <= bodyAt ? bodyAt - one.line.id : 1000 + one.line.id - bodyAt) +
  (one.date.year === null ? 500 : 0);

function settleDate(
  result: DatelineFound,
  date: { found: FoundDate; line: Line } | null,
  source: Source,
  language: Language | null,
): void {
  if (date) {
    result.at ??= date.line.at;
    const where = { line: date.line.at, field: 'dateline' };
    const written = date.line.text.slice(date.found.start, date.found.end);
    const doubt = dateDoubt(date.found);
    const settled = doubt === 'ambiguous' ? orderedBy(date.found, language, result.dateline.place) : null;
    if (doubt === 'impossible')
      result.problems.push(
        problem('dateline-date-impossible', `There is no such day as “${written}”.`, where),
      );
    else if (doubt === 'weekday')
      result.problems.push(
        problem(
          'dateline-weekday-mismatch',
          `In the dateline, the weekday does not fit “${written}”.`,
          where,
        ),
      );
    else if (doubt === 'no-year')
      result.problems.push(
        problem('dateline-date-missing', `The dateline’s date “${written}” has no year.`, where),
      );
    else if (settled !== null) result.dateline.date = isoDate(settled);
    else if (doubt === 'ambiguous')
      result.problems.push(
        problem('dateline-date-ambiguous', `“${written}” can be read as two different days.`, where),
      );
    else result.dateline.date = isoDate(date.found);
    return;
  }
  if (source.published !== null) {
    result.dateline.date = source.published;
    result.fromPage = true;
  }
}

/** 12/6/2025 is 12 June outside English, and 6 December in a US dateline. */
function orderedBy(date: FoundDate, language: Language | null, place: string | null): FoundDate | null {
  if (language !== null && language !== 'en') return date;
  const zone = place === null ? null : zoneOfPlace(place);
  const american = zone !== null && /^America\/(?:New_York|Chicago|Denver|Phoenix|Los_Angeles)$/.test(zone);
  return american ? { ...date, month: date.day, day: date.month } : null;
}

function embargoSpans(embargo: EmbargoSearch, lines: readonly Line[]): Span[] {
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

function readContacts(lines: readonly Line[], roles: readonly Role[], source: Source) {
  const own = lines.filter((line) => roles[line.id] === 'contact').map((line) => withoutLeadingDate(line));
  const found = findContacts(
    own.filter((line) => sectionOf(line.text) !== 'contacts' || addressesIn(line.text).length > 0),
  );
  const spans = own.flatMap((line): Span[] =>
    addressesIn(line.text).length > 0 ||
    telephonesIn(line.text).length > 0 ||
    found.contacts.some((contact) => contact.name !== null && line.text.includes(contact.name))
      ? [
          {
            line: line.id,
            start: (lines[line.id]?.text.length ?? 0) - line.text.length,
            end: lines[line.id]?.text.length ?? 0,
            field: 'contacts',
          },
        ]
      : [],
  );
  const fromMargins = marginContacts(source);
  const contacts = [...found.contacts];
  for (const contact of fromMargins)
    if (!contacts.some((known) => known.email === contact.email)) contacts.push(contact);
  const assumptions: Assumption[] = found.assumed.map(({ email, written }) => ({
    field: 'contacts',
    message: `“${written}” read as ${email}`,
  }));
  return { contacts, problems: found.problems, assumptions, spans, at: own[0]?.at ?? null };
}

/** `May 10, 2019 Contact: Kimberlee Leach`: the date is the dateline's. */
function withoutLeadingDate(line: Line): Line {
  const [date] = findDates(line.text.slice(0, 40));
  if (!date || date.start > 2) return line;
  const text = line.text.slice(date.end).trim();
  return { ...line, text, inlines: [{ type: 'text', text }] };
}

const pressOffice = new RegExp(oneOf(ofEveryLanguage((words) => words.contacts.margins)), 'u');
/** Word's page headers and footers often hold the press office's address: kept when they say that they do. */
function marginContacts(source: Source): MediaContact[] {
  const margins = source.margins.filter(
    (margin) =>
      (margin.where === 'page header' || margin.where === 'page footer') &&
      pressOffice.test(fold(margin.text)),
  );
  return margins.flatMap((margin) => {
    const line: Line = {
      at: margin.at ?? 1,
      inlines: [{ type: 'text', text: margin.text }],
      text: margin.text,
      wraps: false,
      id: 0,
      block: 0,
      kind: 'paragraph',
      level: 0,
      bold: false,
      first: true,
      last: true,
      folded: fold(margin.text),
    };
    return findContacts([line]).contacts.filter((contact) => contact.email !== null);
  });
}

/** Running text, for the language: long lines first, whatever their role. */
function proseOf(lines: readonly Line[], roles: readonly Role[]): string {
  const usable = lines.filter((line) => roles[line.id] === 'body');
  const long = usable.filter((line) => line.text.length > 60);
  const chosen = long.reduce((sum, line) => sum + line.text.length, 0) > 200 ? long : usable;
  return chosen
    .map((line) => line.text)
    .join(' ')
    .slice(0, 12_000);
}
