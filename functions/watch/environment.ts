import * as z from 'zod';
import { workQueuesSchema } from '../_shared/domain/retry.ts';

export const environmentSchema = z.object({
  TABLE_NAME: z.string(),
  BUCKET_NAME: z.string(),
  WORK_QUEUES: workQueuesSchema,
  /** The secret with the keys for ids and links. */
  KEYS_SECRET_ARN: z.string(),
  PUBLIC_URL: z.url(),
  SEND_QUEUE_URL: z.url(),
  URGENT_SEND_QUEUE_URL: z.url(),
  ARM_QUEUE_URL: z.url(),
  COMPOSE_QUEUE_URL: z.url(),
  /**
   * The queue of track-delivery and its dead-letter queue. While an event is in one of them, a missing event proves
   * nothing.
   */
  TRACK_QUEUE_URL: z.url(),
  TRACK_DEAD_LETTER_QUEUE_URL: z.url(),
  /** The group of the schedules that arm editions. */
  SCHEDULE_GROUP: z.string(),
  SCHEDULER_ROLE_ARN: z.string(),
  ARM_QUEUE_ARN: z.string(),
  SCHEDULE_DEAD_LETTERS_ARN: z.string(),
});
export type Environment = z.infer<typeof environmentSchema>;
