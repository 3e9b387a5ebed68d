import type { Block, Inline } from '../../functions/_shared/domain/document.ts';

/** A fictional release about a fictional training centre, in one language. It reads like a real release. */
export interface Written {
  title: string;
  subtitle: string;
  place: string;
  body: Block[];
  caption: string;
  alt: string;
  credit: string;
  organisation: string;
  names: [string, string];
  about: string;
  notes: string;
  attachment: string;
  correction: { note: string; before: string; after: string };
  /** The reason for its kill. */
  reason: string;
}

export const words = (text: string): Inline => ({ type: 'text', text });
export const strong = (text: string): Inline => ({ type: 'text', text, bold: true });
export const link = (text: string, href: string): Inline => ({ type: 'link', text, href });
export const paragraph = (...inlines: (Inline | string)[]): Block => ({
  type: 'paragraph',
  inlines: inlines.map((inline) => (typeof inline === 'string' ? words(inline) : inline)),
});
export const heading = (text: string): Block => ({ type: 'heading', level: 2, inlines: [words(text)] });
export const quote = (text: string, speaker: string): Block => ({
  type: 'quote',
  blocks: [paragraph(text)],
  speaker,
});
export const list = (...items: string[]): Block => ({
  type: 'list',
  ordered: false,
  items: items.map((item) => [paragraph(item)]),
});

export const email = 'press@peace.example.org';
