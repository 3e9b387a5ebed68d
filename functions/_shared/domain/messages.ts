import { z } from 'zod';
import { editionSchema } from './release.ts';

/** The messages in the queues. They contain identifiers only, never addresses, headlines or texts. */

const releaseVersion = { releaseId: z.string(), version: z.number().int().positive() };

/**
 * compose-emails: render a version's editions, freeze its audience and send the proof; or render and send one notice.
 */
export const composeMessageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('release'), ...releaseVersion }),
  z.object({ kind: z.literal('notice'), noticeId: z.string() }),
]);
export type ComposeMessage = z.infer<typeof composeMessageSchema>;

/** arm-delivery: freeze the recipients of one edition, divide them into chunks and enqueue the chunks. */
export const armMessageSchema = z.object({ ...releaseVersion, edition: editionSchema });
export type ArmMessage = z.infer<typeof armMessageSchema>;

/** send-emails: one chunk of a delivery. */
export const sendMessageSchema = z.object({ deliveryId: z.string(), chunk: z.number().int().nonnegative() });
export type SendMessage = z.infer<typeof sendMessageSchema>;
