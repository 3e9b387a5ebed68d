import * as z from 'zod';
import { instantSchema } from './report.ts';

/** One act: who did what to which subject, when, and what it changed. Written once, never edited. */
export const auditLineSchema = z.object({
  /** `RELEASE#forum`, `CONTACT#c…`, `LIST#…`, `SEGMENT#…` or `NEWSROOM`. */
  subject: z.string(),
  at: instantSchema,
  /** The name that a person gave, or a stage of the pipeline. */
  by: z.string(),
  /** kebab-case verb phrase: `approve`, `lift`, `import`, `unsubscribe` … */
  act: z.string(),
  reason: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
});
export type AuditLine = z.infer<typeof auditLineSchema>;
