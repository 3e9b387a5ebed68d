import { problem } from '../../problems.ts';
import { addMargin } from '../margins.ts';
import type { Source } from '../source.ts';
import { attribute, descendants, type Element, elementsOf, textIn } from './elements.ts';

/** What the page says of itself, for machines: its title, its language, its day, an embargo. */
export function readMetadata(root: Element, source: Source): void {
  source.statedLanguage = attribute(root, 'lang') ?? attribute(root, 'xml:lang');
  source.published = publishedIn(root) ?? isoDay(attribute(root, 'newsdate'));
  const head = elementsOf(root.childNodes, 'head')[0];
  if (head) readHead(head, source);
  keepStatedEmbargo(root, source);
}

function readHead(head: Element, source: Source): void {
  const title = elementsOf(head.childNodes, 'title')[0];
  const text = title ? textIn(title) : '';
  // A template that nobody filled in is no title.
  if (text !== '' && !/\{[%{]/.test(text)) {
    source.titleElement = text;
    addMargin(source, 'title', text, null);
  }
  for (const meta of elementsOf(head.childNodes, 'meta')) readMeta(meta, source);
}

function readMeta(meta: Element, source: Source): void {
  if ((attribute(meta, 'http-equiv') ?? '').toLowerCase() === 'refresh')
    source.problems.push(
      problem('active-content-left-out', 'The page wanted to lead its reader elsewhere; that was left out.'),
    );
  if (/description/i.test(attribute(meta, 'name') ?? attribute(meta, 'property') ?? ''))
    addMargin(source, 'hidden text', attribute(meta, 'content') ?? '', null);
}

/** `<meta name="embargo" content="…">`, `data-embargo="…"`: stated for machines, as binding as in the text. */
function keepStatedEmbargo(root: Element, source: Source): void {
  const keep = (text: string) => addMargin(source, 'hidden text', text, null);
  for (const element of descendants(root)) {
    const name =
      attribute(element, 'name') ?? attribute(element, 'property') ?? attribute(element, 'itemprop') ?? '';
    const content = attribute(element, 'content') ?? '';
    if (/embargo/i.test(name) && content !== '') keep(`Embargo: ${content}`);
    for (const { name: key, value } of element.attrs)
      if (/embargo/i.test(key) && value !== '') keep(`Embargo: ${value}`);
    if (element.tagName === 'img') keep(attribute(element, 'alt') ?? '');
  }
}

const dayNames =
  /^(?:article:published_time|datepublished|date|dc\.date(?:\.issued)?|dcterms\.(?:issued|date)|pubdate|publish-?date)$/i;

/** The day in the metadata; else that of the `<time>` elements, when they all name the same. */
function publishedIn(root: Element): string | null {
  let first: string | null = null;
  const times = new Set<string>();
  for (const element of descendants(root)) {
    const name =
      attribute(element, 'property') ?? attribute(element, 'name') ?? attribute(element, 'itemprop') ?? '';
    if (element.tagName === 'meta' && dayNames.test(name)) first ??= isoDay(attribute(element, 'content'));
    const day = element.tagName === 'time' ? isoDay(attribute(element, 'datetime')) : null;
    if (day !== null) times.add(day);
  }
  const [only = null, ...others] = times;
  return first ?? (others.length === 0 ? only : null);
}

function isoDay(value: string | null): string | null {
  const match = /^\s*(\d{4}-\d{2}-\d{2})(?:[T\s].{0,30})?$/.exec(value ?? '');
  if (!match?.[1]) return null;
  const day = new Date(`${match[1]}T00:00:00Z`);
  return Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== match[1] ? null : match[1];
}
