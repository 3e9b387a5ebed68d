import type { Block, Inline } from '../../_shared/domain/document.ts';
import { plainText } from './block-text.ts';

/** Blocks as a reader takes them: a sentence that a page break cut is one again, and a quotation has its speaker. */
export function joinBlocks(blocks: readonly Block[]): Block[] {
  const joined: Block[] = [];
  for (const block of blocks) {
    const last = joined.at(-1);
    const both = last && joinedWith(last, block);
    if (both) joined[joined.length - 1] = both;
    else joined.push(block);
  }
  return joined;
}

/** Two neighbours as one block; null when they are two. */
function joinedWith(last: Block, block: Block): Block | null {
  if (last.type === 'rule' && block.type === 'rule') return last;
  if (block.type !== 'paragraph') return null;
  const text = plainText(block.inlines);
  if (last.type === 'paragraph' && isCutOff(plainText(last.inlines), text))
    return { ...last, inlines: mergeTexts([...last.inlines, space, ...block.inlines]) };
  if (last.type === 'quote' && last.speaker === null) {
    const speaker = /^\s*(?:--|—|–|-)\s*(.{3,120})$/u.exec(text)?.[1];
    return speaker === undefined ? null : { ...last, speaker };
  }
  return null;
}

function isCutOff(before: string, after: string): boolean {
  return before.length > 80 && /[\p{L},]$/u.test(before) && /^\p{Ll}/u.test(after);
}

export const space: Inline = { type: 'text', text: ' ' };

/** Texts of one look beside each other are one. */
export function mergeTexts(inlines: Inline[]): Inline[] {
  const merged: Inline[] = [];
  for (const inline of inlines) {
    const last = merged.at(-1);
    if (
      inline.type === 'text' &&
      last?.type === 'text' &&
      last.bold === inline.bold &&
      last.italic === inline.italic &&
      last.code === inline.code
    )
      merged[merged.length - 1] = { ...last, text: last.text + inline.text };
    else merged.push(inline);
  }
  return merged;
}
