import * as z from 'zod';
import { workQueuesSchema } from '../_shared/domain/retry.ts';

export const environmentSchema = z.object({
  TABLE_NAME: z.string(),
  BUCKET_NAME: z.string(),
  WORK_QUEUES: workQueuesSchema,
  /** Of editions, and of notices. Events of any other configuration set are ignored. */
  CONFIGURATION_SET: z.string(),
  NOTICE_CONFIGURATION_SET: z.string(),
  /** Alerts to the desk are sent by compose-emails. */
  COMPOSE_QUEUE_URL: z.url(),
});
export type Environment = z.infer<typeof environmentSchema>;
