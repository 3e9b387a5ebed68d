import type { DefaultTreeAdapterTypes } from 'parse5';
import { cleanLine } from '../../words/clean-text.ts';
import { blockTags, droppedTags } from './tags.ts';

export type Node = DefaultTreeAdapterTypes.ChildNode;
export type Element = DefaultTreeAdapterTypes.Element;

export function isElement(node: Node): node is Element {
  return 'tagName' in node;
}
export function elementsOf(nodes: readonly Node[], name: string): Element[] {
  return nodes.filter((node): node is Element => node.nodeName === name && isElement(node));
}
export function attribute(element: Element, name: string): string | null {
  return element.attrs.find((one) => one.name === name)?.value ?? null;
}

/** The words of a text node; null for any other. */
export const textOfNode = (node: Node) => (node.nodeName === '#text' && 'value' in node ? node.value : null);
/** The words of a comment; null for any other node. */
export const commentOf = (node: Node) => (node.nodeName === '#comment' && 'data' in node ? node.data : null);

/** The element and every element below, in document order. */
export function* descendants(element: Element): Generator<Element> {
  const waiting: Element[] = [element];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    yield next;
    for (let index = next.childNodes.length - 1; index >= 0; index--) {
      const child = next.childNodes[index];
      if (child && isElement(child)) waiting.push(child);
    }
  }
}

export function contains(element: Element, inner: Element): boolean {
  for (
    let parent: Element['parentNode'] = inner.parentNode;
    parent;
    parent = 'parentNode' in parent ? parent.parentNode : null
  )
    if (parent === element) return true;
  return false;
}

/** The words of an element; `most`: characters after which nobody asks for more. */
export function textIn(element: Element, most = 400_000): string {
  const breaks = (tag: string) => tag === 'br' || blockTags.has(tag);
  let text = '';
  for (const piece of pieces(element, breaks)) {
    text += piece;
    if (text.length > most) break;
  }
  return cleanLine(text);
}

/** The words of a link: white space is one space, at its ends too. */
export function textKeepingEnds(element: Element): string {
  return [...pieces(element, () => false)].join('').replace(/[\t\n\r ]+/g, ' ');
}

/** The text nodes of an element without what is dropped; a space where a tag that breaks the line begins. */
function* pieces(element: Element, breaks: (tag: string) => boolean): Generator<string> {
  const waiting: Node[] = [...element.childNodes].reverse();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const text = textOfNode(next);
    if (text !== null) yield text;
    else if (isElement(next) && !droppedTags.has(next.tagName)) {
      if (breaks(next.tagName)) yield ' ';
      for (let index = next.childNodes.length - 1; index >= 0; index--) {
        const child = next.childNodes[index];
        if (child) waiting.push(child);
      }
    }
  }
}
