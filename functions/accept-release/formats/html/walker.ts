import type { Inline } from '../../../_shared/domain/document.ts';
import { lineOf, type Source, type SourceBlock, type SourceLine } from '../source.ts';
import type { Node } from './elements.ts';

/** Where the reader stands in the page, and what it has met so far. */
export interface Walker {
  source: Source;
  /** Lines of the paragraph being read, and inlines of its last line. */
  lines: SourceLine[];
  inlines: Inline[];
  /** Line of the file, and the one in which the page begins (after front matter). */
  at: number;
  first: number;
  /** Something that acts was left out. */
  active: boolean;
}

export const newWalker = (source: Source, firstLine: number): Walker => ({
  source,
  lines: [],
  inlines: [],
  at: firstLine,
  first: firstLine,
  active: false,
});

export function lineNumber(node: Node, walker: Walker): number {
  return (node.sourceCodeLocation?.startLine ?? walker.at - walker.first + 1) + walker.first - 1;
}

export function endLine(walker: Walker): void {
  const line = lineOf(walker.inlines, walker.at);
  if (line) walker.lines.push(line);
  walker.inlines = [];
}

export function endParagraph(blocks: SourceBlock[], walker: Walker): void {
  endLine(walker);
  if (walker.lines.length > 0) blocks.push({ type: 'paragraph', lines: walker.lines, style: 'plain' });
  walker.lines = [];
}
