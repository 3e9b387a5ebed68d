import { z } from 'zod';

export const environmentSchema = z.object({
  TABLE_NAME: z.string(),
  BUCKET_NAME: z.string(),
  /** Under which the public addresses live; no slash at the end. */
  PUBLIC_URL: z.url(),
  /** SES configuration set: its events settle what nobody else can tell. */
  CONFIGURATION_SET: z.string(),
  /** Bulk. */
  SEND_QUEUE_URL: z.url(),
  /** Lifts, retractions, corrections and small releases. */
  URGENT_SEND_QUEUE_URL: z.url(),
  /** Notices to the desk go out through compose-emails. */
  COMPOSE_QUEUE_URL: z.url(),
});
export type Environment = z.infer<typeof environmentSchema>;
