import * as z from 'zod';
import { workQueuesSchema } from '../_shared/domain/retry.ts';

export const environmentSchema = z.object({
  TABLE_NAME: z.string(),
  BUCKET_NAME: z.string(),
  WORK_QUEUES: workQueuesSchema,
  /** The secret with the keys for ids and links. */
  KEYS_SECRET_ARN: z.string(),
  /** import-contacts' own queue: a list that waits for another import is enqueued again. */
  IMPORT_QUEUE_URL: z.url(),
});
export type Environment = z.infer<typeof environmentSchema>;
