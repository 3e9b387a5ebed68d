import * as z from 'zod';
import { workQueuesSchema } from '../_shared/domain/retry.ts';

export const environmentSchema = z.object({
  TABLE_NAME: z.string(),
  BUCKET_NAME: z.string(),
  WORK_QUEUES: workQueuesSchema,
  /** Accepted versions and the desk's reports go on to compose-emails. */
  COMPOSE_QUEUE_URL: z.url(),
  ARM_QUEUE_URL: z.url(),
  PUBLIC_URL: z.url(),
});
export type Environment = z.infer<typeof environmentSchema>;
