import { randomUUID } from 'node:crypto';
import type { Account } from './account.ts';
import type { Asked } from './asked.ts';
import type { Described } from './described.ts';
import { Fault, notServed } from './fault.ts';
import { readForm } from './form.ts';
import { element } from './xml.ts';

/** SNS: topics, their policies, and who subscribed. A subscription is pending until its address has confirmed it. */
export function describeTopics(
  { topics }: Described,
  { account }: Account,
  confirmed: ReadonlySet<string>,
  { body }: Asked,
): string {
  const form = readForm(body);
  const action = form.get('Action') ?? '';
  const topic = () => {
    const found = topics.find(({ arn }) => arn === form.get('TopicArn'));
    if (!found) throw new Fault('NotFound', 'Topic does not exist', 404);
    return found;
  };
  switch (action) {
    case 'ListTopics':
      return answer(
        action,
        list(
          'Topics',
          topics.map(({ arn }) => element('TopicArn', arn)),
        ),
      );
    case 'GetTopicAttributes': {
      const { arn, policy = defaultPolicy(arn, account) } = topic();
      const attributes = Object.entries({ TopicArn: arn, Owner: account, Policy: policy }).map(
        ([key, value]) => `<entry>${element('key', key)}${element('value', value)}</entry>`,
      );
      return answer(action, `<Attributes>${attributes.join('')}</Attributes>`);
    }
    case 'ListSubscriptionsByTopic': {
      const { arn, subscriptions } = topic();
      const members = subscriptions.map(
        ({ protocol, endpoint }) =>
          element('TopicArn', arn) +
          element('Protocol', protocol) +
          element('Endpoint', endpoint) +
          element('Owner', account) +
          element(
            'SubscriptionArn',
            confirmed.has(endpoint) ? `${arn}:${randomUUID()}` : 'PendingConfirmation',
          ),
      );
      return answer(action, list('Subscriptions', members));
    }
    default:
      throw notServed(`SNS ${action}`);
  }
}

/**
 * A topic without a policy of its own lets its owner do everything, and so CloudWatch's alarms of the same account.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
 */
function defaultPolicy(arn: string, account: string): string {
  return JSON.stringify({
    Version: '2008-10-17',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: ['SNS:GetTopicAttributes', 'SNS:Subscribe', 'SNS:Publish'],
        Resource: arn,
        Condition: { StringEquals: { 'AWS:SourceOwner': account } },
      },
    ],
  });
}

function list(name: string, members: readonly string[]): string {
  return `<${name}>${members.map((member) => `<member>${member}</member>`).join('')}</${name}>`;
}

function answer(action: string, result: string): string {
  const request = `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>`;
  return `<${action}Response xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><${action}Result>${result}</${action}Result>${request}</${action}Response>`;
}
