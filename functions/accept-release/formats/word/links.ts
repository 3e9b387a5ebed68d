import { problem } from '../../problems.ts';
import { cleanLine } from '../../words/clean-text.ts';
import { publishableLink } from '../publishable-link.ts';
import type { XmlElement } from './parse-xml.ts';
import type { Walker } from './walker.ts';

/** Where a hyperlink leads; null for a place in the document, or an address that cannot be published. */
export function hyperlink(node: XmlElement, walker: Walker): string | null {
  const relation = walker.relations.get(node.attributes['r:id'] ?? '');
  if (!relation?.external) return null;
  if (relation.link === undefined) relation.link = publishableLink(relation.target);
  if (relation.link === null)
    walker.source.problems.push(
      problem(
        'link-left-out',
        `The link to “${cleanLine(relation.target.slice(0, 2000)).slice(0, 80)}” cannot be published; its words stay.`,
        { line: walker.at },
      ),
    );
  return relation.link;
}

/** Where a field leads whose instruction is `HYPERLINK "…"`. */
export function instructionTarget(instruction: string): string | null {
  const target = /^\s*HYPERLINK\s+"([^"]{1,1000})"/i.exec(instruction.slice(0, 2000))?.[1];
  return target === undefined ? null : publishableLink(target);
}
