import type { Item } from './numbering.ts';
import { endLine, noText, type ParagraphText } from './paragraph-text.ts';
import { childOf, isOn, val, type XmlElement } from './parse-xml.ts';
import { readRuns } from './runs.ts';
import { outlineLevel, type ParagraphStyle } from './styles.ts';
import { drawRule, keepMargin, type Walker } from './walker.ts';

/** The paragraph as a block; null when nothing of it is seen. */
export function readParagraph(paragraph: XmlElement, walker: Walker): Item | null {
  walker.at++;
  const properties = childOf(paragraph, 'w:pPr');
  const style = walker.styles.paragraphs.get(val(childOf(properties, 'w:pStyle')) ?? '');
  const borders = childOf(properties, 'w:pBdr');
  if (isOn(childOf(borders, 'w:top'))) drawRule(walker, walker.at - 1);
  if (isOn(childOf(borders, 'w:bottom'))) drawRule(walker, walker.at);
  const mark = childOf(properties, 'w:rPr');
  if (childOf(mark, 'w:del') || childOf(mark, 'w:ins')) walker.changed = true;
  const { lines } = textOfParagraph(paragraph, style, walker);
  return lines.length === 0 ? null : blockOf(lines, properties, style);
}

function textOfParagraph(
  paragraph: XmlElement,
  style: ParagraphStyle | undefined,
  walker: Walker,
): ParagraphText {
  const text = noText(walker.at);
  const plain = { bold: false, italic: false, hidden: style?.hidden ?? false };
  readRuns(paragraph, text, walker, { style: plain, href: null });
  endLine(text, walker);
  if (text.hidden.trim() !== '') {
    walker.hidden = true;
    keepMargin(walker, 'hidden text', text.hidden);
  }
  return text;
}

function blockOf(
  lines: ParagraphText['lines'],
  properties: XmlElement | undefined,
  style: ParagraphStyle | undefined,
): Item {
  const level = outlineLevel(val(childOf(properties, 'w:outlineLvl'))) ?? style?.level ?? null;
  if (level !== null)
    return { type: 'heading', level, lines: lines.map((line) => ({ ...line, wraps: true })) };
  const list = listOf(properties, style);
  return { type: 'paragraph', lines, style: style?.kind ?? 'plain', ...(list !== null && { list }) };
}

/** The number of the list that the paragraph is an item of; 0 takes it out of its style's list. */
function listOf(properties: XmlElement | undefined, style: ParagraphStyle | undefined): string | null {
  const number = val(childOf(childOf(properties, 'w:numPr'), 'w:numId'));
  if (number === undefined) return style?.numbered ? '' : null;
  return number === '0' ? null : number;
}
