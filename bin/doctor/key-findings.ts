import { advice, type Finding, fault, when } from './finding.ts';
import type { SecretFacts } from './key-facts.ts';
import type { Setup } from './setup.ts';

const day = 86_400_000;
const oldDays = 400;
const brokenLinks =
  'Journalists and the desk: no link in any mail works, neither to unsubscribe nor to approve.';

export function keyFindings(
  { region, newsroom, isLocal }: Setup,
  arn: string,
  secret: SecretFacts | null,
  now: number,
): Finding[] {
  const restore = `aws secretsmanager restore-secret --region ${region} --secret-id ${arn}`;
  if (!secret)
    return [
      fault('keys-missing', `The secret ${arn} with the keys of the links is gone.`, brokenLinks, restore),
    ];
  const days = secret.changedAt === null ? 0 : Math.floor((now - secret.changedAt) / day);
  return [
    ...when(secret.isBeingDeleted, () =>
      fault(
        'keys-missing',
        `The secret ${secret.name} with the keys of the links is being deleted.`,
        brokenLinks,
        restore,
      ),
    ),
    ...when(days > oldDays, () =>
      advice(
        'keys-old',
        `The keys of the links have not been changed for ${days} days.`,
        'Whoever a link of theirs was stolen from: it works as long as its key.',
        `npx dateline rotate-keys${isLocal ? '' : ` --stage ${newsroom.stage}`}`,
      ),
    ),
  ];
}
