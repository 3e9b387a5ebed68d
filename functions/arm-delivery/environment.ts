import * as z from 'zod';
import { workQueuesSchema } from '../_shared/domain/retry.ts';

export const environmentSchema = z.object({
  TABLE_NAME: z.string(),
  BUCKET_NAME: z.string(),
  WORK_QUEUES: workQueuesSchema,
  /** For bulk. */
  SEND_QUEUE_URL: z.url(),
  /** For lifts, retractions, corrections and small releases. */
  URGENT_SEND_QUEUE_URL: z.url(),
  /** arm-delivery's own queue: an edition that is not due soon is enqueued again. */
  ARM_QUEUE_URL: z.url(),
  /** Notices to the desk are sent by compose-emails. */
  COMPOSE_QUEUE_URL: z.url(),
});
export type Environment = z.infer<typeof environmentSchema>;
