import type { Line, Source } from '../formats/source.ts';
import type { InstantContext } from '../moments/instant.ts';
import { zoneOfPlace } from '../moments/places.ts';
import { fold } from '../words/clean-text.ts';
import { compose } from './compose-body.ts';
import { detectLanguage } from './detect-language.ts';
import { embargoLinesOf, embargoSpans, releaseDated, wholeEmbargoLines } from './embargo-lines.ts';
import { findBodyStart } from './find-body-start.ts';
import { findEmbargo } from './find-embargo.ts';
import { findHeadline } from './find-headline.ts';
import { groupLines } from './group-lines.ts';
import { linesOf } from './lines-of.ts';
import { markFurniture } from './mark-furniture.ts';
import { markSections } from './mark-sections.ts';
import { readContacts } from './read-contacts.ts';
import { readDateline } from './read-dateline.ts';
import { type Role, withRole } from './roles.ts';
import type { UnderstandContext, Understanding } from './understanding.ts';

/**
 * Reads one text: which line is what, and every field that the text says itself. Each step takes the lines' roles and
 * returns new ones. Pure: it changes nothing that it is given.
 */
export function understand(source: Source, context: UnderstandContext): Understanding {
  const { all: lines, of } = linesOf(source.blocks);
  const furniture = markFurniture(lines);
  const detected = detectLanguage(proseOf(lines, furniture.roles));
  const language = context.language ?? detected.language;

  const embargoLines = embargoLinesOf(lines, source);
  const early = instantContext(context, language, lines);
  const firstLook = findEmbargo(embargoLines, early);

  const stated = withRole(furniture.roles, wholeEmbargoLines(firstLook, lines), 'embargo');
  const marked = markSections(lines, stated);
  const paragraphs = groupLines(lines, marked);
  const bodyStart = findBodyStart(paragraphs, marked);
  const headline = findHeadline(paragraphs, marked, bodyStart, source.titleElement);
  const titled = withRole(withRole(marked, headline.titleLines, 'title'), headline.subtitleLines, 'subtitle');

  const { dateline, prefix, roles, ...placed } = readDateline({
    lines,
    roles: titled,
    paragraphs,
    titleLine: headline.titleLines[0] ?? null,
    bodyLine: paragraphs[bodyStart]?.lines[0]?.id ?? lines.length,
    language,
    dated: releaseDated(firstLook),
    published: source.published,
  });
  // Place and day of the release settle what its embargo leaves open.
  const embargoContext = {
    ...early,
    ...placeOf(context.place ?? dateline.place),
    knownYear: yearOf(context.date ?? dateline.date),
  };
  const embargo = firstLook.statements.length > 0 ? findEmbargo(embargoLines, embargoContext) : firstLook;
  const contacts = readContacts(lines, roles, source.margins);
  return {
    lines,
    margins: source.margins,
    roles,
    spans: [...headline.spans, ...placed.spans, ...embargoSpans(embargo, lines), ...contacts.spans],
    headline,
    dateline,
    contacts: contacts.found,
    embargo,
    embargoContext,
    language: detected,
    composed: compose({ blocks: source.blocks, of, roles, paragraphs, dateline: prefix }),
    leftOut: furniture.problems,
  };
}

function instantContext(
  { zone, zoneIsGiven, now, place, date }: UnderstandContext,
  language: InstantContext['language'],
  lines: readonly Line[],
): InstantContext {
  const beginnings = lines.map((line) => line.text.slice(0, 400)).join('\n');
  return {
    zone,
    zoneIsGiven,
    now,
    language,
    ...placeOf(place),
    surroundings: fold(beginnings.slice(0, 20_000)),
    knownYear: yearOf(date),
  };
}

function placeOf(place: string | null): Pick<InstantContext, 'place' | 'placeZone'> {
  return { place, placeZone: place === null ? null : zoneOfPlace(place) };
}

function yearOf(date: string | null): InstantContext['knownYear'] {
  const match = date === null ? null : /^(\d{4})-(\d{2})-(\d{2})/.exec(date);
  return match ? { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) } : null;
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
