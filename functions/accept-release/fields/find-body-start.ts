import type { Line } from '../formats/source.ts';
import { opensWithLabel } from './classify-line.ts';
import { datelinePrefix } from './find-dateline.ts';
import type { Paragraph } from './group-lines.ts';
import type { Role } from './roles.ts';

/** The paragraph in which the text itself begins: the first with a dateline, else the first long one. */
export function findBodyStart(paragraphs: readonly Paragraph[], roles: readonly Role[]): number {
  for (const [index, paragraph] of paragraphs.entries()) {
    if (
      roles[paragraph.lines[0]?.id ?? -1] !== 'body' ||
      paragraph.kind === 'heading' ||
      paragraph.kind === 'title'
    )
      continue;
    const { text } = paragraph;
    const prefix = datelinePrefix(text, boldLength(paragraph.lines[0]));
    if (prefix && prefix.certainty >= 2 && text.length > prefix.length + 25 && !opensWithLabel(text))
      return index;
    if (text.length >= 220 || (text.length >= 110 && /[.!?。؟]["”’»)]?$/u.test(text))) return index;
    if (/[\p{Script=Han}]/u.test(text) && text.length >= 60 && /[。！？][”」』]?$/u.test(text)) return index;
  }
  return paragraphs.length;
}

/** How many characters at the start of a line are set in bold. */
export function boldLength(line: Line | undefined): number {
  let length = 0;
  for (const inline of line?.inlines ?? []) {
    if (inline.type !== 'text' || !inline.bold) break;
    length += inline.text.length;
  }
  return length;
}
