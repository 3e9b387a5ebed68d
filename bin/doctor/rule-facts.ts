import {
  DescribeRuleCommand,
  type EventBridgeClient,
  ListTargetsByRuleCommand,
} from '@aws-sdk/client-eventbridge';
import * as z from 'zod';
import { orNull } from './look.ts';

export interface RuleFacts {
  name: string;
  isEnabled: boolean;
  pattern: unknown;
  /** ARNs. */
  targets: string[];
}

/** Null if the rule does not exist. */
export async function readRule(client: EventBridgeClient, name: string): Promise<RuleFacts | null> {
  const rule = await orNull(['ResourceNotFoundException'], () =>
    client.send(new DescribeRuleCommand({ Name: name })),
  );
  if (!rule) return null;
  const { Targets = [] } = await client.send(new ListTargetsByRuleCommand({ Rule: name }));
  return {
    name,
    isEnabled: rule.State !== 'DISABLED',
    pattern: JSON.parse(rule.EventPattern ?? '{}'),
    targets: Targets.flatMap(({ Arn }) => Arn ?? []),
  };
}

const patternSchema = z.looseObject({
  source: z.array(z.string()),
  'detail-type': z.array(z.string()),
  detail: z.looseObject({
    mail: z.looseObject({ tags: z.looseObject({ 'ses:configuration-set': z.array(z.string()) }) }),
  }),
});

/** Whether the rule hears one kind of SES's events about mails of a configuration set. */
export function hears({ pattern }: RuleFacts, detailType: string, configurationSet: string): boolean {
  const parsed = patternSchema.safeParse(pattern);
  if (!parsed.success) return false;
  const { source, 'detail-type': detailTypes, detail } = parsed.data;
  return (
    source.includes('aws.ses') &&
    detailTypes.includes(detailType) &&
    detail.mail.tags['ses:configuration-set'].includes(configurationSet)
  );
}
