import type { Calls } from './calls-of.ts';

/** The actions behind commands, where they are not named like the command. */
const actionsOf = new Map(
  Object.entries({
    'sqs SendMessageBatch': ['sqs:SendMessage'],
    'sqs ChangeMessageVisibilityBatch': ['sqs:ChangeMessageVisibility'],
    'scheduler CreateSchedule': ['scheduler:CreateSchedule', 'iam:PassRole'],
  }),
);
/** `secrets-manager GetSecretValue` → `secretsmanager:GetSecretValue` */
const actionNamed = (command: string) => command.replaceAll('-', '').replace(' ', ':');

/** The rights that code needs, in the words of `grantedBy`. */
export function neededBy({ commands, onKeys, asksForMissingObjects }: Calls): Set<string> {
  const others = [...commands].filter((command) => !/^(dynamodb|s3) /.test(command));
  // Who may list the whole bucket needs no folders for that.
  const listed = [...onKeys].filter((on) => !(asksForMissingObjects && on.startsWith('ListBucket ')));
  return new Set([
    ...listed,
    ...others.flatMap((command) => actionsOf.get(command) ?? [actionNamed(command)]),
    ...(asksForMissingObjects ? ['ListBucket'] : []),
  ]);
}
