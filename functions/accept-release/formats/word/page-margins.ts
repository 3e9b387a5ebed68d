import { addMargin } from '../margins.ts';
import type { Margin, SourceBlock, SourceLine } from '../source.ts';
import { readBlocks } from './blocks.ts';
import type { Zip } from './open-zip.ts';
import { isProblem, optionalPart } from './parts.ts';
import { type Relation, relationsOf, targetPart } from './relationships.ts';
import type { Walker } from './walker.ts';

/** Page headers and footers: three of each for every section of a long report. */
const maximumParts = 200;

/** Keeps the page headers and footers as margins: an embargo often stands only there. */
export function readPageMargins(zip: Zip, main: string, walker: Walker): void {
  const body = { at: walker.at, relations: walker.relations };
  const seen = new Set<string>();
  for (const relation of body.relations.values()) {
    const where = placeOf(relation);
    const name = targetPart(main, relation);
    if (where === null || seen.has(name) || seen.size >= maximumParts) continue;
    seen.add(name);
    readPart(zip, name, where, walker);
  }
  walker.at = body.at;
  walker.relations = body.relations;
}

function placeOf(relation: Relation): Margin['where'] | null {
  if (relation.external) return null;
  if (/\/header$/.test(relation.type)) return 'page header';
  return /\/footer$/.test(relation.type) ? 'page footer' : null;
}

function readPart(zip: Zip, name: string, where: Margin['where'], walker: Walker): void {
  const part = optionalPart(zip, name);
  if (part === null) return;
  const relations = relationsOf(zip, name);
  walker.relations = isProblem(relations) ? new Map() : relations;
  walker.at = 0;
  // Their paragraphs have numbers of their own, which are none of the text's.
  for (const line of readBlocks(part, walker).flatMap(linesIn))
    addMargin(walker.source, where, line.text, null, 4000);
}

function linesIn(block: SourceBlock): SourceLine[] {
  if (block.type === 'heading' || block.type === 'paragraph') return block.lines;
  if (block.type === 'table') return [block.header ?? [], ...block.rows].flat(2);
  return [];
}
