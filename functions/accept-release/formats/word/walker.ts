import { maximumLines, maximumTextLength } from '../../limits.ts';
import { addMargin } from '../margins.ts';
import type { Margin, Source } from '../source.ts';
import type { XmlElement } from './parse-xml.ts';
import type { Relations } from './relationships.ts';
import type { Styles } from './styles.ts';

/** Where the reader stands in the document, and what it has met so far. */
export interface Walker {
  source: Source;
  /** Of the part being read. */
  relations: Relations;
  styles: Styles;
  /** Number of the paragraph being read. */
  at: number;
  /** Text boxes met inside the paragraph: read after it. */
  boxes: XmlElement[];
  /** Characters of the text, and of the links, each counted wherever it stands. */
  length: number;
  linked: number;
  /** Changes that nobody accepted; hidden text; pictures inside the document. */
  changed: boolean;
  hidden: boolean;
  pictures: number;
}

export function newWalker(source: Source, relations: Relations, styles: Styles): Walker {
  return {
    source,
    relations,
    styles,
    at: 0,
    boxes: [],
    length: 0,
    linked: 0,
    changed: false,
    hidden: false,
    pictures: 0,
  };
}

/** Longer than a release can be: nothing more is read. */
export const isTooLong = (walker: Walker) => walker.at > maximumLines || walker.length > maximumTextLength;

/** Text of the paragraph being read that does not appear in it. */
export function keepMargin(walker: Walker, where: Margin['where'], text: string): void {
  addMargin(walker.source, where, text, walker.at || null, 4000);
}

/** Word makes a border of `---`; only above the text does it matter. */
export function drawRule(walker: Walker, at: number): void {
  const rules = walker.source.drawnRules ?? [];
  if (rules.length < 20 && rules.at(-1) !== at) rules.push(at);
  walker.source.drawnRules = rules;
}
