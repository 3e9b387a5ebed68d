import * as z from 'zod';
import { instantSchema, localMomentSchema } from './report.ts';

// Apart from local-span.ts, which brings a calendar into every bundle that reads notices.

/** `at` null: as soon as it is approved, because the hour of this zone has passed. */
const endSchema = z.object({ at: instantSchema.nullable(), zone: z.string() });

/** The instants at which the readers of an edition are due, if their own clocks decide: how many, the first, the last. */
export const localSpanSchema = z.object({
  local: localMomentSchema,
  times: z.number().int().positive(),
  first: endSchema,
  last: endSchema,
});
export type LocalSpan = z.infer<typeof localSpanSchema>;
