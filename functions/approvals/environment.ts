import * as z from 'zod';

export const environmentSchema = z.object({
  TABLE_NAME: z.string(),
  BUCKET_NAME: z.string(),
  /** The secret with the keys for ids and links. */
  KEYS_SECRET_ARN: z.string(),
  /** A version that becomes live is composed, and a second person is asked by a notice. */
  COMPOSE_QUEUE_URL: z.url(),
  /** Where approved editions wait until they are due. */
  ARM_QUEUE_URL: z.url(),
  ARM_QUEUE_ARN: z.string(),
  SCHEDULE_DEAD_LETTERS_ARN: z.string(),
  SCHEDULE_GROUP: z.string(),
  SCHEDULER_ROLE_ARN: z.string(),
  /** The base of all public addresses, without a slash at the end. */
  PUBLIC_URL: z.url(),
});
export type Environment = z.infer<typeof environmentSchema>;
