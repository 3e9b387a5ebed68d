import { problem } from '../../problems.ts';
import { cleanLine } from '../../words/clean-text.ts';
import { publishableLink } from '../publishable-link.ts';
import { attribute, descendants, type Element, type Node, textKeepingEnds } from './elements.ts';
import { flags, type Style, styled } from './style.ts';
import { blockTags } from './tags.ts';
import { endLine, lineNumber, type Walker } from './walker.ts';

export function addText(value: string, node: Node, walker: Walker, style: Style): void {
  if (walker.inlines.length === 0 && walker.lines.length === 0) {
    if (value.trim() === '') return;
    walker.at = lineNumber(node, walker) + linesBefore(value);
  }
  const code = style.code && !style.pre;
  for (const [index, text] of rowsOf(value, style).entries()) {
    if (index > 0) endLine(walker);
    walker.inlines.push({ type: 'text', text, ...flags(style), ...(code && { code }) });
  }
}

/** Line ends of the file before the first word. */
const linesBefore = (value: string) => (/^\s*/.exec(value)?.[0] ?? '').split('\n').length - 1;

/** Line ends count in `<pre>`; and template statements left in a page (`{% block title %}…`) stand on lines of their own. */
function rowsOf(value: string, style: Style): string[] {
  return style.pre || value.includes('{%') ? value.split('\n') : [value];
}

/** A link around paragraphs or pictures: it is gone through like any other element. */
export function holdsBlocks(link: Element): boolean {
  for (const inner of descendants(link))
    if (inner !== link && (blockTags.has(inner.tagName) || inner.tagName === 'img')) return true;
  return false;
}

export function addLink(link: Element, walker: Walker, around: Style): void {
  const { text, target } = wordsOf(link);
  if (text.trim() === '') {
    walker.inlines.push({ type: 'text', text });
    return;
  }
  const bareAddress = /^[^\s/:@?#]+@[^\s/:@?#]+\.[a-z]{2,}$/i.test(target.trim());
  const href = publishableLink(bareAddress ? `mailto:${target.trim()}` : target);
  const style = flags([...descendants(link)].reduce((all, inner) => styled(inner.tagName, all), around));
  walker.inlines.push(
    href === null ? { type: 'text', text, ...style } : { type: 'link', href, text, ...style },
  );
  if (href === null && target !== '' && !target.startsWith('#'))
    walker.source.problems.push(
      problem(
        'link-left-out',
        `The link to “${cleanLine(target).slice(0, 80)}” cannot be published; its words stay.`,
        { line: lineNumber(link, walker) },
      ),
    );
}

function wordsOf(link: Element): { text: string; target: string } {
  for (const element of descendants(link)) {
    const hidden = attribute(element, 'data-cfemail');
    if (hidden === null) continue;
    const text = revealed(hidden) ?? textKeepingEnds(link);
    return { text, target: `mailto:${text}` };
  }
  return { text: textKeepingEnds(link), target: attribute(link, 'href') ?? '' };
}

/** Addresses that a well-known proxy replaces by “[email protected]”: each byte is XORed with the first. */
function revealed(encoded: string): string | null {
  if (!/^[0-9a-f]{6,400}$/i.test(encoded) || encoded.length % 2 === 1) return null;
  const values = Buffer.from(encoded, 'hex');
  const text = Buffer.from([...values.subarray(1)].map((byte) => byte ^ (values[0] ?? 0))).toString('utf8');
  return /^[^\s@<>]+@[^\s@<>]+\.[a-z]{2,}$/i.test(text) ? text : null;
}
