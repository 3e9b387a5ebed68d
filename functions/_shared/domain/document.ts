import * as z from 'zod';

/**
 * The one document model. Every format (Markdown, HTML, DOCX, text) is read into it, and the HTML and text parts of
 * every email are made from it. Text is NFC, without control characters or bidi overrides. Links are absolute `https:`,
 * `http:`, `mailto:` or `tel:`. Nothing in it is ever interpreted as markup or template syntax.
 */

export const inlineSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('text'),
    text: z.string(),
    bold: z.boolean().optional(),
    italic: z.boolean().optional(),
    code: z.boolean().optional(),
  }),
  z.object({
    type: z.literal('link'),
    href: z.string(),
    text: z.string(),
    bold: z.boolean().optional(),
    italic: z.boolean().optional(),
  }),
  z.object({ type: z.literal('break') }),
]);
export type Inline = z.infer<typeof inlineSchema>;

export const imageSchema = z.object({
  /** As the desk wrote it: a file name in the release's folder, or an absolute URL. */
  file: z.string(),
  alt: z.string().nullable(),
  caption: z.string().nullable(),
  credit: z.string().nullable(),
});
export type Image = z.infer<typeof imageSchema>;

export type Block =
  | { type: 'heading'; level: 2 | 3 | 4; inlines: Inline[] }
  | { type: 'paragraph'; inlines: Inline[] }
  | { type: 'list'; ordered: boolean; items: Block[][] }
  | { type: 'quote'; blocks: Block[]; speaker: string | null }
  | { type: 'table'; header: Inline[][] | null; rows: Inline[][][] }
  | { type: 'image'; image: Image }
  | { type: 'rule' };

export const blockSchema: z.ZodType<Block> = z.lazy(() =>
  z.discriminatedUnion('type', [
    z.object({
      type: z.literal('heading'),
      level: z.union([z.literal(2), z.literal(3), z.literal(4)]),
      inlines: z.array(inlineSchema),
    }),
    z.object({ type: z.literal('paragraph'), inlines: z.array(inlineSchema) }),
    z.object({ type: z.literal('list'), ordered: z.boolean(), items: z.array(z.array(blockSchema)) }),
    z.object({ type: z.literal('quote'), blocks: z.array(blockSchema), speaker: z.string().nullable() }),
    z.object({
      type: z.literal('table'),
      header: z.array(z.array(inlineSchema)).nullable(),
      rows: z.array(z.array(z.array(inlineSchema))),
    }),
    z.object({ type: z.literal('image'), image: imageSchema }),
    z.object({ type: z.literal('rule') }),
  ]),
);
