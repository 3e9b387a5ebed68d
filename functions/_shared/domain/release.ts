import * as z from 'zod';
import { blockSchema, imageSchema } from './document.ts';
import { languageSchema } from './newsroom.ts';
import {
  assumptionSchema,
  datelineSchema,
  instantSchema,
  localTimeSchema,
  mediaContactSchema,
  problemSchema,
} from './report.ts';

/** What a person gets of a version. */
export const editionSchema = z.enum([
  'embargoed',
  'embargo-moved',
  'general',
  'lift-notice',
  'correction',
  'kill',
]);
export type Edition = z.infer<typeof editionSchema>;

/**
 * People who hold a release get these editions even after they unsubscribed, and however late it is. Otherwise they
 * would publish something that is retracted, or publish at a time that is no longer valid.
 */
export function isOwed(edition: Edition): boolean {
  return edition === 'kill' || edition === 'embargo-moved';
}

/** One language of one version, as read. The emails are made from it. Stored in S3, one object per language. */
export const textSchema = z.object({
  language: languageSchema,
  title: z.string(),
  subtitle: z.string().nullable(),
  summary: z.string().nullable(),
  dateline: datelineSchema,
  contacts: z.array(mediaContactSchema),
  /** True if the desk declared the contacts. Otherwise they were found in the text and may include a partner's. */
  contactsDeclared: z.boolean().optional(),
  images: z.array(imageSchema),
  attachments: z.array(z.object({ file: z.string(), title: z.string().nullable() })),
  /**
   * The body without labels, headline, dateline label, contacts, end marks, boilerplate, and page headers and footers.
   */
  body: z.array(blockSchema),
  boilerplate: z.array(blockSchema),
  notesToEditors: z.array(blockSchema),
});
export type Text = z.infer<typeof textSchema>;

/** Who gets a release: declared by the desk, or proposed from the newsroom's vocabulary. */
export const audienceRuleSchema = z.object({
  /** `declared`: the desk wrote it; `proposed`: the vocabulary found it, and the proof says so. */
  origin: z.enum(['declared', 'proposed']),
  lists: z.array(z.string()),
  segments: z.array(z.string()),
  /** Includes contacts who cover at least one of these beats. */
  beats: z.array(z.string()),
  regions: z.array(z.string()),
  /** Lists or segments whose contacts are left out. */
  exclude: z.array(z.string()),
});
export type AudienceRule = z.infer<typeof audienceRuleSchema>;

/** A version: one accepted (or held) content of a release. Immutable once written. */
export const versionSchema = z.object({
  releaseId: z.string(),
  version: z.number().int().positive(),
  /** SHA-256 of the canonical content of every language and of the metadata. An equal hash creates no new version. */
  contentHash: z.string(),
  readAt: instantSchema,
  sources: z.array(z.object({ key: z.string(), identity: z.string() })),
  /** Language and S3 key of its `textSchema` JSON. The first is the main language. */
  texts: z.array(z.object({ language: languageSchema, key: z.string(), title: z.string() })).min(1),
  embargo: instantSchema.nullable(),
  sendAt: instantSchema.nullable(),
  /** Sent by each reader's own clock; `sendAt` is then the earliest instant that this can be, if the day is known. */
  sendAtLocal: localTimeSchema.nullable().optional(),
  audience: audienceRuleSchema,
  /** What changed, in the desk's words. Required for a version after sending. */
  correction: z.string().nullable(),
  liftNotice: z.boolean(),
  /** A release may require a stricter approval than the newsroom's policy, never a less strict one. */
  approval: z.enum(['required', 'four-eyes', 'auto']).nullable(),
  sender: z.object({ name: z.string().nullable(), replyTo: z.string().nullable() }),
  topics: z.array(z.string()),
  regions: z.array(z.string()),
  problems: z.array(problemSchema),
  assumptions: z.array(assumptionSchema),
});
export type Version = z.infer<typeof versionSchema>;
