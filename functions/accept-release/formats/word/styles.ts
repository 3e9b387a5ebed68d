import { childOf, childrenOf, isOn, val, type XmlElement } from './parse-xml.ts';

export interface ParagraphStyle {
  /** 1…9, or null for running text. */
  level: number | null;
  kind: 'plain' | 'title' | 'subtitle' | 'quote';
  hidden: boolean;
  numbered: boolean;
}
export interface RunStyle {
  bold: boolean;
  italic: boolean;
  hidden: boolean;
}
/** The document's styles by their ids. */
export interface Styles {
  paragraphs: ReadonlyMap<string, ParagraphStyle>;
  runs: ReadonlyMap<string, RunStyle>;
}

/** 1…9 for an outline level of 0…8; null for running text. */
export function outlineLevel(outline: string | undefined): number | null {
  const level = outline === undefined ? Number.NaN : Number(outline);
  return level >= 0 && level < 9 ? level + 1 : null;
}

/** The styles of the part `styles.xml`, each with what it takes over from those it is based on. */
export function stylesOf(part: XmlElement | null): Styles {
  const paragraphs = new Map<string, ParagraphStyle>();
  const runs = new Map<string, RunStyle>();
  const byId = new Map(
    childrenOf(part ?? undefined, 'w:style').map((style) => [style.attributes['w:styleId'] ?? '', style]),
  );
  const facts = new Map([...byId].map(([id, style]) => [id, factsOf(style)]));
  for (const [id, style] of byId) {
    const chain = ancestry(id, facts);
    const name = (val(childOf(style, 'w:name')) ?? id).toLowerCase();
    if (style.attributes['w:type'] === 'character') runs.set(id, runStyleOf(name, chain));
    else paragraphs.set(id, paragraphStyleOf(name, chain));
  }
  return { paragraphs, runs };
}

/** What a style says itself, looked up once: thousands may be based on it. */
interface StyleFacts {
  basedOn: string;
  outline: string | undefined;
  numbered: boolean;
  bold: boolean;
  italic: boolean;
  hidden: boolean;
}

function factsOf(style: XmlElement): StyleFacts {
  const run = childOf(style, 'w:rPr');
  const paragraph = childOf(style, 'w:pPr');
  return {
    basedOn: val(childOf(style, 'w:basedOn')) ?? '',
    outline: val(childOf(paragraph, 'w:outlineLvl')),
    numbered: childOf(paragraph, 'w:numPr') !== undefined,
    bold: isOn(childOf(run, 'w:b')),
    italic: isOn(childOf(run, 'w:i')),
    hidden: isOn(childOf(run, 'w:vanish')),
  };
}

/** A style and those it is based on, nearest first; a chain that long is a circle. */
function ancestry(id: string, facts: ReadonlyMap<string, StyleFacts>): StyleFacts[] {
  const chain: StyleFacts[] = [];
  for (let next = facts.get(id); next && chain.length < 20; next = facts.get(next.basedOn)) chain.push(next);
  return chain;
}

function runStyleOf(name: string, chain: readonly StyleFacts[]): RunStyle {
  return {
    bold: chain.some((style) => style.bold) || name === 'strong',
    italic: chain.some((style) => style.italic) || name === 'emphasis',
    hidden: chain.some((style) => style.hidden),
  };
}

function paragraphStyleOf(name: string, chain: readonly StyleFacts[]): ParagraphStyle {
  const outline = chain.find((style) => style.outline !== undefined)?.outline;
  return {
    level: levelOf(name, outline),
    kind: kindOf(name),
    hidden: chain.some((style) => style.hidden),
    numbered: chain.some((style) => style.numbered) && itemNames.test(name),
  };
}

// Word writes the names of its own styles in the language it runs in.
const headingNames =
  /^(?:heading|titre|überschrift|título|titulo|заголовок|tiêu đề|标题|標題|عنوان|ttulo|berschrift)\s?(\d)/u;
const titleNames =
  /^(?:title|titel|titre|título|название|tiêu đề|标题|標題|headline|العنوان|عنوان|press ?release ?(?:title|headline))$/u;
const subtitleNames =
  /^(?:subtitle|untertitel|sous-titre|subtítulo|подзаголовок|phụ đề|副标题|subheadline|deck)$/u;
const quoteNames = /quote|block ?text|zitat|citation|cita|цитата|trích dẫn|引用/u;
const itemNames = /list|bullet|aufz|liste|puce|viñeta|список|danh sách|列表/;

function levelOf(name: string, outline: string | undefined): number | null {
  const named = headingNames.exec(name)?.[1];
  return named === undefined ? outlineLevel(outline) : Number(named);
}
function kindOf(name: string): ParagraphStyle['kind'] {
  if (titleNames.test(name)) return 'title';
  if (subtitleNames.test(name)) return 'subtitle';
  return quoteNames.test(name) ? 'quote' : 'plain';
}
