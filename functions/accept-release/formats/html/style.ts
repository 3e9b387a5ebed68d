import { boldTags, codeTags, italicTags } from './tags.ts';

/** How the words look where the reader stands. */
export interface Style {
  bold: boolean;
  italic: boolean;
  code: boolean;
  pre: boolean;
}
export const plainStyle: Style = { bold: false, italic: false, code: false, pre: false };

/** The style inside an element of that name. */
export function styled(tag: string, style: Style): Style {
  if (boldTags.has(tag)) return { ...style, bold: true };
  if (italicTags.has(tag)) return { ...style, italic: true };
  return codeTags.has(tag) ? { ...style, code: true } : style;
}

/** What an inline says of its style: only what is on. */
export const flags = ({ bold, italic }: Style) => ({ ...(bold && { bold }), ...(italic && { italic }) });
