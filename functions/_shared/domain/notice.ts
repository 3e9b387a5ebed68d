import * as z from 'zod';
import { audienceSummarySchema } from './audience.ts';
import { localSpanSchema } from './local-span-schema.ts';
import { languageSchema } from './newsroom.ts';
import { editionSchema } from './release.ts';
import { assumptionSchema, instantSchema, localTimeSchema, problemSchema } from './report.ts';

/**
 * A mail that is not an edition of a release: to the desk, or to one person about their place on the lists. Its data is
 * stored under `store/notices/`; compose-emails writes the text. `language` is the reader's.
 */

const language = languageSchema;
const releaseVersion = { releaseId: z.string(), version: z.number().int().positive(), title: z.string() };

export const noticeSchema = z.discriminatedUnion('kind', [
  /**
   * The proof that each person of the desk reads before approving. The first edition is rendered below it; the others
   * are linked.
   */
  z.object({
    kind: z.literal('proof'),
    language,
    ...releaseVersion,
    audience: audienceSummarySchema,
    /** Every edition of this version: how many people it goes to and when. `dueAt` null: as soon as it is approved. */
    plan: z.array(
      z.object({
        edition: editionSchema,
        dueAt: instantSchema.nullable(),
        span: localSpanSchema.optional(),
        recipients: z.number().int().nonnegative(),
      }),
    ),
    /** As the desk wrote it. Missing unless the version goes out by its readers' clocks and waits for approval. */
    sendAtLocal: localTimeSchema.optional(),
    /** `proposed` if nobody declared the audience and the newsroom's vocabulary found it. */
    audienceOrigin: z.enum(['declared', 'proposed']),
    assumptions: z.array(assumptionSchema),
    problems: z.array(problemSchema),
    /** The other editions and languages, each behind a personal link of the reader. */
    others: z.array(
      z.object({
        edition: editionSchema,
        language,
        /** The earlier version that its readers hold; null if the email is about its own version. */
        holds: z.number().int().positive().nullable(),
        url: z.url(),
      }),
    ),
    /** Null if nobody may approve it now: it is held, or policy sends it without approval. */
    approveUrl: z.url().nullable(),
  }),
  /** The result for one dropped file: accepted, held or rejected, and what to do. */
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
  /** Asks a second person to approve (four-eyes), or reminds the first. */
  z.object({
    kind: z.literal('approval-request'),
    language,
    ...releaseVersion,
    approvedBy: z.array(z.string()),
    approveUrl: z.url(),
  }),
  /** Something needs a person: overdue, quota used up, circuit open, unknowns to decide. The caller writes the text. */
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
  /** The newsroom invites a journalist to a list; nothing is sent before they accept. */
  z.object({ kind: z.literal('invite'), language, listName: z.string(), acceptUrl: z.url() }),
  /** The embargo terms. Accepting them by link makes the contact accredited. */
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

/** Strangers choose the addresses of these. Everything else goes to the desk, or to people whom the newsroom chose. */
export const isAskedByStrangers = (kind: string): boolean => kind === 'confirm';
export type NoticeOf<Kind extends NoticeKind> = Extract<Notice, { kind: Kind }>;
