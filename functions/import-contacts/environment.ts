import * as z from 'zod';
import { workQueuesSchema } from '../_shared/domain/retry.ts';

export const environmentSchema = z.object({
  TABLE_NAME: z.string(),
  BUCKET_NAME: z.string(),
  WORK_QUEUES: workQueuesSchema,
  /** The secret with the keys for ids and links. */
  KEYS_SECRET_ARN: z.string(),
});
export type Environment = z.infer<typeof environmentSchema>;
