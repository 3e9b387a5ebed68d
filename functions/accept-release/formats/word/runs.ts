import { readDrawing } from './drawings.ts';
import { markField } from './fields.ts';
import { hyperlink, instructionTarget } from './links.ts';
import { addText, endLine, type ParagraphText, partsColumns } from './paragraph-text.ts';
import { below, childOf, isOn, val, type XmlElement } from './parse-xml.ts';
import type { RunStyle } from './styles.ts';
import type { Walker } from './walker.ts';

/** Where a run stands: the style it takes over, and the link around it. */
interface Around {
  style: RunStyle;
  href: string | null;
}

/** The runs of a paragraph, with all that may stand around them: links, fields, changes, content controls. */
export function readRuns(container: XmlElement, text: ParagraphText, walker: Walker, around: Around): void {
  const within = (node: XmlElement, href = around.href) => readRuns(node, text, walker, { ...around, href });
  for (const node of container.children) {
    if (typeof node === 'string') continue;
    switch (node.name) {
      case 'w:r':
        readRun(node, text, walker, around);
        break;
      case 'w:hyperlink':
        within(node, hyperlink(node, walker));
        break;
      case 'w:fldSimple':
        within(node, instructionTarget(node.attributes['w:instr'] ?? '') ?? around.href);
        break;
      case 'w:del':
      case 'w:moveFrom':
        walker.changed = true;
        break;
      case 'w:ins':
      case 'w:moveTo':
        if (node.children.length > 0) walker.changed = true;
        within(node);
        break;
      case 'mc:AlternateContent':
        within(childOf(node, 'mc:Choice') ?? childOf(node, 'mc:Fallback') ?? node);
        break;
      case 'w:sdt':
      case 'w:sdtContent':
      case 'w:smartTag':
      case 'w:customXml':
      case 'w:dir':
      case 'w:bdo':
        within(node);
        break;
      case 'w:drawing':
      case 'w:pict':
      case 'w:object':
        readDrawing(node, walker);
        break;
    }
  }
}

function readRun(run: XmlElement, text: ParagraphText, walker: Walker, around: Around): void {
  const style = runStyle(run, walker, around.style);
  const add = (written: string) => addText(written, style, around.href, text, walker);
  for (const node of run.children) {
    if (typeof node === 'string') continue;
    switch (node.name) {
      case 'w:tab':
      case 'w:ptab':
        if (!style.hidden && partsColumns(text)) endLine(text, walker);
        else add('\t');
        break;
      case 'w:br':
      case 'w:cr':
        if (!style.hidden) endLine(text, walker);
        break;
      default: {
        const written = writtenBy(node);
        if (written === null) readMark(node, text, walker);
        else add(written);
      }
    }
  }
}

/** The characters that an element of a run stands for; null when it is no text. */
function writtenBy(node: XmlElement): string | null {
  switch (node.name) {
    case 'w:t':
      return ownText(node);
    case 'w:noBreakHyphen':
      return '\u2011';
    case 'w:sym':
      return symbol(node.attributes['w:char'] ?? '');
    default:
      return null;
  }
}
const ownText = (node: XmlElement) => node.children.filter((child) => typeof child === 'string').join('');

/** Bullets and dashes of the Symbol fonts sit in the private use area. */
function symbol(code: string): string {
  const value = Number.parseInt(code, 16);
  if (Number.isNaN(value)) return '';
  if (value >= 0xf000 && value <= 0xf0ff) return value === 0xf0b7 || value === 0xf0a7 ? '•' : '';
  return value > 31 && value < 0xd800 ? String.fromCodePoint(value) : '';
}

function readMark(node: XmlElement, text: ParagraphText, walker: Walker): void {
  switch (node.name) {
    case 'w:fldChar':
      markField(node, text.fields);
      break;
    case 'w:instrText':
      text.fields.instruction += ownText(node);
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

function runStyle(run: XmlElement, walker: Walker, around: RunStyle): RunStyle {
  const properties = childOf(run, 'w:rPr');
  const named = walker.styles.runs.get(val(childOf(properties, 'w:rStyle')) ?? '');
  const own = (tag: string, before: boolean) => {
    const element = childOf(properties, tag);
    return element === undefined ? before : isOn(element);
  };
  return {
    bold: own('w:b', around.bold || (named?.bold ?? false)),
    italic: own('w:i', around.italic || (named?.italic ?? false)),
    hidden:
      own('w:vanish', around.hidden || (named?.hidden ?? false)) || isOn(childOf(properties, 'w:specVanish')),
  };
}
