import { type Finding, fault, when } from './finding.ts';
import { admits } from './policy.ts';
import { nameOf } from './queue-findings.ts';
import type { Setup } from './setup.ts';
import type { TopicFacts } from './topic-facts.ts';

const deaf = 'Operators: alarms ring and nobody hears them, so everybody else waits longer.';

export function topicFindings(
  { infrastructure, region, deploy, revertDrift, isLocal }: Setup,
  arn: string,
  topic: TopicFacts | null,
): Finding[] {
  if (!topic) return [fault('topic-missing', `The topic ${nameOf(arn)} is gone.`, deaf, revertDrift)];
  const { operators } = infrastructure;
  return [
    ...when(!admits(topic.policy, 'cloudwatch.amazonaws.com', 'sns:Publish'), () =>
      fault(
        'topic-shut-to-alarms',
        `The policy of the topic ${nameOf(arn)} does not let CloudWatch's alarms publish.`,
        deaf,
        revertDrift,
      ),
    ),
    ...when(!isLocal && operators.length === 0, () =>
      fault(
        'no-operators',
        'The configuration names no operators.',
        deaf,
        `Write their addresses as operators of this stage in infra/configuration.ts, then: ${deploy}`,
      ),
    ),
    ...operators.flatMap((operator) => subscriptionFindings(topic, operator, region)),
  ];
}

function subscriptionFindings(
  { arn, subscriptions }: TopicFacts,
  operator: string,
  region: string,
): Finding[] {
  const own = subscriptions.filter(({ endpoint }) => endpoint.toLowerCase() === operator.toLowerCase());
  if (own.some(({ isConfirmed }) => isConfirmed)) return [];
  const subscribe = `aws sns subscribe --region ${region} --topic-arn ${arn} --protocol email --notification-endpoint ${operator}`;
  return [
    own.length === 0
      ? fault('not-subscribed', `${operator} does not get the alarms of ${nameOf(arn)}.`, deaf, subscribe)
      : fault(
          'subscription-unconfirmed',
          `${operator} has not confirmed the subscription to ${nameOf(arn)}.`,
          deaf,
          `${operator} opens the mail “AWS Notification - Subscription Confirmation” and follows its link. To have it sent again: ${subscribe}`,
        ),
  ];
}
