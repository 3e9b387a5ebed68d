import * as z from 'zod';
import { contactIdSchema } from './contact.ts';
import { editionSchema } from './release.ts';

/** The messages in the queues. They contain identifiers only, never addresses, headlines or texts. */

const releaseVersion = { releaseId: z.string(), version: z.number().int().positive() };

/** The number of attempts so far to send the notice. */
const retries = { tries: z.number().int().nonnegative().optional() };

/**
 * compose-emails: render a version's editions, freeze its audience and send the proof; or render and send one notice.
 */
export const composeMessageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('release'), ...releaseVersion, ...retries }),
  z.object({ kind: z.literal('notice'), noticeId: z.string(), ...retries }),
]);
export type ComposeMessage = z.infer<typeof composeMessageSchema>;

/**
 * Seconds until a notice that SES does not accept now is tried again: soon at first, later every quarter of an hour,
 * the longest delay of a message in SQS. Without a limit of attempts.
 */
export function comeAgainSeconds({ tries = 0 }: Pick<ComposeMessage, 'tries'>): number {
  return Math.min(900, 30 * 2 ** tries);
}

/**
 * arm-delivery: freeze the recipients of one edition, divide them into chunks and enqueue the chunks. `part`: the first
 * part of the delivery whose chunks are not enqueued yet, because it was due too late.
 */
export const armMessageSchema = z.object({
  ...releaseVersion,
  edition: editionSchema,
  part: z.number().int().nonnegative().optional(),
  /** Set if the edition is for one reader only, who was added. */
  addedContact: contactIdSchema.optional(),
});
export type ArmMessage = z.infer<typeof armMessageSchema>;

/** send-emails: one chunk of a delivery. */
export const sendMessageSchema = z.object({ deliveryId: z.string(), chunk: z.number().int().nonnegative() });
export type SendMessage = z.infer<typeof sendMessageSchema>;
