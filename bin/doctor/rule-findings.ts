import { type Finding, fault, when } from './finding.ts';
import { admits } from './policy.ts';
import { nameOf, type Queues } from './queue-findings.ts';
import { hears, type RuleFacts } from './rule-facts.ts';
import type { Setup } from './setup.ts';

/** SES's events as EventBridge names them. https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-eventbridge.html */
const detailTypes = [
  'Email Sent',
  'Email Delivered',
  'Email Delivery Delayed',
  'Email Bounced',
  'Email Complaint Received',
  'Email Rejected',
];

const unheard =
  'Whoever bounces or complains: nobody hears of it, and they are written to again; what was sent stays unknown.';

/** Whether each kind of event about each configuration set reaches a queue. */
export function ruleFindings(
  { region, revertDrift }: Setup,
  rules: readonly RuleFacts[],
  configurationSets: readonly string[],
  queues: Queues,
): Finding[] {
  const reached = rules.filter(({ targets }) => targets.some((arn) => queueAt(queues, arn)));
  return [
    ...rules
      .filter(({ isEnabled }) => !isEnabled)
      .map(({ name }) =>
        fault(
          'rule-disabled',
          `The EventBridge rule ${name} is switched off.`,
          unheard,
          `aws events enable-rule --region ${region} --name ${name}`,
        ),
      ),
    ...rules
      .filter((rule) => !reached.includes(rule))
      .map(({ name }) =>
        fault(
          'rule-without-queue',
          `The EventBridge rule ${name} leads to no queue of this stack.`,
          unheard,
          revertDrift,
        ),
      ),
    ...configurationSets.flatMap((set) => {
      const missing = detailTypes.filter((type) => !rules.some((rule) => hears(rule, type, set)));
      return when(missing.length > 0, () =>
        fault(
          'rule-missing',
          `No EventBridge rule hears of “${missing.join('”, “')}” for the configuration set ${set}.`,
          unheard,
          revertDrift,
        ),
      );
    }),
    ...[...new Set(reached.flatMap(({ targets }) => targets))].flatMap((arn) => {
      const queue = queueAt(queues, arn);
      return when(queue !== null && !admits(queue.policy, 'events.amazonaws.com', 'sqs:SendMessage'), () =>
        fault(
          'queue-shut-to-events',
          `The policy of the queue ${nameOf(arn)} does not let EventBridge write to it.`,
          unheard,
          revertDrift,
        ),
      );
    }),
  ];
}

function queueAt(queues: Queues, arn: string) {
  return queues.find(({ queue }) => queue?.arn === arn)?.queue ?? null;
}
