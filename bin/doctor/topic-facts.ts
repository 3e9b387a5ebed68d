import {
  GetTopicAttributesCommand,
  paginateListSubscriptionsByTopic,
  type SNSClient,
} from '@aws-sdk/client-sns';
import { orNull } from './look.ts';

export interface TopicFacts {
  arn: string;
  policy: string | null;
  subscriptions: { protocol: string; endpoint: string; isConfirmed: boolean }[];
}

/** Null if the topic does not exist. */
export async function readTopic(client: SNSClient, arn: string): Promise<TopicFacts | null> {
  const attributes = await orNull(['NotFoundException'], () =>
    client.send(new GetTopicAttributesCommand({ TopicArn: arn })),
  );
  if (!attributes) return null;
  const subscriptions: TopicFacts['subscriptions'] = [];
  for await (const page of paginateListSubscriptionsByTopic({ client }, { TopicArn: arn }))
    for (const { Protocol = '', Endpoint = '', SubscriptionArn = '' } of page.Subscriptions ?? [])
      subscriptions.push({
        protocol: Protocol,
        endpoint: Endpoint,
        isConfirmed: SubscriptionArn.startsWith('arn:'),
      });
  return { arn, policy: attributes.Attributes?.Policy ?? null, subscriptions };
}
