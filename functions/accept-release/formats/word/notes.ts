import { lineOf, type SourceBlock } from '../source.ts';
import { readBlocks } from './blocks.ts';
import type { Zip } from './open-zip.ts';
import { childrenOf } from './parse-xml.ts';
import { relatedPart } from './relationships.ts';
import type { Walker } from './walker.ts';

/** Footnotes and endnotes follow the text as notes. */
export function readNotes(zip: Zip, main: string, walker: Walker): void {
  for (const kind of ['footnote', 'endnote']) {
    const part = relatedPart(zip, main, walker.relations, `/${kind}s`);
    // Those with a type are the lines that Word draws above the notes.
    const notes = childrenOf(part ?? undefined, `w:${kind}`).filter(
      (note) => note.attributes['w:type'] === undefined,
    );
    const items = notes
      .map((note): SourceBlock[] => readBlocks(note, walker))
      .filter((item) => item.length > 0);
    if (items.length === 0) continue;
    const heading = lineOf([{ type: 'text', text: 'Notes', bold: true }], walker.at);
    if (heading) walker.source.blocks.push({ type: 'heading', level: 2, lines: [heading] });
    walker.source.blocks.push({ type: 'list', ordered: true, items });
  }
}
