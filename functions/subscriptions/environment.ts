import { z } from 'zod';

export const environmentSchema = z.object({
  TABLE_NAME: z.string(),
  BUCKET_NAME: z.string(),
  /** Confirmation mails go out through compose-emails. */
  COMPOSE_QUEUE_URL: z.url(),
  /** The desk approves from its mail: where approved editions wait for their instant. */
  ARM_QUEUE_URL: z.url(),
  ARM_QUEUE_ARN: z.string(),
  SCHEDULE_GROUP: z.string(),
  SCHEDULER_ROLE_ARN: z.string(),
  /** Under which the public addresses live; no slash at the end. */
  PUBLIC_URL: z.url(),
});
export type Environment = z.infer<typeof environmentSchema>;
