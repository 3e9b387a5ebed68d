import * as z from 'zod';
import type { MarkedText, Reading, ReadingContext, ReadReport, ReleaseFiles } from './reading.ts';

/** What the reading process is asked for. */
export interface ReadingJob {
  files: ReleaseFiles;
  context: ReadingContext;
  /** Whether the reports are wanted as pages too. */
  withPages: boolean;
}

/** A reading as plain data, as one process hands it to another. */
export interface SentReading {
  reports: { report: ReadReport; marked: MarkedText | null }[];
  content: Reading['content'];
}

// Both ends are the same version of this program, so that the types hold and nothing is checked again.
export const readingJobSchema = z.custom<ReadingJob>((job) => typeof job === 'object' && job !== null);
const sentReadingSchema = z.custom<SentReading>((sent) => typeof sent === 'object' && sent !== null);

/** What the reading process says: that it is there, what it reads next (null: all files together), how that ended. */
export const reportedSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('begin'), key: z.string().nullable() }),
  z.object({ kind: z.literal('read'), reading: sentReadingSchema }),
  /** `name` and `stack` of an error, without its message, which may quote the text. */
  z.object({ kind: z.literal('failed'), name: z.string(), stack: z.array(z.string()) }),
]);
export type Reported = z.infer<typeof reportedSchema>;
