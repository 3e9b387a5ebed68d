import { SaxesParser, type SaxesTagPlain } from 'saxes';
import type { Problem } from '../../../_shared/domain/report.ts';
import { problem } from '../../problems.ts';
import { decodeText } from '../decode-text.ts';

/** An element with its name as written (`w:p`), its attributes and what it holds. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlNode[];
}
export type XmlNode = XmlElement | string;

/** The prefixes this reader knows, whatever a program called the same namespaces; the strict dialect has its own. */
const prefixes: Record<string, string> = {
  'http://schemas.openxmlformats.org/wordprocessingml/2006/main': 'w',
  'http://purl.oclc.org/ooxml/wordprocessingml/main': 'w',
  'http://schemas.openxmlformats.org/officeDocument/2006/relationships': 'r',
  'http://purl.oclc.org/ooxml/officeDocument/relationships': 'r',
  'http://schemas.openxmlformats.org/drawingml/2006/main': 'a',
  'http://purl.oclc.org/ooxml/drawingml/main': 'a',
  'http://schemas.openxmlformats.org/markup-compatibility/2006': 'mc',
  'urn:schemas-microsoft-com:vml': 'v',
};

const maximumDepth = 250;
const maximumNodes = 250_000;

/** Parses a part of a Word document. No document type, no entities beyond XML's five, bounded depth and size. */
export function parseXml(bytes: Uint8Array): XmlElement | Problem {
  const root: XmlElement = { name: '', attributes: {}, children: [] };
  const parser = new SaxesParser({ xmlns: false, position: false });
  const refusal = grow(root, parser);
  const { text } = decodeText(bytes, 'text');
  // Fed in pieces, so that a refusal ends the work.
  for (let at = 0; at < text.length && !refusal(); at += 65_536) parser.write(text.slice(at, at + 65_536));
  if (!refusal()) parser.close();
  const top = root.children.find((node) => typeof node !== 'string');
  return refusal() ?? top ?? problem('file-damaged', 'The Word document is damaged: a part of it is empty.');
}

/** Hangs what the parser meets below `root`. Gives why the part is refused, once it is. */
function grow(root: XmlElement, parser: SaxesParser): () => Problem | null {
  const open: XmlElement[] = [root];
  const canonical = canonicalNames();
  let nodes = 0;
  let refused: Problem | null = null;
  const addText = (text: string) => {
    if (!refused) open.at(-1)?.children.push(text);
  };
  parser.on('doctype', () => {
    refused ??= ownDocumentType();
  });
  parser.on('error', () => {
    refused ??= problem('file-damaged', 'The Word document is damaged: a part of it is not valid.');
  });
  parser.on('opentag', (tag) => {
    if (refused) return;
    const element = { ...canonical(tag), children: [] };
    open.at(-1)?.children.push(element);
    open.push(element);
    refused = refuseSize(open.length, ++nodes);
  });
  parser.on('closetag', () => {
    if (!refused) open.pop();
  });
  parser.on('text', addText);
  parser.on('cdata', addText);
  return () => refused;
}

const ownDocumentType = () =>
  problem('file-suspicious', 'The Word document defines a document type of its own, as no real one does.');

function refuseSize(depth: number, nodes: number): Problem | null {
  if (depth > maximumDepth) return problem('file-too-deep', 'The Word document is nested far too deeply.');
  return nodes > maximumNodes
    ? problem('file-too-large', 'The Word document is far longer than a release can be.')
    : null;
}

/** Names with the prefixes that this reader knows. Declared at the root in practice; a prefix keeps its meaning. */
function canonicalNames(): (tag: SaxesTagPlain) => Pick<XmlElement, 'name' | 'attributes'> {
  const known = new Map<string, string>();
  const canonical = (name: string): string => {
    if (known.size === 0) return name;
    const colon = name.indexOf(':');
    const prefix = known.get(colon < 0 ? '' : name.slice(0, colon));
    return prefix === undefined ? name : `${prefix}:${name.slice(colon + 1)}`;
  };
  return (tag) => {
    const written = Object.entries(tag.attributes);
    for (const [key, value] of written) {
      const prefix = key.startsWith('xmlns') ? prefixes[value] : undefined;
      if (prefix !== undefined && key !== `xmlns:${prefix}`) known.set(key.slice('xmlns:'.length), prefix);
    }
    const attributes = Object.fromEntries(
      written.map(([key, value]) => [key.includes(':') ? canonical(key) : key, value]),
    );
    return { name: canonical(tag.name), attributes };
  };
}

/** Elements of that name directly below. */
export function childrenOf(element: XmlElement | undefined, name: string): XmlElement[] {
  return (element?.children ?? []).filter(
    (node): node is XmlElement => typeof node !== 'string' && node.name === name,
  );
}
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((node): node is XmlElement => typeof node !== 'string' && node.name === name);
}
/** Every element below, in document order. */
export function* below(element: XmlElement): Generator<XmlElement> {
  const waiting = [...element.children].reverse();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next === 'string') continue;
    yield next;
    for (let index = next.children.length - 1; index >= 0; index--) {
      const child = next.children[index];
      if (child !== undefined) waiting.push(child);
    }
  }
}

/** `w:val`, in which most of Word's elements say what they say. */
export function val(element: XmlElement | undefined): string | undefined {
  return element?.attributes['w:val'];
}
/** Whether a switch (`<w:b/>`, `<w:b w:val="0"/>`) is on. */
export function isOn(element: XmlElement | undefined): boolean {
  return element !== undefined && !/^(?:0|false|off|none|nil)$/.test(val(element) ?? 'true');
}
