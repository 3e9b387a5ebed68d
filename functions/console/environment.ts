import * as z from 'zod';

export const environmentSchema = z.object({
  TABLE_NAME: z.string(),
  BUCKET_NAME: z.string(),
  /** The secret with the keys for ids and links. */
  KEYS_SECRET_ARN: z.string(),
  COMPOSE_QUEUE_URL: z.url(),
  ARM_QUEUE_URL: z.url(),
  SEND_QUEUE_URL: z.url(),
  URGENT_SEND_QUEUE_URL: z.url(),
  ARM_QUEUE_ARN: z.string(),
  SCHEDULE_DEAD_LETTERS_ARN: z.string(),
  SCHEDULE_GROUP: z.string(),
  SCHEDULER_ROLE_ARN: z.string(),
  /** The names of the newsroom's alarms begin with it. */
  ALARM_PREFIX: z.string(),
  /** The topic of the alarms that wake somebody. */
  PAGE_TOPIC_ARN: z.string(),
  /** The base of all public addresses, without a slash at the end. */
  PUBLIC_URL: z.url(),
  /** The address of the console with a sign-in, without a slash at the end. */
  CONSOLE_URL: z.url().optional(),
  /** The provider of identities (docs/sign-in.md). Without it only IAM lets people in. */
  OPENID_ISSUER: z.url().optional(),
  OPENID_CLIENT_ID: z.string().optional(),
  /** The secret with the client's secret, for a provider that gives one. */
  OPENID_CLIENT_SECRET_ARN: z.string().optional(),
  OPENID_SCOPE: z.string().default('openid profile email'),
  OPENID_GROUPS_CLAIM: z.string().default('groups'),
  /** `roleRuleSchema` as JSON. */
  OPENID_ROLES: z.string().default('{}'),
  /** Where sent mail can be read, if the newsroom keeps it. */
  INBOX_URL: z.string().optional(),
});
/** As the stack writes it. */
export type Environment = z.input<typeof environmentSchema>;
/** As the function reads it. */
export type ConsoleEnvironment = z.output<typeof environmentSchema>;
