import { type Bucket, connectBucket } from '../functions/_shared/aws/bucket.ts';
import { connectKeySecret, type KeySecret } from '../functions/_shared/aws/key-secret.ts';
import { type Keys, keysIn } from '../functions/_shared/aws/keys.ts';
import { connectQueue, type Queue } from '../functions/_shared/aws/queue.ts';
import { connectTable, type Table } from '../functions/_shared/aws/table.ts';
import type { Newsroom } from '../functions/_shared/domain/newsroom.ts';
import { deadLetterUrls, type Outputs } from '../infra/outputs.ts';

/** A newsroom that a command can act on. The use cases that the Lambdas also use take their dependencies from here. */
export interface Connection {
  newsroom: Newsroom;
  table: Table;
  bucket: Bucket;
  keys: Keys;
  /** The secret that `keys` reads, for rotating them. */
  keySecret: KeySecret;
  queues: { compose: Queue; arm: Queue; send: Queue; urgentSend: Queue };
  /** Where each stage's messages lie that it gave up on, by the name of the stage. */
  deadLetters: Readonly<Record<string, Queue>>;
  /**
   * For scheduling editions: the group in EventBridge Scheduler, the role it sends with, and the ARN of the arm queue.
   */
  schedules: { group: string; roleArn: string; armQueueArn: string; deadLettersArn: string };
  /** SES's configuration set. Every message is sent with it. */
  configurationSet: string;
  /** Base of the public addresses `/u /p /c /e /a /r`, without a slash at the end. */
  publicUrl: string;
  consoleUrl: string;
  /** The person who decides, for the audit trail. */
  by: string;
  now: () => Date;
}

export interface Who {
  by: string;
  now: () => Date;
}

export function connectionTo(outputs: Outputs, newsroom: Newsroom, { by, now }: Who): Connection {
  const table = connectTable(outputs.Table);
  const keySecret = connectKeySecret(outputs.KeysSecretArn);
  return {
    newsroom,
    table,
    bucket: connectBucket(outputs.Bucket),
    keys: keysIn(keySecret, table, Date.now),
    keySecret,
    queues: {
      compose: connectQueue(outputs.ComposeQueueUrl),
      arm: connectQueue(outputs.ArmQueueUrl),
      send: connectQueue(outputs.SendQueueUrl),
      urgentSend: connectQueue(outputs.UrgentSendQueueUrl),
    },
    deadLetters: Object.fromEntries(
      Object.entries(deadLetterUrls(outputs)).map(([stage, url]) => [stage, connectQueue(url)]),
    ),
    schedules: {
      group: outputs.ScheduleGroup,
      roleArn: outputs.SchedulerRoleArn,
      armQueueArn: outputs.ArmQueueArn,
      deadLettersArn: outputs.ScheduleDeadLettersArn,
    },
    configurationSet: outputs.ConfigurationSet,
    publicUrl: outputs.PublicUrl.replace(/\/$/, ''),
    consoleUrl: outputs.ConsoleUrl.replace(/\/$/, ''),
    by,
    now,
  };
}
