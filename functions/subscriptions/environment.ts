import * as z from 'zod';

export const environmentSchema = z.object({
  TABLE_NAME: z.string(),
  BUCKET_NAME: z.string(),
  /** Confirmation mails are sent by compose-emails. */
  COMPOSE_QUEUE_URL: z.url(),
  /** For approvals from a proof: where approved editions wait until they are due. */
  ARM_QUEUE_URL: z.url(),
  ARM_QUEUE_ARN: z.string(),
  SCHEDULE_GROUP: z.string(),
  SCHEDULER_ROLE_ARN: z.string(),
  /** The base of all public addresses, without a slash at the end. */
  PUBLIC_URL: z.url(),
});
export type Environment = z.infer<typeof environmentSchema>;
