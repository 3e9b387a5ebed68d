import { addMargin } from '../margins.ts';
import { lineOf, type Source, type SourceBlock } from '../source.ts';
import {
  commentOf,
  contains,
  descendants,
  type Element,
  isElement,
  type Node,
  textIn,
  textOfNode,
} from './elements.ts';
import { droppedTags } from './tags.ts';
import { lineNumber, type Walker } from './walker.ts';

/** What stands around the article is not the release, but an embargo above it still counts. */
export function keepFurniture(body: Element, main: Element, source: Source): void {
  const waiting: Element[] = [body];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
    for (const child of next.childNodes)
      if (isElement(child) && contains(child, main)) waiting.push(child);
      else if (child !== main) keepNode(child, source);
}

function keepNode(node: Node, source: Source): void {
  const at = node.sourceCodeLocation?.startLine ?? null;
  const comment = commentOf(node);
  if (comment !== null) addMargin(source, 'comment', comment, at);
  const words =
    isElement(node) && !droppedTags.has(node.tagName) ? textIn(node).slice(0, 2000) : textOfNode(node);
  if (words !== null) addMargin(source, 'page furniture', words, at);
}

/** The page's headline when it stands outside the article. */
export function headingOutside(body: Element, main: Element, walker: Walker): SourceBlock | null {
  for (const element of descendants(body)) {
    if (element.tagName !== 'h1' || contains(main, element)) continue;
    const line = lineOf([{ type: 'text', text: textIn(element) }], lineNumber(element, walker));
    if (line) return { type: 'heading', level: 1, lines: [line] };
  }
  return null;
}
