import { z } from 'zod';

export const environmentSchema = z.object({
  TABLE_NAME: z.string(),
  BUCKET_NAME: z.string(),
  /** Confirmation mails go out through compose-emails. */
  COMPOSE_QUEUE_URL: z.url(),
  /** Under which the public addresses live; no slash at the end. */
  PUBLIC_URL: z.url(),
});
export type Environment = z.infer<typeof environmentSchema>;
