import { z } from 'zod';
import { exclusionReasonSchema } from './audience.ts';
import { contactIdSchema } from './contact.ts';
import { languageSchema } from './newsroom.ts';
import { editionSchema } from './release.ts';
import { instantSchema } from './report.ts';

/** The sending of one edition of one version: frozen recipients in S3, chunks and records in the table. */
export const deliverySchema = z.object({
  deliveryId: z.string().regex(/^[A-Za-z0-9_-]{1,256}$/),
  releaseId: z.string(),
  version: z.number().int().positive(),
  edition: editionSchema,
  /** No send may start before this instant. */
  notBefore: instantSchema,
  recipientsKey: z.string(),
  recipients: z.number().int().nonnegative(),
  /** Sends that a retraction owes even to those who unsubscribed since (kill). */
  reachesUnsubscribed: z.boolean(),
  chunks: z.number().int().nonnegative(),
  state: z.enum(['freezing', 'armed', 'sending', 'sent', 'stopped']),
  createdAt: instantSchema,
});
export type Delivery = z.infer<typeof deliverySchema>;

/** Where each recipient is, exactly one at every moment. */
export const recipientStateSchema = z.enum([
  'pending',
  'sending',
  'sent',
  'delivered',
  'bounced',
  'complained',
  'refused',
  'unknown',
  'parked',
  'left-out',
]);
export type RecipientState = z.infer<typeof recipientStateSchema>;

/** One recipient's line of a delivery: who got it, who did not, and why. */
export const recipientRecordSchema = z.object({
  deliveryId: z.string(),
  contactId: contactIdSchema,
  /** Null once anonymised. */
  email: z.string().nullable(),
  language: languageSchema,
  state: recipientStateSchema,
  /** Why left out, refused, bounced …; null when there is nothing to explain. */
  reason: z.union([exclusionReasonSchema, z.string()]).nullable(),
  at: instantSchema,
  sesMessageId: z.string().nullable(),
  /** 1 for the first try; part of the tag that SES's events bring back. */
  attempt: z.number().int().positive(),
});
export type RecipientRecord = z.infer<typeof recipientRecordSchema>;
