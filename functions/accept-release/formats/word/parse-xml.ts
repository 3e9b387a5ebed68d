import { SaxesParser } from 'saxes';
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
  const open: XmlElement[] = [root];
  let nodes = 0;
  let refused: Problem | null = null;
  const parser = new SaxesParser({ xmlns: false, position: false });
  // Declared at the root in practice; a prefix keeps its meaning through the part.
  const known = new Map<string, string>();
  const canonical = (name: string): string => {
    if (known.size === 0) return name;
    const colon = name.indexOf(':');
    const prefix = known.get(colon < 0 ? '' : name.slice(0, colon));
    return prefix === undefined ? name : `${prefix}:${name.slice(colon + 1)}`;
  };
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
    for (const [key, value] of Object.entries(tag.attributes)) {
      const prefix = typeof value === 'string' && key.startsWith('xmlns') ? prefixes[value] : undefined;
      if (prefix !== undefined && key !== `xmlns:${prefix}`) known.set(key.slice('xmlns:'.length), prefix);
    }
    const element: XmlElement = { name: canonical(tag.name), attributes: {}, children: [] };
    for (const [key, value] of Object.entries(tag.attributes))
      if (typeof value === 'string') element.attributes[key.includes(':') ? canonical(key) : key] = value;
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
