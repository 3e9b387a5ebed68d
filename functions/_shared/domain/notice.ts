import { z } from 'zod';
import { audienceSummarySchema } from './audience.ts';
import { languageSchema } from './newsroom.ts';
import { editionSchema } from './release.ts';
import { assumptionSchema, instantSchema, problemSchema } from './report.ts';

/**
 * A mail that is no edition of a release: to the desk, or to one person about their place on the lists. What it says
 * is stored under `store/notices/`; compose-emails makes the words of it. `language` is the reader's.
 */

const language = languageSchema;
const releaseVersion = { releaseId: z.string(), version: z.number().int().positive(), title: z.string() };

export const noticeSchema = z.discriminatedUnion('kind', [
  /** What the desk reads before approving, once per person: the first edition is rendered below it, the others are linked. */
  z.object({
    kind: z.literal('proof'),
    language,
    ...releaseVersion,
    audience: audienceSummarySchema,
    /** Every edition of this version: who it goes to and when. `dueAt` null: as soon as it is approved. */
    plan: z.array(
      z.object({
        edition: editionSchema,
        dueAt: instantSchema.nullable(),
        recipients: z.number().int().nonnegative(),
      }),
    ),
    /** `proposed` when the newsroom's vocabulary found the audience and nobody declared it. */
    audienceOrigin: z.enum(['declared', 'proposed']),
    assumptions: z.array(assumptionSchema),
    problems: z.array(problemSchema),
    /** The other editions and languages, behind the reader's own link. */
    others: z.array(
      z.object({
        edition: editionSchema,
        language,
        /** The earlier version that its readers hold; null when it speaks of its own. */
        holds: z.number().int().positive().nullable(),
        url: z.url(),
      }),
    ),
    /** Null when nobody may approve it now: held, or sent by policy without approval. */
    approveUrl: z.url().nullable(),
  }),
  /** One dropped file: accepted, held or rejected, and what to do about it. */
  z.object({
    kind: z.literal('desk-report'),
    language,
    file: z.string(),
    status: z.enum(['accepted', 'held', 'rejected']),
    releaseId: z.string(),
    version: z.number().int().positive().nullable(),
    title: z.string().nullable(),
    problems: z.array(problemSchema),
    assumptions: z.array(assumptionSchema),
    reportUrl: z.url().nullable(),
  }),
  /** A second person is asked (four-eyes), or the first again. */
  z.object({
    kind: z.literal('approval-request'),
    language,
    ...releaseVersion,
    approvedBy: z.array(z.string()),
    approveUrl: z.url(),
  }),
  /** Something needs a person: overdue, quota used up, circuit open, unknowns to decide. The caller writes the words. */
  z.object({
    kind: z.literal('desk-alert'),
    language,
    releaseId: z.string().nullable(),
    title: z.string(),
    message: z.string(),
    fix: z.string(),
    url: z.url().nullable(),
  }),
  /** Double opt-in after a sign-up. */
  z.object({ kind: z.literal('confirm'), language, listName: z.string(), confirmUrl: z.url() }),
  /** The newsroom invites a journalist to a list; nothing is sent until they accept. */
  z.object({ kind: z.literal('invite'), language, listName: z.string(), acceptUrl: z.url() }),
  /** The embargo terms, to be read and accepted by link: makes a contact accredited. */
  z.object({
    kind: z.literal('terms'),
    language,
    name: z.string().nullable(),
    termsVersion: z.string(),
    termsUrl: z.url(),
  }),
]);
export type Notice = z.infer<typeof noticeSchema>;
export type NoticeKind = Notice['kind'];
export type NoticeOf<Kind extends NoticeKind> = Extract<Notice, { kind: Kind }>;
