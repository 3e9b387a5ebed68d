import * as z from 'zod';
import type { Account } from './account.ts';
import type { Asked } from './asked.ts';
import type { Described } from './described.ts';
import { Fault, notServed } from './fault.ts';

const inputSchema = z.looseObject({
  Name: z.string().optional(),
  Rule: z.string().optional(),
  NamePrefix: z.string().default(''),
  TargetArn: z.string().optional(),
});

/** EventBridge: its rules and their targets, on the default bus. A rule that is switched off tells nobody. */
export function describeRules({ rules }: Described, account: Account, { target, body }: Asked): object {
  const input = inputSchema.parse(JSON.parse(body || '{}'));
  const operation = target.split('.')[1] ?? '';
  const named = (name: string | undefined) => {
    const rule = rules.find(({ Name }) => Name === name);
    if (!rule)
      throw new Fault('ResourceNotFoundException', `Rule ${name} does not exist on EventBus default.`);
    return rule;
  };
  switch (operation) {
    case 'DescribeRule':
      return summary(named(input.Name), account);
    case 'ListRules':
      return {
        Rules: rules
          .filter(({ Name }) => Name.startsWith(input.NamePrefix))
          .map((rule) => summary(rule, account)),
      };
    case 'ListTargetsByRule':
      return { Targets: named(input.Rule).Targets };
    case 'EnableRule':
    case 'DisableRule':
      named(input.Name).State = operation === 'EnableRule' ? 'ENABLED' : 'DISABLED';
      return {};
    case 'ListRuleNamesByTarget':
      return {
        RuleNames: rules
          .filter(({ Targets }) => Targets.some(({ Arn }) => Arn === input.TargetArn))
          .map(({ Name }) => Name),
      };
    default:
      throw notServed(`EventBridge ${operation}`);
  }
}

function summary({ Name, State, EventPattern }: Described['rules'][number], { account, region }: Account) {
  return {
    Name,
    Arn: `arn:aws:events:${region}:${account}:rule/${Name}`,
    State,
    EventBusName: 'default',
    EventPattern: JSON.stringify(EventPattern),
  };
}

export function isEnabled({ rules }: Described, name: string): boolean {
  return rules.find(({ Name }) => Name === name)?.State !== 'DISABLED';
}
