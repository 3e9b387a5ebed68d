import * as z from 'zod';
import { workQueuesSchema } from '../_shared/domain/retry.ts';

export const environmentSchema = z.object({
  TABLE_NAME: z.string(),
  BUCKET_NAME: z.string(),
  WORK_QUEUES: workQueuesSchema,
  /** The secret with the keys for ids and links. */
  KEYS_SECRET_ARN: z.string(),
  COMPOSE_QUEUE_URL: z.url(),
  /** Receives editions that were approved by policy, or composed late (kill, broken embargo). */
  ARM_QUEUE_URL: z.url(),
  ARM_QUEUE_ARN: z.string(),
  SCHEDULE_DEAD_LETTERS_ARN: z.string(),
  SCHEDULE_GROUP: z.string(),
  SCHEDULER_ROLE_ARN: z.string(),
  /** Notices have a configuration set of their own, so that their bounces can be told apart from those of editions. */
  NOTICE_CONFIGURATION_SET: z.string(),
  /** Base of the public addresses, without a slash at the end. */
  PUBLIC_URL: z.url(),
});
export type Environment = z.infer<typeof environmentSchema>;
