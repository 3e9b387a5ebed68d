import { z } from 'zod';
import { languageSchema } from './newsroom.ts';
import { editionSchema } from './release.ts';

/**
 * Per-recipient values, put in after rendering. In `html`, `text` and `subject` each stands as its token
 * (`slotToken`), which only letters and digits make up, so that no encoding changes it and no text a person wrote
 * can contain it: the nonce is random per composition.
 */
export const slotSchema = z.enum([
  /** https URL of the unsubscribe page; the one-click header carries the same. */
  'unsubscribe-url',
  'preferences-url',
  /** The release on the web; for holders of an embargoed edition it carries their token. */
  'web-url',
  /** In the address of each picture and file of the release: whose link it is (file-link.ts). */
  'file-token',
  /** The embargo's instant in the recipient's own zone, in the edition's language. */
  'embargo-local',
  /** The list that brought the recipient in, for "you receive this because …". */
  'list-name',
]);
export type Slot = z.infer<typeof slotSchema>;

export function slotToken(slot: Slot, nonce: string): string {
  return `SLOT${nonce}${slot.replaceAll('-', '')}TOLS`;
}

/** One edition in one language, ready for every recipient but for the slots. Stored in S3 as JSON. */
export const renderedEmailSchema = z.object({
  releaseId: z.string(),
  version: z.number().int().positive(),
  edition: editionSchema,
  language: languageSchema,
  direction: z.enum(['ltr', 'rtl']),
  subject: z.string(),
  /** What inboxes show beside the subject; emails composed before it was kept have none. */
  preheader: z.string().default(''),
  html: z.string(),
  text: z.string(),
  /** Alphanumeric, random per composition. */
  nonce: z.string().regex(/^[A-Za-z0-9]{12,}$/),
  /** The slots that occur in the three texts. */
  slots: z.array(slotSchema),
  sender: z.object({ name: z.string(), address: z.string(), replyTo: z.string() }),
});
export type RenderedEmail = z.infer<typeof renderedEmailSchema>;

/**
 * The HTML with its slots filled. Values are text or addresses, which `escaped` makes safe in markup; a slot without a
 * value stays empty.
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
