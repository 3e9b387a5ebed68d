import { SaxesParser } from 'saxes';
import type { Problem } from '../_shared/domain/report.ts';
import { decodeText } from './decode-text.ts';
import { problem } from './problems.ts';

/** An element with its name as written (`w:p`), its attributes and what it holds. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlNode[];
}
export type XmlNode = XmlElement | string;

const maximumDepth = 250;
const maximumNodes = 250_000;

/** Parses a part of a Word document. No document type, no entities beyond XML's five, bounded depth and size. */
export function parseXml(bytes: Uint8Array): XmlElement | Problem {
  const root: XmlElement = { name: '', attributes: {}, children: [] };
  const open: XmlElement[] = [root];
  let nodes = 0;
  let refused: Problem | null = null;
  const parser = new SaxesParser({ xmlns: false, position: false });
  const refuse = (found: Problem) => {
    refused ??= found;
  };
  parser.on('doctype', () =>
    refuse(
      problem(
        'file-suspicious',
        'The Word document defines a document type of its own, as no real one does.',
      ),
    ),
  );
  parser.on('error', () =>
    refuse(problem('file-damaged', 'The Word document is damaged: a part of it is not valid.')),
  );
  parser.on('opentag', (tag) => {
    if (refused) return;
    const element: XmlElement = { name: tag.name, attributes: {}, children: [] };
    for (const [key, value] of Object.entries(tag.attributes))
      if (typeof value === 'string') element.attributes[key] = value;
    open.at(-1)?.children.push(element);
    open.push(element);
    if (open.length > maximumDepth)
      refuse(problem('file-too-deep', 'The Word document is nested far too deeply.'));
    if (++nodes > maximumNodes)
      refuse(problem('file-too-large', 'The Word document is far longer than a release can be.'));
  });
  parser.on('closetag', () => {
    if (!refused) open.pop();
  });
  const addText = (text: string) => {
    if (!refused) open.at(-1)?.children.push(text);
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  const { text } = decodeText(bytes, 'text');
  // Fed in pieces, so that a refusal ends the work.
  for (let at = 0; at < text.length && !refused; at += 65_536) parser.write(text.slice(at, at + 65_536));
  if (!refused) parser.close();
  if (refused) return refused;
  const top = root.children.find((node) => typeof node !== 'string');
  return typeof top === 'object'
    ? top
    : problem('file-damaged', 'The Word document is damaged: a part of it is empty.');
}

/** Elements of that name directly below. */
export function childrenOf(element: XmlElement | undefined, name: string): XmlElement[] {
  return (element?.children ?? []).filter(
    (node): node is XmlElement => typeof node !== 'string' && node.name === name,
  );
}
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return childrenOf(element, name)[0];
}
/** Every element below, in document order. */
export function* below(element: XmlElement): Generator<XmlElement> {
  for (const node of element.children)
    if (typeof node !== 'string') {
      yield node;
      yield* below(node);
    }
}
