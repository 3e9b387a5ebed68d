import { z } from 'zod';
import { instantSchema } from './report.ts';

/**
 * A person on the media lists, kept as two items that have disjoint writers, so that no import can revive anybody:
 * the *card* is what admins and imports say of the person, the *standing* is what the person, the law and SES say.
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

/** `c` + 26 base32 characters of an HMAC over the normalised address: address and id are found in one read. */
export const contactIdSchema = z.string().regex(/^c[a-z2-7]{26}$/);

export const cardSchema = z.object({
  contactId: contactIdSchema,
  /** Optimistic lock: an edit names the revision it saw. */
  revision: z.number().int().positive(),
  /** As given, domain lower-cased; the local part keeps its case. Erasing a person deletes the card. */
  email: z.string(),
  name: z.string().nullable(),
  outlet: z.string().nullable(),
  outletKind: outletKindSchema.nullable(),
  role: z.string().nullable(),
  /** As written: for people to read, never dialled. Cards of before there was one have none. */
  phone: z.string().nullable().default(null),
  beats: z.array(z.string()),
  regions: z.array(z.string()),
  /** BCP 47 primary subtags in order of preference, e.g. `['vi', 'en']`. */
  languages: z.array(z.string()),
  /** IANA, or null for the newsroom's. */
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
  /** Accredited: accepted the embargo terms (version and time kept) and marked trusted. */
  accreditation: z
    .object({ termsVersion: z.string(), at: instantSchema, evidence: z.string(), by: z.string() })
    .nullable(),
  pausedUntil: instantSchema.nullable(),
  /** Lists that the person left one by one; an import that names them changes nothing. */
  leftLists: z.array(z.string()),
  /** The card once named a list that an edit or an undone import took away: a send looks at the card as it is now. */
  wasTakenOff: z.boolean(),
  transientBounces: z.number().int().nonnegative(),
  /**
   * An admin's word that the person may be trusted: only while it stands do the embargo terms, accepted by link,
   * accredit. Revoking takes it away, so that an old link does not bring the accreditation back.
   */
  termsOffered: z.object({ version: z.string(), at: instantSchema, by: z.string() }).nullable(),
});
export type Standing = z.infer<typeof standingSchema>;

/** A contact without a standing item has this one. */
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
 * A reason gives way to a stronger one only: a retraction reaches those who unsubscribed, so a bounce or a complaint
 * must not be hidden by a later unsubscribe.
 */
export function suppressionStrength(reason: SuppressionReason): number {
  return strength[reason];
}

/** A list's name: what stands under `lists/`, in `lists:` of a release and after `--list`. */
export const listNameSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/);

export const listSchema = z.object({ list: z.string(), title: z.string(), createdAt: instantSchema });
/** A named set of contacts. */
export type List = z.infer<typeof listSchema>;
