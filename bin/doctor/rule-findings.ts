import { type Finding, fault, when } from './finding.ts';
import { admits } from './policy.ts';
import { nameOf, type Queues } from './queue-findings.ts';
import { hears, type RuleFacts } from './rule-facts.ts';
import type { Setup } from './setup.ts';
import type { TopicFacts } from './topic-facts.ts';

/**
 * SES's events as EventBridge names them.
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-eventbridge.html
 */
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

/** Where the rules of a stack lead. */
export interface Targets {
  queues: Queues;
  topics: readonly TopicFacts[];
}

/** Whether each rule leads into the stack, and each kind of event about each configuration set to a queue. */
export function ruleFindings(
  setup: Setup,
  rules: readonly RuleFacts[],
  configurationSets: readonly string[],
  targets: Targets,
): Finding[] {
  const hurt = (rule: RuleFacts) =>
    configurationSets.some((set) => detailTypes.some((type) => hears(rule, type, set)))
      ? unheard
      : 'Operators: they do not hear of what the rule listens for.';
  return [
    ...rules.flatMap((rule) => oneRuleFindings(setup, rule, hurt(rule), targets)),
    ...configurationSets.flatMap((set) => {
      const missing = detailTypes.filter((type) => !rules.some((rule) => hears(rule, type, set)));
      return when(missing.length > 0, () =>
        fault(
          'rule-missing',
          `No EventBridge rule hears of “${missing.join('”, “')}” for the configuration set ${set}.`,
          unheard,
          setup.revertDrift,
        ),
      );
    }),
    ...[...new Set(rules.flatMap((rule) => rule.targets))].flatMap((arn) =>
      shutFindings(setup, arn, targets),
    ),
  ];
}

function oneRuleFindings(
  { region, revertDrift }: Setup,
  { name, isEnabled, targets: arns }: RuleFacts,
  whoIsHurt: string,
  { queues, topics }: Targets,
): Finding[] {
  const isOurs = (arn: string) =>
    queues.some(({ queue }) => queue?.arn === arn) || topics.some((topic) => topic.arn === arn);
  return [
    ...when(!isEnabled, () =>
      fault(
        'rule-disabled',
        `The EventBridge rule ${name} is switched off.`,
        whoIsHurt,
        `aws events enable-rule --region ${region} --name ${name}`,
      ),
    ),
    ...when(!arns.some(isOurs), () =>
      fault(
        'rule-without-target',
        `The EventBridge rule ${name} leads to no queue and no topic of this stack.`,
        whoIsHurt,
        revertDrift,
      ),
    ),
  ];
}

/** Whether the policy of a target lets EventBridge in. */
function shutFindings({ revertDrift }: Setup, arn: string, { queues, topics }: Targets): Finding[] {
  const queue = queues.find((one) => one.queue?.arn === arn)?.queue;
  const topic = topics.find((one) => one.arn === arn);
  return [
    ...when(
      queue !== null &&
        queue !== undefined &&
        !admits(queue.policy, 'events.amazonaws.com', 'sqs:SendMessage'),
      () =>
        fault(
          'queue-shut-to-events',
          `The policy of the queue ${nameOf(arn)} does not let EventBridge write to it.`,
          unheard,
          revertDrift,
        ),
    ),
    ...when(topic !== undefined && !admits(topic.policy, 'events.amazonaws.com', 'sns:Publish'), () =>
      fault(
        'topic-shut-to-events',
        `The policy of the topic ${nameOf(arn)} does not let EventBridge publish.`,
        'Operators: they do not hear of it when AWS pauses the account.',
        revertDrift,
      ),
    ),
  ];
}
