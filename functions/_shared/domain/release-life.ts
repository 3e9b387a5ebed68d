import { z } from 'zod';
import { audienceSummarySchema } from './audience.ts';
import { editionSchema } from './release.ts';
import { instantSchema } from './report.ts';

/**
 * The head of a release: the one item in which every invariant of its life stands (which version is approved, until
 * when it is embargoed, whether it was killed), so that one conditional write moves it and one strong read gates it.
 */

export const plannedEditionSchema = z.object({
  edition: editionSchema,
  deliveryId: z.string(),
  /** No send before this instant. */
  dueAt: instantSchema,
  state: z.enum(['planned', 'armed', 'sent', 'stopped', 'overdue']),
});
export type PlannedEdition = z.infer<typeof plannedEditionSchema>;

export const candidateSchema = z.object({
  version: z.number().int().positive(),
  state: z.enum(['held', 'composing', 'awaiting-approval', 'cancelled']),
  embargo: instantSchema.nullable(),
  sendAt: instantSchema.nullable(),
  /** Set when composed; approval binds to its hash. */
  audience: audienceSummarySchema.nullable(),
  approvals: z.array(z.object({ by: z.string(), at: instantSchema })),
});
export type Candidate = z.infer<typeof candidateSchema>;

export const liveSchema = z.object({
  version: z.number().int().positive(),
  /** `sending` covers the early editions, `embargoed` the wait for the lift, `sent` the end. */
  state: z.enum(['approved', 'sending', 'embargoed', 'sent']),
  embargo: instantSchema.nullable(),
  sendAt: instantSchema.nullable(),
  approvals: z.array(z.object({ by: z.string(), at: instantSchema })),
  audience: audienceSummarySchema,
  editions: z.array(plannedEditionSchema),
});
export type Live = z.infer<typeof liveSchema>;

export const releaseSchema = z.object({
  releaseId: z.string(),
  /** Optimistic lock: every move names the revision it saw. */
  revision: z.number().int().positive(),
  createdAt: instantSchema,
  updatedAt: instantSchema,
  /** 0 while nothing was accepted or held yet. */
  latestVersion: z.number().int().nonnegative(),
  title: z.string().nullable(),
  language: z.string().nullable(),
  /** Of the latest drop, also when it became no version. */
  lastStatus: z.enum(['accepted', 'held', 'rejected']),
  candidate: candidateSchema.nullable(),
  live: liveSchema.nullable(),
  /** Earlier approved versions, newest first: who was sent them gets corrections and kills. */
  sentVersions: z.array(z.number().int().positive()),
  /** The embargo was ended early. */
  broken: z.object({ at: instantSchema, by: z.string(), reason: z.string() }).nullable(),
  killed: z.object({ at: instantSchema, by: z.string(), reason: z.string() }).nullable(),
  cancelled: z.object({ at: instantSchema, by: z.string(), reason: z.string() }).nullable(),
});
export type Release = z.infer<typeof releaseSchema>;

/** The one word shown to people. */
export type ReleaseState =
  | 'rejected'
  | 'held'
  | 'accepted'
  | 'awaiting-approval'
  | 'approved'
  | 'sending'
  | 'embargoed'
  | 'sent'
  | 'corrected'
  | 'killed'
  | 'cancelled';
