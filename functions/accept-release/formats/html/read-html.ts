import type { Problem } from '../../../_shared/domain/report.ts';
import { problem } from '../../problems.ts';
import { addMargin } from '../margins.ts';
import { emptySource, type Source } from '../source.ts';
import { readBlocks } from './blocks.ts';
import { parseHtml } from './bounded-html.ts';
import { commentOf, type Element, elementsOf } from './elements.ts';
import { mainOf } from './main-content.ts';
import { readMetadata } from './metadata.ts';
import { headingOutside, keepFurniture } from './page-furniture.ts';
import { plainStyle } from './style.ts';
import { newWalker } from './walker.ts';

/**
 * A page as its reader sees it: the article inside the furniture, nothing that acts, loads or hides. What is left out
 * is kept as margins, to be searched for an embargo; nothing is ever fetched.
 */
export function readHtml(html: string, firstLine: number): Source | Problem {
  const page = parseHtml(html);
  if ('severity' in page) return page;
  const source = emptySource('html');
  const root = elementsOf(page.childNodes, 'html')[0];
  if (!root) return source;
  readMetadata(root, source);
  const body = elementsOf(root.childNodes, 'body')[0];
  if (!body) return source;
  const isActive = readBody(body, source, firstLine);
  for (const comment of page.childNodes.map(commentOf))
    if (comment !== null) addMargin(source, 'comment', comment, null);
  if (isActive)
    source.problems.push(
      problem('active-content-left-out', 'Scripts, forms, frames or styles of the page were left out.'),
    );
  return source;
}

/** Reads what the page shows; true when something that acts was left out. */
function readBody(body: Element, source: Source, firstLine: number): boolean {
  const walker = newWalker(source, firstLine);
  const main = mainOf(body);
  if (main !== body) keepFurniture(body, main, source);
  source.blocks = readBlocks(main.childNodes, walker, plainStyle);
  const isHeaded = source.blocks.some((block) => block.type === 'heading' && block.level === 1);
  const heading = main === body || isHeaded ? null : headingOutside(body, main, walker);
  if (heading) source.blocks.unshift(heading);
  return walker.active;
}
