import type { Inline } from '../../_shared/domain/document.ts';
import type { Problem } from '../../_shared/domain/report.ts';
import { maximumLines, maximumTextLength } from '../limits.ts';
import { problem } from '../problems.ts';
import { declaresInRows } from '../reading/take-declaration.ts';
import { cleanLine } from '../words/clean-text.ts';
import { openZip, type Zip } from './open-zip.ts';
import { below, childOf, childrenOf, parseXml, type XmlElement } from './parse-xml.ts';
import {
  lineOf,
  type Margin,
  publishableLink,
  type Source,
  type SourceBlock,
  type SourceLine,
  textOf,
} from './source.ts';

interface Relation {
  type: string;
  target: string;
  external: boolean;
  /** The target as it may be published, once it was asked for. */
  link?: string | null;
}

interface ParagraphStyle {
  /** 1…9, or null for running text. */
  level: number | null;
  kind: 'plain' | 'title' | 'subtitle' | 'quote';
  hidden: boolean;
  numbered: boolean;
}

interface Walker {
  source: Source;
  relations: Map<string, Relation>;
  styles: Map<string, ParagraphStyle>;
  /** Bold, italic and hidden of the character styles. */
  runStyles: Map<string, Run>;
  ordered: Set<string>;
  /** Number of the paragraph being read. */
  at: number;
  changed: boolean;
  hidden: boolean;
  pictures: number;
  /** Text boxes met inside the paragraph: read after it. */
  boxes: XmlElement[];
  length: number;
  /** Characters of the links, each counted wherever it stands. */
  linked: number;
}
interface Run {
  bold: boolean;
  italic: boolean;
  hidden: boolean;
}

const isProblem = (value: object): value is Problem => 'severity' in value;

/**
 * A Word document's text as it would print: insertions in, deletions, comments and hidden text out, page headers and
 * footers apart. Nothing outside the file is ever looked at. Lines are numbered by paragraph.
 */
export function readDocx(bytes: Uint8Array): Source | Problem {
  const zip = openZip(bytes);
  if (isProblem(zip)) return zip;
  const refused = refuseActive(zip);
  if (refused) return refused;
  const main = mainPart(zip);
  const document = partOf(zip, main);
  if (document === null) return problem('file-damaged', 'The Word document has no text part.');
  if (isProblem(document)) return document;
  const relations = relationsOf(zip, main);
  if (isProblem(relations)) return relations;
  const source: Source = {
    format: 'docx',
    blocks: [],
    margins: [],
    titleElement: null,
    published: null,
    statedLanguage: null,
    problems: [],
  };
  const walker: Walker = {
    source,
    relations,
    styles: new Map(),
    runStyles: new Map(),
    ordered: new Set(),
    at: 0,
    changed: false,
    hidden: false,
    pictures: 0,
    boxes: [],
    length: 0,
    linked: 0,
  };
  readStyles(zip, main, walker);
  readNumbering(zip, main, walker);
  const body = childOf(document, 'w:body');
  if (!body) return problem('file-damaged', 'The Word document has no text part.');
  source.blocks = groupItems(readBlocks(body, walker), walker.ordered);
  if (walker.length > maximumTextLength || walker.at > maximumLines)
    return problem('file-too-large', 'The Word document is far longer than a release can be.');
  if (walker.linked > maximumTextLength)
    return problem(
      'file-too-complex',
      'The Word document repeats its links so often that they are longer than its text can be.',
    );
  readMargins(zip, main, walker);
  readFootnotes(zip, main, walker);
  report(zip, document, walker);
  return source;
}

function refuseActive(zip: Zip): Problem | null {
  if (zip.names.some((name) => /vbaproject|\.bas$/.test(name)))
    return problem('file-with-macros', 'The Word document contains macros.');
  const types = zip.read('[Content_Types].xml');
  if (types instanceof Uint8Array && /macroEnabled/i.test(new TextDecoder().decode(types)))
    return problem('file-with-macros', 'The Word document is of the kind that contains macros.');
  return types !== null && !(types instanceof Uint8Array) ? types : null;
}

function partOf(zip: Zip, name: string): XmlElement | null | Problem {
  const bytes = zip.read(name);
  return bytes instanceof Uint8Array ? parseXml(bytes) : bytes;
}

function mainPart(zip: Zip): string {
  const relations = relationsIn(partOf(zip, '_rels/.rels'));
  for (const relation of relations.values())
    if (/\/officeDocument$/.test(relation.type) && !relation.external) return inZip('', relation.target);
  return 'word/document.xml';
}

/** A target's part name; paths that climb stay names that no part has. */
function inZip(folder: string, target: string): string {
  const path = target.startsWith('/') ? target.slice(1) : `${folder}${target}`;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
const folderOf = (part: string) => part.slice(0, part.lastIndexOf('/') + 1);

function relationsOf(zip: Zip, part: string): Map<string, Relation> | Problem {
  const file = part.slice(part.lastIndexOf('/') + 1);
  const xml = partOf(zip, `${folderOf(part)}_rels/${file}.rels`);
  return xml !== null && isProblem(xml) ? xml : relationsIn(xml);
}
function relationsIn(xml: XmlElement | null | Problem): Map<string, Relation> {
  const relations = new Map<string, Relation>();
  if (xml === null || isProblem(xml)) return relations;
  for (const { attributes } of childrenOf(xml, 'Relationship'))
    relations.set(attributes.Id ?? '', {
      type: attributes.Type ?? '',
      target: attributes.Target ?? '',
      external: attributes.TargetMode === 'External',
    });
  return relations;
}

function relatedPart(zip: Zip, main: string, walker: Walker, ending: string): XmlElement | null {
  for (const relation of walker.relations.values())
    if (relation.type.endsWith(ending) && !relation.external) {
      const part = partOf(zip, inZip(folderOf(main), relation.target));
      return part === null || isProblem(part) ? null : part;
    }
  return null;
}

const on = (element: XmlElement | undefined) =>
  element !== undefined && !/^(?:0|false|off|none|nil)$/.test(element.attributes['w:val'] ?? 'true');

function readStyles(zip: Zip, main: string, walker: Walker): void {
  const styles = childrenOf(relatedPart(zip, main, walker, '/styles') ?? undefined, 'w:style');
  const byId = new Map(styles.map((style) => [style.attributes['w:styleId'] ?? '', style]));
  const facts = new Map([...byId].map(([id, style]) => [id, factsOf(style)]));
  for (const [id, style] of byId) {
    const chain = ancestry(id, facts);
    const name = (childOf(style, 'w:name')?.attributes['w:val'] ?? id).toLowerCase();
    if (style.attributes['w:type'] === 'character') {
      const has = (tag: OnOff) => chain.some((one) => one.on[tag]);
      walker.runStyles.set(id, {
        bold: has('w:b') || name === 'strong',
        italic: has('w:i') || name === 'emphasis',
        hidden: has('w:vanish'),
      });
      continue;
    }
    const outline = chain.map((one) => one.outline).find((value) => value !== undefined);
    walker.styles.set(id, {
      level: levelOf(name, outline),
      kind: kindOf(name),
      hidden: chain.some((one) => one.on['w:vanish']),
      numbered:
        chain.some((one) => one.numbered) &&
        /list|bullet|aufz|liste|puce|viñeta|список|danh sách|列表/.test(name),
    });
  }
}
type OnOff = 'w:b' | 'w:i' | 'w:vanish';

/** What a style says itself, looked up once: thousands may be based on it. */
interface StyleFacts {
  basedOn: string;
  outline: string | undefined;
  numbered: boolean;
  on: Record<OnOff, boolean>;
}
function factsOf(style: XmlElement): StyleFacts {
  const run = childOf(style, 'w:rPr');
  const paragraph = childOf(style, 'w:pPr');
  const has = (tag: OnOff) => on(childOf(run, tag));
  return {
    basedOn: childOf(style, 'w:basedOn')?.attributes['w:val'] ?? '',
    outline: childOf(paragraph, 'w:outlineLvl')?.attributes['w:val'],
    numbered: childOf(paragraph, 'w:numPr') !== undefined,
    on: { 'w:b': has('w:b'), 'w:i': has('w:i'), 'w:vanish': has('w:vanish') },
  };
}

function ancestry(id: string, facts: ReadonlyMap<string, StyleFacts>): StyleFacts[] {
  const chain: StyleFacts[] = [];
  for (let next = facts.get(id); next && chain.length < 20; next = facts.get(next.basedOn)) chain.push(next);
  return chain;
}
function levelOf(name: string, outline: string | undefined): number | null {
  const named =
    /^(?:heading|titre|überschrift|título|titulo|заголовок|tiêu đề|标题|標題|عنوان|ttulo|berschrift)\s?(\d)/u.exec(
      name,
    )?.[1];
  if (named !== undefined) return Number(named);
  const level = outline === undefined ? Number.NaN : Number(outline);
  return level >= 0 && level < 9 ? level + 1 : null;
}
function kindOf(name: string): ParagraphStyle['kind'] {
  if (
    /^(?:title|titel|titre|título|название|tiêu đề|标题|標題|headline|العنوان|عنوان|press ?release ?(?:title|headline))$/u.test(
      name,
    )
  )
    return 'title';
  if (
    /^(?:subtitle|untertitel|sous-titre|subtítulo|подзаголовок|phụ đề|副标题|subheadline|deck)$/u.test(name)
  )
    return 'subtitle';
  return /quote|block ?text|zitat|citation|cita|цитата|trích dẫn|引用/u.test(name) ? 'quote' : 'plain';
}

function readNumbering(zip: Zip, main: string, walker: Walker): void {
  const numbering = relatedPart(zip, main, walker, '/numbering');
  if (!numbering) return;
  const ordered = new Set<string>();
  for (const abstract of childrenOf(numbering, 'w:abstractNum')) {
    const format = childOf(childOf(abstract, 'w:lvl'), 'w:numFmt')?.attributes['w:val'] ?? 'bullet';
    if (format !== 'bullet' && format !== 'none') ordered.add(abstract.attributes['w:abstractNumId'] ?? '');
  }
  for (const number of childrenOf(numbering, 'w:num'))
    if (ordered.has(childOf(number, 'w:abstractNumId')?.attributes['w:val'] ?? ''))
      walker.ordered.add(number.attributes['w:numId'] ?? '');
}

/** A list item still alone, to be joined with its neighbours. */
type Item = SourceBlock & { list?: string };

function readBlocks(container: XmlElement, walker: Walker): Item[] {
  const blocks: Item[] = [];
  for (const node of container.children) {
    if (typeof node === 'string') continue;
    if (node.name === 'w:p') blocks.push(...readParagraph(node, walker));
    else if (node.name === 'w:tbl') blocks.push(...readTable(node, walker));
    else if (node.name === 'w:altChunk')
      walker.source.problems.push(
        problem('word-embedded-document', 'The Word document embeds another document, which is not read.', {
          line: walker.at + 1,
        }),
      );
    else if (/^w:(?:del|moveFrom)$/.test(node.name)) walker.changed = true;
    else if (node.name === 'mc:AlternateContent')
      blocks.push(...readBlocks(childOf(node, 'mc:Choice') ?? childOf(node, 'mc:Fallback') ?? node, walker));
    else if (/^w:(?:sdt|sdtContent|customXml|ins|moveTo|smartTag)$/.test(node.name)) {
      if (/^w:(?:ins|moveTo)$/.test(node.name)) walker.changed = true;
      blocks.push(...readBlocks(node, walker));
    }
  }
  return blocks;
}

function readParagraph(paragraph: XmlElement, walker: Walker): Item[] {
  if (walker.at > maximumLines || walker.length > maximumTextLength) return [];
  walker.at++;
  const properties = childOf(paragraph, 'w:pPr');
  const style = walker.styles.get(childOf(properties, 'w:pStyle')?.attributes['w:val'] ?? '');
  const collected: Collected = {
    lines: [],
    inlines: [],
    field: [],
    instruction: '',
    at: walker.at,
    hidden: '',
  };
  const borders = childOf(properties, 'w:pBdr');
  if (on(childOf(borders, 'w:top'))) drawRule(walker, walker.at - 1);
  if (on(childOf(borders, 'w:bottom'))) drawRule(walker, walker.at);
  const mark = childOf(properties, 'w:rPr');
  if (childOf(mark, 'w:del') || childOf(mark, 'w:ins')) walker.changed = true;
  readRuns(
    paragraph,
    walker,
    collected,
    { bold: false, italic: false, hidden: style?.hidden ?? false },
    null,
  );
  endLine(collected, walker);
  if (collected.hidden.trim() !== '') {
    walker.hidden = true;
    addMargin(walker, 'hidden text', collected.hidden);
  }
  const boxes = walker.boxes.splice(0);
  const inBoxes = boxes.flatMap((box) => readBlocks(box, walker));
  const { lines } = collected;
  if (lines.length === 0) return inBoxes;
  const outline = childOf(properties, 'w:outlineLvl')?.attributes['w:val'];
  const level = outline !== undefined && Number(outline) < 9 ? Number(outline) + 1 : (style?.level ?? null);
  if (level !== null)
    return [{ type: 'heading', level, lines: lines.map((line) => ({ ...line, wraps: true })) }, ...inBoxes];
  const number = childOf(childOf(properties, 'w:numPr'), 'w:numId')?.attributes['w:val'];
  const block: Item = { type: 'paragraph', lines, style: style?.kind ?? 'plain' };
  if ((number !== undefined && number !== '0') || (number === undefined && style?.numbered))
    block.list = number ?? '';
  return [block, ...inBoxes];
}

interface Collected {
  lines: SourceLine[];
  inlines: Inline[];
  /** Nested fields: true once the result is shown. */
  field: boolean[];
  instruction: string;
  at: number;
  hidden: string;
}

function endLine(collected: Collected, walker: Walker): void {
  const line = lineOf(collected.inlines, collected.at);
  if (line) {
    collected.lines.push(line);
    walker.length += line.text.length;
  }
  collected.inlines = [];
}

function readRuns(
  container: XmlElement,
  walker: Walker,
  collected: Collected,
  inherited: Run,
  href: string | null,
): void {
  for (const node of container.children) {
    if (typeof node === 'string') continue;
    switch (node.name) {
      case 'w:r':
        readRun(node, walker, collected, inherited, href);
        break;
      case 'w:hyperlink':
        readRuns(node, walker, collected, inherited, hyperlink(node, walker));
        break;
      case 'w:del':
      case 'w:moveFrom':
        walker.changed = true;
        break;
      case 'w:ins':
      case 'w:moveTo':
        if (node.children.length > 0) walker.changed = true;
        readRuns(node, walker, collected, inherited, href);
        break;
      case 'w:fldSimple': {
        const target = instructionTarget(node.attributes['w:instr'] ?? '');
        readRuns(node, walker, collected, inherited, target ?? href);
        break;
      }
      case 'mc:AlternateContent':
        readRuns(
          childOf(node, 'mc:Choice') ?? childOf(node, 'mc:Fallback') ?? node,
          walker,
          collected,
          inherited,
          href,
        );
        break;
      case 'w:sdt':
      case 'w:sdtContent':
      case 'w:smartTag':
      case 'w:customXml':
      case 'w:dir':
      case 'w:bdo':
        readRuns(node, walker, collected, inherited, href);
        break;
      case 'w:drawing':
      case 'w:pict':
      case 'w:object':
        readDrawing(node, walker);
        break;
    }
  }
}

function hyperlink(node: XmlElement, walker: Walker): string | null {
  const relation = walker.relations.get(node.attributes['r:id'] ?? '');
  if (!relation?.external) return null;
  if (relation.link === undefined) relation.link = publishableLink(relation.target);
  const { link } = relation;
  if (link === null)
    walker.source.problems.push(
      problem(
        'link-left-out',
        `The link to “${cleanLine(relation.target.slice(0, 2000)).slice(0, 80)}” cannot be published; its words stay.`,
        { line: walker.at },
      ),
    );
  return link;
}
function instructionTarget(instruction: string): string | null {
  const target = /^\s*HYPERLINK\s+"([^"]{1,1000})"/i.exec(instruction.slice(0, 2000))?.[1];
  return target === undefined ? null : publishableLink(target);
}

function runStyle(run: XmlElement, walker: Walker, inherited: Run): Run {
  const properties = childOf(run, 'w:rPr');
  const named = walker.runStyles.get(childOf(properties, 'w:rStyle')?.attributes['w:val'] ?? '');
  const own = (tag: string, before: boolean) => {
    const element = childOf(properties, tag);
    return element === undefined ? before : on(element);
  };
  return {
    bold: own('w:b', inherited.bold || (named?.bold ?? false)),
    italic: own('w:i', inherited.italic || (named?.italic ?? false)),
    hidden:
      own('w:vanish', inherited.hidden || (named?.hidden ?? false)) ||
      on(childOf(properties, 'w:specVanish')),
  };
}

function readRun(
  run: XmlElement,
  walker: Walker,
  collected: Collected,
  inherited: Run,
  href: string | null,
): void {
  const style = runStyle(run, walker, inherited);
  const add = (text: string) => {
    if (collected.field.includes(false)) return;
    if (style.hidden) {
      collected.hidden += text;
      return;
    }
    const flags = { ...(style.bold && { bold: true }), ...(style.italic && { italic: true }) };
    const target = href ?? (collected.field.length > 0 ? instructionTarget(collected.instruction) : null);
    const last = collected.inlines.at(-1);
    if (target !== null && last?.type === 'link' && last.href === target) last.text += text;
    else {
      walker.linked += target?.length ?? 0;
      if (walker.linked > maximumTextLength) return;
      collected.inlines.push(
        target === null ? { type: 'text', text, ...flags } : { type: 'link', href: target, text, ...flags },
      );
    }
  };
  for (const node of run.children) {
    if (typeof node === 'string') continue;
    switch (node.name) {
      case 'w:t':
        add(node.children.filter((child) => typeof child === 'string').join(''));
        break;
      case 'w:tab':
      case 'w:ptab':
        // A tab in the middle of a letterhead's line parts two columns.
        if (!style.hidden && partsColumns(collected)) endLine(collected, walker);
        else add('\t');
        break;
      case 'w:noBreakHyphen':
        add('\u2011');
        break;
      case 'w:sym':
        add(symbol(node.attributes['w:char'] ?? ''));
        break;
      case 'w:br':
      case 'w:cr':
        if (!style.hidden) endLine(collected, walker);
        break;
      case 'w:fldChar': {
        const kind = node.attributes['w:fldCharType'];
        if (kind === 'begin') {
          collected.field.push(false);
          collected.instruction = '';
        } else if (kind === 'separate') collected.field[collected.field.length - 1] = true;
        else if (kind === 'end') collected.field.pop();
        break;
      }
      case 'w:instrText':
        collected.instruction += node.children.filter((child) => typeof child === 'string').join('');
        break;
      case 'mc:AlternateContent':
        for (const drawing of below(childOf(node, 'mc:Choice') ?? node))
          if (/^w:(?:drawing|pict)$/.test(drawing.name)) readDrawing(drawing, walker);
        break;
      case 'w:drawing':
      case 'w:pict':
      case 'w:object':
        readDrawing(node, walker);
        break;
    }
  }
}

function partsColumns(collected: Collected): boolean {
  // Fewer than seventy characters in more pieces than that are tabs and nothing else.
  if (collected.inlines.length > 500) return false;
  const text = textOf(collected.inlines).trim();
  return text.length >= 12 && text.length < 70 && !/[:：]$/.test(text) && !/[.!?]\s/.test(text);
}

/** Bullets and dashes of the Symbol fonts sit in the private use area. */
function symbol(code: string): string {
  const value = Number.parseInt(code, 16);
  if (Number.isNaN(value)) return '';
  if (value >= 0xf000 && value <= 0xf0ff) return value === 0xf0b7 || value === 0xf0a7 ? '•' : '';
  return value > 31 && value < 0xd800 ? String.fromCodePoint(value) : '';
}

function readDrawing(drawing: XmlElement, walker: Walker): void {
  for (const element of below(drawing)) {
    if (element.name === 'w:txbxContent') {
      walker.boxes.push(element);
      return;
    }
    if (element.attributes['o:hr'] === 't') drawRule(walker, walker.at);
    if (element.name === 'v:textpath') addMargin(walker, 'page header', element.attributes.string ?? '');
    if (element.name !== 'a:blip' && element.name !== 'v:imagedata') continue;
    const relation = walker.relations.get(
      element.attributes['r:embed'] ?? element.attributes['r:id'] ?? element.attributes['r:link'] ?? '',
    );
    if (relation?.external || element.attributes['r:link'] !== undefined)
      walker.source.problems.push(
        problem('remote-content-left-out', 'A picture on another server was left out.', { line: walker.at }),
      );
    else walker.pictures++;
  }
}

/** Word makes a border of `---`; only above the text does it matter. */
function drawRule(walker: Walker, at: number): void {
  const rules = walker.source.drawnRules ?? [];
  if (rules.length < 20 && rules.at(-1) !== at) rules.push(at);
  walker.source.drawnRules = rules;
}

/** Paragraphs of a header or footer have numbers of their own, which are none of the text's. */
function addMargin(
  walker: Walker,
  where: Margin['where'],
  text: string,
  at: number | null = walker.at || null,
): void {
  if (walker.source.margins.length >= 500) return;
  const clean = cleanLine(text.slice(0, 20_000));
  if (clean.length > 2) walker.source.margins.push({ where, text: clean.slice(0, 4000), at });
}

function readTable(table: XmlElement, walker: Walker): Item[] {
  const rows: SourceLine[][][] = [];
  const loose: Item[] = [];
  let layout = false;
  for (const row of tableRows(table, walker)) {
    const cells = rowCells(row).map((cell) => readBlocks(cell, walker));
    loose.push(...cells.flat());
    if (
      cells.length === 1 ||
      cells.some(
        (blocks) =>
          blocks.some(
            (block) =>
              block.type !== 'paragraph' ||
              block.lines.length > 3 ||
              (block.lines[0]?.text.length ?? 0) > 250,
          ) || blocks.length > 4,
      )
    )
      layout = true;
    rows.push(
      cells.map((blocks) => blocks.flatMap((block) => (block.type === 'paragraph' ? block.lines : []))),
    );
  }
  const filled = rows.filter((row) => row.some((cell) => cell.length > 0));
  if (declaresInRows(filled)) return [{ type: 'table', header: null, rows: filled }];
  // A table with paragraphs, lists or a single column lays the page out: read in order, not as data.
  if (layout || filled.length < 2) return loose;
  const [header, ...rest] = filled;
  const headed =
    header?.every(
      (cell) =>
        cell.length > 0 &&
        cell.every((line) => line.inlines.every((inline) => inline.type === 'break' || inline.bold)),
    ) ?? false;
  return [{ type: 'table', header: headed && header ? header : null, rows: headed ? rest : filled }];
}
function tableRows(table: XmlElement, walker: Walker): XmlElement[] {
  return table.children.flatMap((node): XmlElement[] => {
    if (typeof node === 'string') return [];
    if (node.name === 'w:tr') {
      const properties = childOf(node, 'w:trPr');
      if (childOf(properties, 'w:del') || childOf(properties, 'w:ins')) walker.changed = true;
      return childOf(properties, 'w:del') ? [] : [node];
    }
    return /^w:(?:sdt|sdtContent|customXml)$/.test(node.name) ? tableRows(node, walker) : [];
  });
}
function rowCells(row: XmlElement): XmlElement[] {
  return row.children.flatMap((node): XmlElement[] =>
    typeof node === 'string'
      ? []
      : node.name === 'w:tc'
        ? [node]
        : /^w:(?:sdt|sdtContent|customXml)$/.test(node.name)
          ? rowCells(node)
          : [],
  );
}

/** Neighbouring items of one list become that list. */
function groupItems(blocks: readonly Item[], ordered: ReadonlySet<string>): SourceBlock[] {
  const grouped: SourceBlock[] = [];
  let list: (SourceBlock & { type: 'list' }) | null = null;
  let number: string | null = null;
  for (const { list: own, ...block } of blocks.map((one) => ({ list: undefined, ...one }))) {
    if (own === undefined) {
      list = null;
      grouped.push(block);
    } else if (list !== null && number === own) list.items.push([block]);
    else {
      number = own;
      list = { type: 'list', ordered: ordered.has(own), items: [[block]] };
      grouped.push(list);
    }
  }
  return grouped;
}

/** Page headers and footers: three of each for every section of a long report. */
const maximumMargins = 200;

function readMargins(zip: Zip, main: string, walker: Walker): void {
  const body = { at: walker.at, relations: walker.relations };
  const seen = new Set<string>();
  for (const relation of body.relations.values()) {
    const where = /\/header$/.test(relation.type)
      ? 'page header'
      : /\/footer$/.test(relation.type)
        ? 'page footer'
        : null;
    if (where === null || relation.external) continue;
    const name = inZip(folderOf(main), relation.target);
    if (seen.has(name) || seen.size >= maximumMargins) continue;
    seen.add(name);
    const part = partOf(zip, name);
    if (part === null || isProblem(part)) continue;
    const relations = relationsOf(zip, name);
    walker.relations = isProblem(relations) ? new Map() : relations;
    walker.at = 0;
    for (const block of readBlocks(part, walker))
      for (const line of linesIn(block)) addMargin(walker, where, line.text, null);
  }
  walker.at = body.at;
  walker.relations = body.relations;
}
function linesIn(block: SourceBlock): SourceLine[] {
  if (block.type === 'heading' || block.type === 'paragraph') return block.lines;
  if (block.type === 'table') return [block.header ?? [], ...block.rows].flat(2);
  return [];
}

/** Footnotes follow the text as notes. */
function readFootnotes(zip: Zip, main: string, walker: Walker): void {
  for (const kind of ['footnote', 'endnote']) {
    const part = relatedPart(zip, main, walker, `/${kind}s`);
    const notes = childrenOf(part ?? undefined, `w:${kind}`).filter(
      (note) => note.attributes['w:type'] === undefined,
    );
    const items = notes
      .map((note): SourceBlock[] => readBlocks(note, walker))
      .filter((item) => item.length > 0);
    if (items.length === 0) continue;
    const heading = lineOf([{ type: 'text', text: 'Notes', bold: true }], walker.at);
    if (heading) walker.source.blocks.push({ type: 'heading', level: 2, lines: [heading] });
    walker.source.blocks.push({ type: 'list', ordered: true, items });
  }
}

function report(zip: Zip, document: XmlElement, walker: Walker): void {
  const { problems } = walker.source;
  if (walker.changed)
    problems.push(
      problem(
        'word-unaccepted-changes',
        'The Word document has changes that nobody has accepted or rejected.',
      ),
    );
  if (walker.hidden) problems.push(problem('word-hidden-text', 'The Word document has hidden text.'));
  if (walker.pictures > 0)
    problems.push(
      problem(
        'image-not-sendable',
        `${walker.pictures === 1 ? 'A picture' : `${walker.pictures} pictures`} inside the Word document cannot be sent from there.`,
        {},
        'Drop the pictures beside the document, in the release’s folder.',
      ),
    );
  for (const element of below(document))
    if (element.name === 'w:commentReference') {
      problems.push(problem('word-comments-left-out', 'The Word document has comments; they were left out.'));
      break;
    }
  if (zip.names.some((name) => /^word\/embeddings\//.test(name)))
    problems.push(
      problem('active-content-left-out', 'An object embedded in the Word document was left out.'),
    );
  const settings = relationsOf(zip, 'word/settings.xml');
  if (!isProblem(settings) && [...settings.values()].some((relation) => relation.external))
    problems.push(
      problem(
        'remote-content-left-out',
        'The Word document names a template on another server; it was not fetched.',
      ),
    );
}
