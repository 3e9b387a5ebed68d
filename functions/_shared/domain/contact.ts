import * as z from 'zod';
import { instantSchema } from './report.ts';

/**
 * A person on the media lists. Stored as two items with separate writers, so that no import can bring back a suppressed
 * person: the *card* contains what admins and imports say about the person; the *standing* contains what the person,
 * the law and SES say.
 */

export const outletKinds = [
  'agency',
  'newspaper',
  'magazine',
  'broadcaster',
  'radio',
  'online',
  'freelance',
  'ngo',
  'government',
  'other',
] as const;
export const outletKindSchema = z.enum(outletKinds);

/**
 * `c` + 26 base32 characters of an HMAC of the normalised address. Because the id is computed from the address, one
 * read finds the contact.
 */
export const contactIdSchema = z.string().regex(/^c[a-z2-7]{26}$/);

export const cardSchema = z.object({
  contactId: contactIdSchema,
  /** Optimistic lock: an edit names the revision that it read. */
  revision: z.number().int().positive(),
  /** As given, with the domain in lower case; the local part keeps its case. Erasing a person deletes the card. */
  email: z.string(),
  name: z.string().nullable(),
  outlet: z.string().nullable(),
  outletKind: outletKindSchema.nullable(),
  role: z.string().nullable(),
  /** As written. People read it; no program dials it. Cards from before this field existed have none. */
  phone: z.string().nullable().default(null),
  beats: z.array(z.string()),
  regions: z.array(z.string()),
  /** BCP 47 primary subtags in order of preference, e.g. `['vi', 'en']`. */
  languages: z.array(z.string()),
  /** IANA, or null for the newsroom's zone. */
  zone: z.string().nullable(),
  lists: z.array(z.string()),
  tier: z.number().int().min(1).max(3).nullable(),
  consent: z.object({ source: z.string(), at: instantSchema, evidence: z.string() }).nullable(),
  notes: z.string().nullable(),
  createdAt: instantSchema,
  updatedAt: instantSchema,
});
export type Card = z.infer<typeof cardSchema>;

export const suppressionReasonSchema = z.enum([
  'unsubscribed',
  'bounced',
  'complained',
  'erased',
  'suppressed-by-ses',
  'suppressed-by-admin',
]);
export type SuppressionReason = z.infer<typeof suppressionReasonSchema>;

export const standingSchema = z.object({
  contactId: contactIdSchema,
  suppressed: z
    .object({ reason: suppressionReasonSchema, at: instantSchema, evidence: z.string() })
    .nullable(),
  /** An accredited contact has accepted the embargo terms (version and time are kept) and is marked as trusted. */
  accreditation: z
    .object({ termsVersion: z.string(), at: instantSchema, evidence: z.string(), by: z.string() })
    .nullable(),
  pausedUntil: instantSchema.nullable(),
  /** Lists that the person has left individually. An import that names such a list changes nothing. */
  leftLists: z.array(z.string()),
  /**
   * An edit or an undone import has removed a list from the card, so the sender checks the current card before it
   * sends.
   */
  wasTakenOff: z.boolean(),
  transientBounces: z.number().int().nonnegative(),
  /**
   * An admin has offered the embargo terms to this person. Only while this is set does accepting the terms by link
   * accredit the person. Revoking clears it, so an old link cannot restore the accreditation.
   */
  termsOffered: z.object({ version: z.string(), at: instantSchema, by: z.string() }).nullable(),
});
export type Standing = z.infer<typeof standingSchema>;

/** The standing of a contact without a standing item. */
export function goodStanding(contactId: string): Standing {
  return {
    contactId,
    suppressed: null,
    accreditation: null,
    pausedUntil: null,
    leftLists: [],
    wasTakenOff: false,
    transientBounces: 0,
    termsOffered: null,
  };
}

const strength: Record<SuppressionReason, number> = {
  unsubscribed: 1,
  'suppressed-by-admin': 2,
  'suppressed-by-ses': 3,
  bounced: 4,
  complained: 5,
  erased: 6,
};

/**
 * Only a stronger reason replaces a suppression reason. A retraction still reaches people who unsubscribed, so a later
 * unsubscribe must not hide a bounce or a complaint.
 */
export function suppressionStrength(reason: SuppressionReason): number {
  return strength[reason];
}

/** The name of a list, as used under `lists/`, in a release's `lists:` and after `--list`. */
export const listNameSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/);

export const listSchema = z.object({ list: z.string(), title: z.string(), createdAt: instantSchema });
/** A named set of contacts. */
export type List = z.infer<typeof listSchema>;
