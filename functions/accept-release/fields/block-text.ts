import type { Block, Inline } from '../../_shared/domain/document.ts';

/** The text of inlines; a break is a space. */
export function plainText(inlines: readonly Inline[]): string {
  return inlines.map((inline) => (inline.type === 'break' ? ' ' : inline.text)).join('');
}

/** Rules at the ends separate nothing. */
export function trimRules(blocks: Block[]): Block[] {
  let start = 0;
  let end = blocks.length;
  while (blocks[start]?.type === 'rule') start++;
  while (end > start && blocks[end - 1]?.type === 'rule') end--;
  return blocks.slice(start, end);
}

/** All words of some blocks, a space between them. */
export function textOfBlocks(blocks: readonly Block[]): string {
  return blocks
    .map((block) => {
      switch (block.type) {
        case 'heading':
        case 'paragraph':
          return plainText(block.inlines);
        case 'list':
          return block.items.map(textOfBlocks).join(' ');
        case 'quote':
          return textOfBlocks(block.blocks);
        case 'table':
          return [block.header ?? [], ...block.rows].flat().map(plainText).join(' ');
        default:
          return '';
      }
    })
    .join(' ');
}
