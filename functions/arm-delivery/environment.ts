import { z } from 'zod';

export const environmentSchema = z.object({
  TABLE_NAME: z.string(),
  BUCKET_NAME: z.string(),
  /** Bulk. */
  SEND_QUEUE_URL: z.url(),
  /** Lifts, retractions, corrections and small releases. */
  URGENT_SEND_QUEUE_URL: z.url(),
  /** Its own queue: an edition that is not due for long comes back. */
  ARM_QUEUE_URL: z.url(),
  /** Notices to the desk go out through compose-emails. */
  COMPOSE_QUEUE_URL: z.url(),
});
export type Environment = z.infer<typeof environmentSchema>;
