import type { DefaultTreeAdapterTypes } from 'parse5';
import type { Image, Inline } from '../../_shared/domain/document.ts';
import type { Problem } from '../../_shared/domain/report.ts';
import { problem } from '../problems.ts';
import { cleanLine } from '../words/clean-text.ts';
import { parseHtml } from './bounded-html.ts';
import {
  lineOf,
  type Margin,
  pictureFile,
  publishableLink,
  type Source,
  type SourceBlock,
  type SourceLine,
} from './source.ts';

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

/**
 * A page as its reader sees it: the article inside the furniture, nothing that acts, loads or hides. What is left out
 * is kept as margins, to be searched for an embargo; nothing is ever fetched.
 */
export function readHtml(html: string, firstLine: number): Source | Problem {
  const page = parseHtml(html);
  if ('severity' in page) return page;
  const source: Source = {
    format: 'html',
    blocks: [],
    margins: [],
    titleElement: null,
    published: null,
    statedLanguage: null,
    problems: [],
  };
  const walker: Walker = { source, lines: [], inlines: [], at: firstLine, first: firstLine, active: false };
  const root = elementsOf(page.childNodes, 'html')[0];
  if (!root) return source;
  source.statedLanguage = attribute(root, 'lang') ?? attribute(root, 'xml:lang');
  source.published = publishedIn(root) ?? isoDay(attribute(root, 'newsdate'));
  const head = elementsOf(root.childNodes, 'head')[0];
  const body = elementsOf(root.childNodes, 'body')[0];
  readHead(head, source);
  keepStatedEmbargo(root, source);
  if (!body) return source;
  const main = mainOf(body);
  if (main !== body) keepFurniture(body, main, source);
  source.blocks = readBlocks(main.childNodes, walker, plainStyle);
  if (main !== body && !source.blocks.some((block) => block.type === 'heading' && block.level === 1))
    takeOutsideHeading(body, main, source, walker);
  for (const node of page.childNodes)
    if (node.nodeName === '#comment' && 'data' in node) addMargin(source, 'comment', node.data, null);
  if (walker.active)
    source.problems.push(
      problem('active-content-left-out', 'Scripts, forms, frames or styles of the page were left out.'),
    );
  return source;
}

function elementsOf(nodes: readonly Node[], name: string): Element[] {
  return nodes.filter((node): node is Element => node.nodeName === name && 'tagName' in node);
}
function attribute(element: Element, name: string): string | null {
  return element.attrs.find((one) => one.name === name)?.value ?? null;
}
function isElement(node: Node): node is Element {
  return 'tagName' in node;
}

function* descendants(element: Element): Generator<Element> {
  const waiting: Element[] = [element];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    yield next;
    for (let index = next.childNodes.length - 1; index >= 0; index--) {
      const child = next.childNodes[index];
      if (child && isElement(child)) waiting.push(child);
    }
  }
}

/** The words of an element; `most`: characters after which nobody asks for more. */
function textIn(element: Element, most = 400_000): string {
  let text = '';
  const waiting: Node[] = [...element.childNodes].reverse();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.nodeName === '#text' && 'value' in next) text += next.value;
    else if (isElement(next) && !dropped.has(next.tagName)) {
      if (next.tagName === 'br' || blockTags.has(next.tagName)) text += ' ';
      for (let index = next.childNodes.length - 1; index >= 0; index--) {
        const child = next.childNodes[index];
        if (child) waiting.push(child);
      }
    }
    if (text.length > most) break;
  }
  return cleanLine(text);
}

function readHead(head: Element | undefined, source: Source): void {
  if (!head) return;
  const title = elementsOf(head.childNodes, 'title')[0];
  const text = title ? textIn(title) : '';
  if (text !== '' && !/\{[%{]/.test(text)) {
    source.titleElement = text;
    addMargin(source, 'title', text, null);
  }
  for (const meta of elementsOf(head.childNodes, 'meta')) {
    if ((attribute(meta, 'http-equiv') ?? '').toLowerCase() === 'refresh')
      source.problems.push(
        problem(
          'active-content-left-out',
          'The page wanted to lead its reader elsewhere; that was left out.',
        ),
      );
    if (/description/i.test(attribute(meta, 'name') ?? attribute(meta, 'property') ?? ''))
      addMargin(source, 'hidden text', attribute(meta, 'content') ?? '', null);
  }
}

/** `<meta name="embargo" content="…">`, `data-embargo="…"`: stated for machines, as binding as in the text. */
function keepStatedEmbargo(root: Element, source: Source): void {
  for (const element of descendants(root)) {
    const name =
      attribute(element, 'name') ?? attribute(element, 'property') ?? attribute(element, 'itemprop') ?? '';
    const content = attribute(element, 'content') ?? '';
    if (/embargo/i.test(name) && content !== '')
      addMargin(source, 'hidden text', `Embargo: ${content}`, null);
    for (const { name: key, value } of element.attrs)
      if (/embargo/i.test(key) && value !== '') addMargin(source, 'hidden text', `Embargo: ${value}`, null);
    if (element.tagName === 'img') addMargin(source, 'hidden text', attribute(element, 'alt') ?? '', null);
  }
}

function publishedIn(root: Element): string | null {
  let first: string | null = null;
  const times = new Set<string>();
  for (const element of descendants(root)) {
    const name =
      attribute(element, 'property') ?? attribute(element, 'name') ?? attribute(element, 'itemprop') ?? '';
    if (
      element.tagName === 'meta' &&
      /^(?:article:published_time|datepublished|date|dc\.date(?:\.issued)?|dcterms\.(?:issued|date)|pubdate|publish-?date)$/i.test(
        name,
      )
    )
      first ??= isoDay(attribute(element, 'content'));
    if (element.tagName === 'time') {
      const day = isoDay(attribute(element, 'datetime'));
      if (day !== null) times.add(day);
    }
  }
  return first ?? (times.size === 1 ? ([...times][0] ?? null) : null);
}
function isoDay(value: string | null): string | null {
  const match = /^\s*(\d{4}-\d{2}-\d{2})(?:[T\s].{0,30})?$/.exec(value ?? '');
  if (!match?.[1]) return null;
  const day = new Date(`${match[1]}T00:00:00Z`);
  return Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== match[1] ? null : match[1];
}

/** The element that holds the release: `main`, the one `article`, or the body when nothing says so. */
function mainOf(body: Element): Element {
  const least = Math.max(200, textIn(body).length * 0.25);
  const written = lengthsIn(body);
  // Elements of that size that lie inside each other hold the same text: a page has two or three.
  let looks = 40;
  const fits = (element: Element) =>
    (written.get(element) ?? 0) * 3 > least && looks-- > 0 && textIn(element).length > least;
  const candidates = [...descendants(body)].filter((element) => element !== body);
  const articles = candidates.filter(
    (element) => element.tagName === 'article' || attribute(element, 'itemprop') === 'articleBody',
  );
  const mains = candidates.filter(
    (element) => element.tagName === 'main' || attribute(element, 'role') === 'main',
  );
  const named = candidates.filter((element) =>
    /^(?:content|main|main-content|article|press-?release|release|post|entry)$/i.test(
      attribute(element, 'id') ?? '',
    ),
  );
  const main = mains.find(fits);
  if (main) {
    const inside = articles.filter((article) => fits(article) && contains(main, article));
    const [only] = inside;
    return inside.length === 1 && only && hasHeading(only) ? only : main;
  }
  const wholeArticles = articles.filter(fits);
  return (
    (wholeArticles.length === 1 ? wholeArticles[0] : undefined) ??
    named.find((element) => fits(element) && hasHeading(element)) ??
    body
  );
}
/** How much text every element holds: at least a third of what is left of it when it is cleaned. */
function lengthsIn(body: Element): Map<Element, number> {
  const lengths = new Map<Element, number>();
  // Parents come before their children, so that backwards every element is complete when it is added to its parent.
  for (const element of [...descendants(body)].reverse()) {
    let length = 1;
    for (const child of element.childNodes)
      if (isElement(child)) length += lengths.get(child) ?? 0;
      else if ('value' in child) length += child.value.length;
    lengths.set(element, length);
  }
  return lengths;
}

function hasHeading(element: Element): boolean {
  for (const inner of descendants(element)) if (inner.tagName === 'h1') return true;
  return false;
}

/** What stands around the article is not the release, but an embargo above it still counts. */
function keepFurniture(body: Element, main: Element, source: Source): void {
  const waiting: Element[] = [body];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
    for (const child of next.childNodes) {
      if (child === main || !isElement(child)) {
        if (child.nodeName === '#comment' && 'data' in child)
          addMargin(source, 'comment', child.data, child.sourceCodeLocation?.startLine ?? null);
        if (child.nodeName === '#text' && 'value' in child)
          addMargin(source, 'page furniture', child.value, child.sourceCodeLocation?.startLine ?? null);
        continue;
      }
      if (contains(child, main)) waiting.push(child);
      else if (!dropped.has(child.tagName))
        addMargin(
          source,
          'page furniture',
          textIn(child).slice(0, 2000),
          child.sourceCodeLocation?.startLine ?? null,
        );
    }
}
function contains(element: Element, inner: Element): boolean {
  for (
    let parent: Element['parentNode'] = inner.parentNode;
    parent;
    parent = 'parentNode' in parent ? parent.parentNode : null
  )
    if (parent === element) return true;
  return false;
}

function takeOutsideHeading(body: Element, main: Element, source: Source, walker: Walker): void {
  for (const element of descendants(body)) {
    if (element.tagName !== 'h1' || contains(main, element)) continue;
    const line = lineOf([{ type: 'text', text: textIn(element) }], lineNumber(element, walker));
    if (line) {
      source.blocks.unshift({ type: 'heading', level: 1, lines: [line] });
      return;
    }
  }
}

function addMargin(source: Source, where: Margin['where'], text: string, at: number | null): void {
  if (source.margins.length >= 500) return;
  const clean = cleanLine(text.slice(0, 20_000));
  if (clean.length > 2) source.margins.push({ where, text: clean.slice(0, 2000), at });
}

const dropped = new Set([
  'script',
  'style',
  'template',
  'noscript',
  'iframe',
  'frame',
  'frameset',
  'object',
  'embed',
  'applet',
  'svg',
  'math',
  'form',
  'input',
  'button',
  'select',
  'textarea',
  'canvas',
  'audio',
  'video',
  'map',
  'link',
  'meta',
  'base',
  'dialog',
  'menu',
  'portal',
  'title',
  'head',
  'noembed',
  'noframes',
  'xmp',
  'plaintext',
  'marquee',
  'translator',
  'version',
]);
const acting = new Set([
  'script',
  'iframe',
  'frame',
  'object',
  'embed',
  'applet',
  'svg',
  'form',
  'base',
  'video',
  'audio',
  'math',
  'portal',
]);
const furniture = new Set(['nav', 'aside']);
const blockTags = new Set([
  'address',
  'article',
  'blockquote',
  'center',
  'dd',
  'details',
  'dir',
  'div',
  'dl',
  'dt',
  'fieldset',
  'figcaption',
  'figure',
  'footer',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'header',
  'hgroup',
  'hr',
  'img',
  'li',
  'main',
  'ol',
  'p',
  'picture',
  'pre',
  'section',
  'summary',
  'table',
  'tbody',
  'td',
  'tfoot',
  'th',
  'thead',
  'tr',
  'ul',
  'body',
  'nav',
  'aside',
]);

interface Style {
  bold: boolean;
  italic: boolean;
  code: boolean;
  pre: boolean;
}
const plainStyle: Style = { bold: false, italic: false, code: false, pre: false };

interface Walker {
  source: Source;
  /** Lines of the paragraph being read. */
  lines: SourceLine[];
  inlines: Inline[];
  at: number;
  first: number;
  /** Something that acts was left out. */
  active: boolean;
}

function lineNumber(node: Node, walker: Walker): number {
  return (node.sourceCodeLocation?.startLine ?? walker.at - walker.first + 1) + walker.first - 1;
}

function readBlocks(nodes: readonly Node[], walker: Walker, style: Style): SourceBlock[] {
  const blocks: SourceBlock[] = [];
  const outer = { lines: walker.lines, inlines: walker.inlines };
  walker.lines = [];
  walker.inlines = [];
  for (const node of nodes) readNode(node, blocks, walker, style);
  endParagraph(blocks, walker);
  walker.lines = outer.lines;
  walker.inlines = outer.inlines;
  return blocks;
}

function endLine(walker: Walker): void {
  const line = lineOf(walker.inlines, walker.at);
  if (line) walker.lines.push(line);
  walker.inlines = [];
}
function endParagraph(blocks: SourceBlock[], walker: Walker): void {
  endLine(walker);
  if (walker.lines.length > 0) blocks.push({ type: 'paragraph', lines: walker.lines, style: 'plain' });
  walker.lines = [];
}

function readNode(node: Node, blocks: SourceBlock[], walker: Walker, style: Style): void {
  if (node.nodeName === '#text' && 'value' in node) {
    addText(node.value, node, walker, style);
    return;
  }
  if (node.nodeName === '#comment' && 'data' in node) {
    addMargin(walker.source, 'comment', node.data, lineNumber(node, walker));
    return;
  }
  if (!isElement(node)) return;
  if (leaveOut(node, walker)) return;
  if (node.tagName === 'br') {
    endLine(walker);
    walker.at = lineNumber(node, walker);
  } else if (node.tagName === 'img') readImage(node, blocks, walker);
  else if (node.tagName === 'a') readLink(node, blocks, walker, style);
  else if (blockTags.has(node.tagName)) {
    endParagraph(blocks, walker);
    walker.at = lineNumber(node, walker);
    blocks.push(...readElement(node, walker, style));
  } else for (const child of node.childNodes) readNode(child, blocks, walker, styled(node.tagName, style));
}

function styled(tag: string, style: Style): Style {
  if (tag === 'b' || tag === 'strong') return { ...style, bold: true };
  if (tag === 'i' || tag === 'em' || tag === 'cite') return { ...style, italic: true };
  if (tag === 'code' || tag === 'kbd' || tag === 'samp' || tag === 'tt') return { ...style, code: true };
  return style;
}
const flags = (style: Style) => ({
  ...(style.bold && { bold: true }),
  ...(style.italic && { italic: true }),
});

function addText(value: string, node: Node, walker: Walker, style: Style): void {
  if (walker.inlines.length === 0 && walker.lines.length === 0 && value.trim() !== '') {
    const leading = /^\s*/.exec(value)?.[0].split('\n').length ?? 1;
    walker.at = lineNumber(node, walker) + leading - 1;
  }
  if (!style.pre) {
    const parts = splitTemplate(value);
    for (const part of parts) {
      if (part === '\n') endLine(walker);
      else
        walker.inlines.push({ type: 'text', text: part, ...flags(style), ...(style.code && { code: true }) });
    }
    return;
  }
  for (const [index, row] of value.split('\n').entries()) {
    if (index > 0) endLine(walker);
    walker.inlines.push({ type: 'text', text: row, ...flags(style) });
  }
}

/** Template statements left in a page (`{% block title %}…`) stand on lines of their own. */
function splitTemplate(value: string): string[] {
  if (!value.includes('{%')) return [value];
  return value.split(/(\n)/).map((part) => part);
}

/** Leaves out what acts, hides or navigates; its words are still searched for an embargo. */
function leaveOut(element: Element, walker: Walker): boolean {
  const { source } = walker;
  const at = lineNumber(element, walker);
  if (dropped.has(element.tagName)) {
    if (acting.has(element.tagName)) walker.active = true;
    if (!/^(?:script|style|svg|math)$/.test(element.tagName))
      addMargin(source, 'hidden text', textIn(element), at);
    return true;
  }
  if (element.namespaceURI !== 'http://www.w3.org/1999/xhtml') {
    walker.active = true;
    return true;
  }
  if (isHidden(element)) {
    addMargin(source, 'hidden text', textIn(element), at);
    return true;
  }
  if (
    furniture.has(element.tagName) ||
    /^(?:navigation|banner|search|complementary|menu|menubar|dialog)$/.test(
      attribute(element, 'role') ?? '',
    ) ||
    isNavigation(element)
  ) {
    addMargin(source, 'page furniture', textIn(element), at);
    return true;
  }
  return false;
}

function isHidden(element: Element): boolean {
  const style = (attribute(element, 'style') ?? '').toLowerCase().replace(/\s+/g, '');
  return (
    attribute(element, 'hidden') !== null ||
    attribute(element, 'aria-hidden') === 'true' ||
    /display:none|visibility:hidden|opacity:0(?:[;.]0*;?|$|;)|font-size:0(?![.\d]*[1-9])|text-indent:-\d{3}|left:-\d{3,}|mso-hide:all|clip:rect\(0/.test(
      style,
    )
  );
}

/** Characters, white space included: what is longer is no menu. */
const longestMenu = 50_000;

/** Lists of links: a language switcher, a table of contents, a menu. */
function isNavigation(element: Element): boolean {
  if (!/^(?:div|ul|ol|p|header|footer|section)$/.test(element.tagName)) return false;
  if (
    /(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|cookie\w*|share|social|sidebar|site-header|site-footer|skip-link|related|pagination|toc)(?:$|[\s_-])/i.test(
      `${attribute(element, 'class') ?? ''} ${attribute(element, 'id') ?? ''}`,
    )
  )
    return true;
  let links = 0;
  let linked = 0;
  let local = 0;
  let seen = 0;
  for (const inner of descendants(element)) {
    // A menu is small; what is larger is the page itself.
    if (++seen > 1500) return false;
    if (inner.tagName === 'h1' || inner.tagName === 'h2') return false;
    if (inner.tagName !== 'a') continue;
    const href = attribute(inner, 'href') ?? '';
    if (/^(?:mailto|tel):/i.test(href) || href.includes('@')) return false;
    if (href !== '') links++;
    if (href.startsWith('#') || (href.startsWith('/') && !href.startsWith('//'))) local++;
    linked += textIn(inner, longestMenu).length;
  }
  if (links < 3) return false;
  const whole = textIn(element, longestMenu).length;
  return local >= links * 0.8 && linked > whole * 0.6 && whole < 4000;
}

function readElement(element: Element, walker: Walker, style: Style): SourceBlock[] {
  const { tagName, childNodes } = element;
  const at = lineNumber(element, walker);
  if (/^h[1-6]$/.test(tagName)) return readHeading(element, walker, style);
  switch (tagName) {
    case 'hr':
      return [{ type: 'rule', at }];
    case 'ul':
    case 'ol':
    case 'dir': {
      const items: SourceBlock[][] = [];
      for (const child of childNodes) {
        if (!isElement(child)) continue;
        if (leaveOut(child, walker)) continue;
        walker.at = lineNumber(child, walker);
        const item = readBlocks(child.tagName === 'li' ? child.childNodes : [child], walker, style);
        if (item.length > 0) items.push(item);
      }
      return items.length > 0 ? [{ type: 'list', ordered: tagName === 'ol', items }] : [];
    }
    case 'blockquote': {
      const blocks = readBlocks(childNodes, walker, style);
      return blocks.length > 0 ? [{ type: 'quote', blocks }] : [];
    }
    case 'table':
      return readTable(element, walker, style);
    case 'figure':
      return readFigure(element, walker, style);
    case 'pre':
      return readBlocks(childNodes, walker, { ...style, pre: true });
    case 'dt':
      return readBlocks(childNodes, walker, { ...style, bold: true });
    case 'th':
      return readBlocks(childNodes, walker, { ...style, bold: true });
    default:
      return readBlocks(childNodes, walker, style);
  }
}

function readHeading(element: Element, walker: Walker, style: Style): SourceBlock[] {
  const inner = readBlocks(element.childNodes, walker, style);
  const lines = inner.flatMap((block) =>
    block.type === 'paragraph' || block.type === 'heading' ? block.lines : [],
  );
  const rest = inner.filter((block) => block.type !== 'paragraph' && block.type !== 'heading');
  const level = Number(element.tagName.slice(1));
  return [
    ...(lines.length > 0
      ? [{ type: 'heading' as const, level, lines: lines.map((line) => ({ ...line, wraps: true })) }]
      : []),
    ...rest,
  ];
}

function readTable(table: Element, walker: Walker, style: Style): SourceBlock[] {
  const rows: SourceLine[][][] = [];
  let header: SourceLine[][] | null = null;
  const loose: SourceBlock[] = [];
  const waiting = [...table.childNodes].reverse();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (!isElement(next)) continue;
    if (/^(?:thead|tbody|tfoot)$/.test(next.tagName)) waiting.push(...[...next.childNodes].reverse());
    else if (next.tagName === 'caption') loose.push(...readBlocks(next.childNodes, walker, style));
    else if (next.tagName === 'tr') {
      const cells = next.childNodes.filter(
        (cell): cell is Element => isElement(cell) && /^t[dh]$/.test(cell.tagName) && !leaveOut(cell, walker),
      );
      const read = cells.map((cell) => readBlocks(cell.childNodes, walker, style));
      // A table that holds paragraphs, lists or pictures is a layout: its cells are read one after another.
      if (
        read.some(
          (blocks) =>
            blocks.length > 1 ||
            blocks.some(
              (block) =>
                block.type !== 'paragraph' ||
                block.lines.length > 3 ||
                (block.lines[0]?.text.length ?? 0) > 250,
            ),
        ) ||
        cells.length === 1
      )
        loose.push(...read.flat());
      else {
        const row = read.map((blocks) =>
          blocks.flatMap((block) => (block.type === 'paragraph' ? block.lines : [])),
        );
        if (
          header === null &&
          rows.length === 0 &&
          cells.length > 0 &&
          cells.every((cell) => cell.tagName === 'th')
        )
          header = row;
        else if (row.some((cell) => cell.length > 0)) rows.push(row);
      }
    }
  }
  return [...loose, ...(rows.length > 0 || header ? [{ type: 'table' as const, header, rows }] : [])];
}

function readFigure(figure: Element, walker: Walker, style: Style): SourceBlock[] {
  const captions = [...descendants(figure)].filter((element) => element.tagName === 'figcaption');
  const caption = captions.map(textIn).join(' ').slice(0, 1000);
  const blocks = readBlocks(
    figure.childNodes.filter((child) => !(isElement(child) && child.tagName === 'figcaption')),
    walker,
    style,
  );
  const image = blocks.find((block) => block.type === 'image');
  if (image?.type === 'image') {
    if (caption !== '') image.image.caption = caption;
    return blocks;
  }
  return [...blocks, ...captions.flatMap((element) => readBlocks(element.childNodes, walker, style))];
}

function readImage(element: Element, blocks: SourceBlock[], walker: Walker): void {
  const file = (attribute(element, 'src') ?? '').trim();
  const at = lineNumber(element, walker);
  const alt = cleanLine(attribute(element, 'alt') ?? '');
  const size = [attribute(element, 'width'), attribute(element, 'height')];
  // Two pixels or less is a tracker, not a picture.
  if (size.some((value) => value !== null && /^[0-2](?:px)?$/.test(value.trim()))) {
    walker.source.problems.push(
      problem('remote-content-left-out', 'A tracking pixel was left out.', { line: at }),
    );
    return;
  }
  const name = pictureFile(file);
  if (name !== null) {
    const caption = cleanLine(attribute(element, 'title') ?? '');
    const image: Image = {
      file: name,
      alt: alt === '' ? null : alt,
      caption: caption === '' ? null : caption,
      credit: null,
    };
    endParagraph(blocks, walker);
    blocks.push({ type: 'image', image, at });
    return;
  }
  if (file !== '')
    walker.source.problems.push(
      problem(
        'remote-content-left-out',
        `The picture “${cleanLine(file).slice(0, 80)}” of the page was left out.`,
        { line: at },
      ),
    );
}
function readLink(element: Element, blocks: SourceBlock[], walker: Walker, style: Style): void {
  const inner = [...descendants(element)];
  if (inner.some((child) => child !== element && (blockTags.has(child.tagName) || child.tagName === 'img'))) {
    for (const child of element.childNodes) readNode(child, blocks, walker, style);
    return;
  }
  const hidden =
    attribute(element, 'data-cfemail') ??
    inner.map((child) => attribute(child, 'data-cfemail')).find((value) => value != null) ??
    null;
  const text = hidden === null ? textKeepingEnds(element) : (revealed(hidden) ?? textKeepingEnds(element));
  if (text.trim() === '') {
    walker.inlines.push({ type: 'text', text });
    return;
  }
  const raw = hidden === null ? (attribute(element, 'href') ?? '') : `mailto:${text}`;
  const bareAddress = /^[^\s/:@?#]+@[^\s/:@?#]+\.[a-z]{2,}$/i.test(raw.trim());
  const href = publishableLink(bareAddress ? `mailto:${raw.trim()}` : raw);
  const own = inner.length === 1 ? style : inner.reduce((all, child) => styled(child.tagName, all), style);
  if (href !== null) {
    walker.inlines.push({ type: 'link', href, text, ...flags(own) });
    return;
  }
  walker.inlines.push({ type: 'text', text, ...flags(own) });
  if (raw !== '' && !raw.startsWith('#'))
    walker.source.problems.push(
      problem(
        'link-left-out',
        `The link to “${cleanLine(raw).slice(0, 80)}” cannot be published; its words stay.`,
        { line: lineNumber(element, walker) },
      ),
    );
}

function textKeepingEnds(element: Element): string {
  let raw = '';
  const waiting: Node[] = [...element.childNodes].reverse();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.nodeName === '#text' && 'value' in next) raw += next.value;
    else if (isElement(next) && !dropped.has(next.tagName)) waiting.push(...[...next.childNodes].reverse());
  }
  return raw.replace(/[\t\n\r ]+/g, ' ');
}

/** Addresses that a well-known proxy replaces by “[email protected]”: each byte is XORed with the first. */
function revealed(encoded: string): string | null {
  if (!/^[0-9a-f]{6,400}$/i.test(encoded) || encoded.length % 2 === 1) return null;
  const values = Buffer.from(encoded, 'hex');
  const text = Buffer.from([...values.subarray(1)].map((byte) => byte ^ (values[0] ?? 0))).toString('utf8');
  return /^[^\s@<>]+@[^\s@<>]+\.[a-z]{2,}$/i.test(text) ? text : null;
}
