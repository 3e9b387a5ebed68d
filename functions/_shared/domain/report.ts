import * as z from 'zod';
import { imageSchema } from './document.ts';

/** ISO 8601 in UTC; milliseconds are optional; always ends in `Z`. */
export const instantSchema = z.iso.datetime();
export type Instant = z.infer<typeof instantSchema>;
/** A calendar date, `YYYY-MM-DD`. */
export const dateSchema = z.iso.date();

/** A time of day in each reader's own zone. `date` null: nobody wrote the day. */
export const localTimeSchema = z.object({
  /** `08:00`, 24 hours. */
  time: z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/),
  date: dateSchema.nullable(),
});
export type LocalTime = z.infer<typeof localTimeSchema>;

/** The same on a day that is known. */
export const localMomentSchema = localTimeSchema.extend({ date: dateSchema });
export type LocalMoment = z.infer<typeof localMomentSchema>;

export const mediaContactSchema = z.object({
  name: z.string().nullable(),
  organisation: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
});
/** A person whom journalists may call about a release. Not a contact on the media lists. */
export type MediaContact = z.infer<typeof mediaContactSchema>;

export const datelineSchema = z.object({
  /** As written, e.g. `Ha Noi, Viet Nam`. */
  place: z.string().nullable(),
  city: z.string().nullable(),
  date: dateSchema.nullable(),
});
export type Dateline = z.infer<typeof datelineSchema>;

export const problemSchema = z.object({
  /** kebab-case, stable; listed in docs/problems.md. */
  code: z.string(),
  severity: z.enum(['error', 'hold', 'warning']),
  /** What is wrong, in the words of a comms officer. */
  message: z.string(),
  /** What to do about it. */
  fix: z.string(),
  where: z.object({ line: z.number().int().positive().optional(), field: z.string().optional() }),
});
export type Problem = z.infer<typeof problemSchema>;

export const assumptionSchema = z.object({ field: z.string(), message: z.string() });
export type Assumption = z.infer<typeof assumptionSchema>;

export const statusSchema = z.enum(['accepted', 'held', 'rejected']);
export type Status = z.infer<typeof statusSchema>;

/** The public report about one dropped file. It is a contract: see docs/report.md. */
export const reportSchema = z.object({
  file: z.string(),
  status: statusSchema,
  release: z.object({
    id: z.string(),
    /** Null for a rejected file that never became a version, and in offline checks. */
    version: z.number().int().positive().nullable(),
    title: z.string().nullable(),
    subtitle: z.string().nullable(),
    language: z.string().nullable(),
    dateline: datelineSchema,
    embargo: instantSchema.nullable(),
    sendAt: instantSchema.nullable(),
    /** Present if it is to be sent by each reader's own clock; `sendAt` is then the earliest instant that this can be. */
    sendAtLocal: localTimeSchema.optional(),
    contacts: z.array(mediaContactSchema),
    images: z.array(imageSchema),
    topics: z.array(z.string()),
    regions: z.array(z.string()),
  }),
  problems: z.array(problemSchema),
  assumptions: z.array(assumptionSchema),
});
export type Report = z.infer<typeof reportSchema>;

/** `rejected` if there is an error; `held` if there is a hold and no error. */
export function statusOf(problems: readonly Problem[]): Status {
  if (problems.some((p) => p.severity === 'error')) return 'rejected';
  return problems.some((p) => p.severity === 'hold') ? 'held' : 'accepted';
}
