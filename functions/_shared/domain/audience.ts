import * as z from 'zod';
import { contactIdSchema } from './contact.ts';
import { languageSchema } from './newsroom.ts';

/**
 * A contact chosen for a release: one NDJSON line of the frozen audience. Lines are sorted by `contactId`; each contact
 * appears once.
 */
export const recipientSchema = z.object({
  contactId: contactIdSchema,
  email: z.string(),
  name: z.string().nullable(),
  /** The language of the release's texts that suits the contact best. */
  language: languageSchema,
  /** IANA time zone. */
  zone: z.string().nullable(),
  /** The list (or segment) that brought the contact in. */
  list: z.string(),
  /** As it was when the audience was frozen. The step that claims the send checks it again. */
  accredited: z.boolean(),
  /**
   * In an edition about an earlier version: the version that this recipient was sent. The edition may mention only that
   * one.
   */
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

/** The audience that the desk sees and approves. `hash` is the SHA-256 of the recipients' NDJSON. */
export const audienceSummarySchema = z.object({
  hash: z.string(),
  recipientsKey: z.string(),
  exclusionsKey: z.string(),
  recipients: z.number().int().nonnegative(),
  accredited: z.number().int().nonnegative(),
  byLanguage: z.record(z.string(), z.number().int()),
  byList: z.record(z.string(), z.number().int()),
  /** By the zone whose clock counts for each recipient. Only of a version that is sent by its readers' clocks. */
  byZone: z.record(z.string(), z.number().int()).optional(),
  exclusions: z.partialRecord(exclusionReasonSchema, z.number().int()),
});
export type AudienceSummary = z.infer<typeof audienceSummarySchema>;
