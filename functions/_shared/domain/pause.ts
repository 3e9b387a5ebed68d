import * as z from 'zod';
import { instantSchema } from './report.ts';

/** A person has stopped all sending. */
export const pauseSchema = z.object({
  by: z.string(),
  since: instantSchema,
  /** When it ends by itself; null: when somebody resumes. */
  until: instantSchema.nullable(),
  reason: z.string(),
  /** Kill and lift notices wait too, and mail to contacts that is no edition. */
  everything: z.boolean(),
});
export type Pause = z.infer<typeof pauseSchema>;

/** The pause, if it has not ended at `now` (epoch milliseconds). */
export function activePause(pause: Pause | null, now: number): Pause | null {
  return pause && (pause.until === null || now < Date.parse(pause.until)) ? pause : null;
}
