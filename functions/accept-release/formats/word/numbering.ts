import type { SourceBlock } from '../source.ts';
import { childOf, childrenOf, val, type XmlElement } from './parse-xml.ts';

/** A block of the text; an item of a list still alone, with the number of its list. */
export type Item = SourceBlock & { list?: string };

/** The numbers of the lists that count (1, 2, 3…) rather than have bullets. */
export function orderedLists(numbering: XmlElement | null): ReadonlySet<string> {
  const part = numbering ?? undefined;
  const counting = new Set(
    childrenOf(part, 'w:abstractNum')
      .filter(counts)
      .map((kind) => kind.attributes['w:abstractNumId'] ?? ''),
  );
  return new Set(
    childrenOf(part, 'w:num')
      .filter((list) => counting.has(val(childOf(list, 'w:abstractNumId')) ?? ''))
      .map((list) => list.attributes['w:numId'] ?? ''),
  );
}

function counts(kind: XmlElement): boolean {
  const format = val(childOf(childOf(kind, 'w:lvl'), 'w:numFmt')) ?? 'bullet';
  return format !== 'bullet' && format !== 'none';
}

/** Neighbouring items of one list become that list. */
export function joinItems(items: readonly Item[], ordered: ReadonlySet<string>): SourceBlock[] {
  const joined: SourceBlock[] = [];
  let list: (SourceBlock & { type: 'list' }) | null = null;
  let number: string | null = null;
  for (const { list: own, ...block } of items.map((one) => ({ list: undefined, ...one }))) {
    if (own === undefined) {
      list = null;
      joined.push(block);
    } else if (list !== null && number === own) list.items.push([block]);
    else {
      number = own;
      list = { type: 'list', ordered: ordered.has(own), items: [[block]] };
      joined.push(list);
    }
  }
  return joined;
}
