import * as z from 'zod';

/** The stack's outputs (newsroom-stack.ts). The names are the same on AWS and in the local newsroom. */
export const outputsSchema = z.object({
  Bucket: z.string(),
  Table: z.string(),
  KeysSecretArn: z.string(),
  ComposeQueueUrl: z.url(),
  ArmQueueUrl: z.url(),
  ArmQueueArn: z.string(),
  SendQueueUrl: z.url(),
  UrgentSendQueueUrl: z.url(),
  SesEventsQueueUrl: z.url(),
  /** JSON: the URL of the dead-letter queue of each stage. One output, because a stack has few of them. */
  DeadLetterQueueUrls: z.string(),
  ScheduleGroup: z.string(),
  SchedulerRoleArn: z.string(),
  ScheduleDeadLettersArn: z.string(),
  ConfigurationSet: z.string(),
  PublicUrl: z.url(),
  /** The console for people with AWS credentials. */
  ConsoleUrl: z.url(),
  /** The console for people who sign in. */
  ConsoleSignInUrl: z.url().optional(),
});
export type Outputs = z.infer<typeof outputsSchema>;

/** Stage → URL of its dead-letter queue. */
export function deadLetterUrls({ DeadLetterQueueUrls }: Pick<Outputs, 'DeadLetterQueueUrls'>) {
  return z.record(z.string(), z.url()).parse(JSON.parse(DeadLetterQueueUrls));
}
