import * as z from 'zod';
import { contactIdSchema } from './contact.ts';
import { languageSchema } from './newsroom.ts';
import { instantSchema } from './report.ts';

/** What somebody entered in the public form, until the owner of the address confirms it by link. */
export const signUpSchema = z.object({
  contactId: contactIdSchema,
  email: z.string(),
  /** Part of the confirmation link, so that the link of an earlier sign-up does not confirm this one. */
  nonce: z.string(),
  name: z.string().nullable(),
  outlet: z.string().nullable(),
  role: z.string().nullable(),
  beats: z.array(z.string()),
  language: languageSchema,
  list: z.string(),
  /** Ids of the counters of its mailbox and network (sign-up-limit.ts). Empty in sign-ups of older versions. */
  counters: z.array(z.string()).default([]),
  requestedAt: instantSchema,
  confirmedAt: instantSchema.nullable(),
});
export type SignUp = z.infer<typeof signUpSchema>;

/** Seconds for which a confirmation link is valid. */
export const confirmWithinSeconds = 7 * 24 * 60 * 60;
