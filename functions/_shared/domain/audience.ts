import { z } from 'zod';
import { contactIdSchema } from './contact.ts';
import { languageSchema } from './newsroom.ts';

/** A contact chosen for a release: one NDJSON line of the frozen audience, sorted by `contactId`, each once. */
export const recipientSchema = z.object({
  contactId: contactIdSchema,
  email: z.string(),
  name: z.string().nullable(),
  /** The language of the release's texts that suits the contact best. */
  language: languageSchema,
  /** IANA. */
  zone: z.string().nullable(),
  /** The list (or segment) that brought the contact in. */
  list: z.string(),
  /** At freezing time; checked again in the step that claims the send. */
  accredited: z.boolean(),
  /** Of an edition that looks back: the version which they were sent, and which alone it may speak of to them. */
  holds: z.number().int().positive().optional(),
});
export type Recipient = z.infer<typeof recipientSchema>;

export const exclusionReasonSchema = z.enum([
  'unsubscribed',
  'bounced',
  'complained',
  'erased',
  'suppressed-by-ses',
  'suppressed-by-admin',
  'paused',
  'left-list',
  'excluded-by-rule',
  'not-accredited',
  'already-has-it',
  'release-stopped',
]);
export type ExclusionReason = z.infer<typeof exclusionReasonSchema>;

export const exclusionSchema = z.object({
  contactId: contactIdSchema,
  email: z.string(),
  reason: exclusionReasonSchema,
  list: z.string(),
});
export type Exclusion = z.infer<typeof exclusionSchema>;

/** What the desk is shown and approves. `hash` is SHA-256 over the recipients' NDJSON. */
export const audienceSummarySchema = z.object({
  hash: z.string(),
  recipientsKey: z.string(),
  exclusionsKey: z.string(),
  recipients: z.number().int().nonnegative(),
  accredited: z.number().int().nonnegative(),
  byLanguage: z.record(z.string(), z.number().int()),
  byList: z.record(z.string(), z.number().int()),
  exclusions: z.partialRecord(exclusionReasonSchema, z.number().int()),
});
export type AudienceSummary = z.infer<typeof audienceSummarySchema>;
