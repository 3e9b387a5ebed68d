import type { Problem } from '../../../_shared/domain/report.ts';
import { problem } from '../../problems.ts';
import { cleanLine } from '../../words/clean-text.ts';
import { pictureFile } from '../publishable-link.ts';
import type { SourceBlock } from '../source.ts';
import { attribute, descendants, type Element, isElement, type Node, textIn } from './elements.ts';
import { lineNumber, type Walker } from './walker.ts';

/** The picture as a block; null when there is none to publish. */
export function readImage(element: Element, walker: Walker): SourceBlock | null {
  const written = (attribute(element, 'src') ?? '').trim();
  const file = pictureFile(written);
  const at = lineNumber(element, walker);
  if (file !== null && !isTracker(element)) return { type: 'image', image: imageOf(element, file), at };
  if (isTracker(element)) walker.source.problems.push(leftOut('A tracking pixel was left out.', at));
  else if (written !== '')
    walker.source.problems.push(
      leftOut(`The picture “${cleanLine(written).slice(0, 80)}” of the page was left out.`, at),
    );
  return null;
}

/** Two pixels or less is a tracker, not a picture. */
function isTracker(element: Element): boolean {
  return ['width', 'height'].some((side) => /^[0-2](?:px)?$/.test(attribute(element, side)?.trim() ?? ''));
}

function imageOf(element: Element, file: string) {
  const said = (name: string) => cleanLine(attribute(element, name) ?? '') || null;
  return { file, alt: said('alt'), caption: said('title'), credit: null };
}

const leftOut = (message: string, line: number): Problem =>
  problem('remote-content-left-out', message, { line });

/** A picture with its caption. `read` reads what is inside. */
export function readFigure(figure: Element, read: (nodes: readonly Node[]) => SourceBlock[]): SourceBlock[] {
  const isCaption = (node: Node): node is Element => isElement(node) && node.tagName === 'figcaption';
  const captions = [...descendants(figure)].filter(isCaption);
  const blocks = read(figure.childNodes.filter((child) => !isCaption(child)));
  const picture = blocks.find((block) => block.type === 'image');
  if (!picture) return [...blocks, ...captions.flatMap((element) => read(element.childNodes))];
  const caption = captions
    .map((element) => textIn(element))
    .join(' ')
    .slice(0, 1000);
  if (caption !== '') picture.image.caption = caption;
  return blocks;
}
