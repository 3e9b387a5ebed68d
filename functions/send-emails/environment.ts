import * as z from 'zod';
import { workQueuesSchema } from '../_shared/domain/retry.ts';

export const environmentSchema = z.object({
  TABLE_NAME: z.string(),
  BUCKET_NAME: z.string(),
  WORK_QUEUES: workQueuesSchema,
  /** The secret with the keys for ids and links. */
  KEYS_SECRET_ARN: z.string(),
  /** The base of all public addresses, without a slash at the end. */
  PUBLIC_URL: z.url(),
  /** The SES configuration set. Its events settle unknown sends. */
  CONFIGURATION_SET: z.string(),
  /** For bulk. */
  SEND_QUEUE_URL: z.url(),
  /** For lifts, retractions, corrections and small releases. */
  URGENT_SEND_QUEUE_URL: z.url(),
  /** Notices to the desk are sent by compose-emails. */
  COMPOSE_QUEUE_URL: z.url(),
});
export type Environment = z.infer<typeof environmentSchema>;
