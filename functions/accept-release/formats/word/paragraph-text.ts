import type { Inline } from '../../../_shared/domain/document.ts';
import { maximumTextLength } from '../../limits.ts';
import { lineOf, type SourceLine, textOf } from '../source.ts';
import { type Fields, fieldTarget, isInstruction, noFields } from './fields.ts';
import type { RunStyle } from './styles.ts';
import type { Walker } from './walker.ts';

/** What the runs of one paragraph add up to. */
export interface ParagraphText {
  at: number;
  lines: SourceLine[];
  /** Of the line that has not ended. */
  inlines: Inline[];
  hidden: string;
  fields: Fields;
}

export const noText = (at: number): ParagraphText => ({
  at,
  lines: [],
  inlines: [],
  hidden: '',
  fields: noFields(),
});

export function addText(
  written: string,
  style: RunStyle,
  href: string | null,
  text: ParagraphText,
  walker: Walker,
): void {
  if (isInstruction(text.fields)) return;
  if (style.hidden) text.hidden += written;
  else addInline(written, style, href ?? fieldTarget(text.fields), text, walker);
}

function addInline(
  written: string,
  { bold, italic }: RunStyle,
  href: string | null,
  { inlines }: ParagraphText,
  walker: Walker,
): void {
  const last = inlines.at(-1);
  if (href !== null && last?.type === 'link' && last.href === href) {
    last.text += written;
    return;
  }
  walker.linked += href?.length ?? 0;
  if (walker.linked > maximumTextLength) return;
  const shown = { text: written, ...(bold && { bold }), ...(italic && { italic }) };
  inlines.push(href === null ? { type: 'text', ...shown } : { type: 'link', href, ...shown });
}

export function endLine(text: ParagraphText, walker: Walker): void {
  const line = lineOf(text.inlines, text.at);
  if (line) {
    text.lines.push(line);
    walker.length += line.text.length;
  }
  text.inlines = [];
}

/** A tab in the middle of a letterhead's line parts two columns. */
export function partsColumns({ inlines }: ParagraphText): boolean {
  // Fewer than seventy characters in more pieces than that are tabs and nothing else.
  if (inlines.length > 500) return false;
  const before = textOf(inlines).trim();
  return before.length >= 12 && before.length < 70 && !/[:：]$/.test(before) && !/[.!?]\s/.test(before);
}
