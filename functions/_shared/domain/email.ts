import * as z from 'zod';
import { languageSchema } from './newsroom.ts';
import { editionSchema } from './release.ts';

/**
 * Values that differ per recipient and are filled in after rendering. In `html`, `text` and `subject` each is
 * represented by a token (`slotToken`). A token consists only of letters and digits, so no encoding changes it. It
 * contains a random nonce per composition, so no text that a person wrote can contain it.
 */
export const slotSchema = z.enum([
  /** https URL of the unsubscribe page; the one-click header carries the same. */
  'unsubscribe-url',
  'preferences-url',
  /** The web page of the release. For holders of an embargoed edition the URL contains their token. */
  'web-url',
  /** In the address of each picture and file of the release: identifies the reader (file-link.ts). */
  'file-token',
  /** The embargo in the recipient's own zone and the edition's language. */
  'embargo-local',
  /** The list that includes the recipient, for "you receive this because …". */
  'list-name',
]);
export type Slot = z.infer<typeof slotSchema>;

export function slotToken(slot: Slot, nonce: string): string {
  return `SLOT${nonce}${slot.replaceAll('-', '')}TOLS`;
}

/** One edition in one language, complete except for the slots. Stored in S3 as JSON. */
export const renderedEmailSchema = z.object({
  releaseId: z.string(),
  version: z.number().int().positive(),
  edition: editionSchema,
  language: languageSchema,
  direction: z.enum(['ltr', 'rtl']),
  subject: z.string(),
  /** The preview text that inboxes show beside the subject. Empty in emails composed before this field existed. */
  preheader: z.string().default(''),
  html: z.string(),
  text: z.string(),
  /** Alphanumeric, random per composition. */
  nonce: z.string().regex(/^[A-Za-z0-9]{12,}$/),
  /** The slots that occur in `html`, `text` and `subject`. */
  slots: z.array(slotSchema),
  sender: z.object({ name: z.string(), address: z.string(), replyTo: z.string() }),
});
export type RenderedEmail = z.infer<typeof renderedEmailSchema>;

/**
 * Fills the slots of the HTML. Values are text or addresses; `escaped` makes them safe in markup. A slot without a
 * value becomes empty.
 */
export function filledHtml(
  { html, nonce, slots }: Pick<RenderedEmail, 'html' | 'nonce' | 'slots'>,
  values: Partial<Record<Slot, string>>,
  escaped: (text: string) => string,
): string {
  return slots.reduce(
    (markup, slot) => markup.replaceAll(slotToken(slot, nonce), () => escaped(values[slot] ?? '')),
    html,
  );
}
