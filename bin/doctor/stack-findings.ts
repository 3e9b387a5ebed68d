import { advice, type Finding, fault, when } from './finding.ts';
import type { Setup } from './setup.ts';
import type { DeployedStack } from './stack.ts';

/** Whether the stack is there, whole, and of this clone. */
export function stackFindings(
  { stackName, region, deploy, version, isLocal }: Setup,
  stack: DeployedStack | null,
): Finding[] {
  if (!stack)
    return [
      fault(
        'not-deployed',
        `There is no stack ${stackName} in ${region}.`,
        'Everybody: there is no newsroom yet.',
        deploy,
      ),
    ];
  const deployed = stack.outputs.Version;
  return [
    ...when(/ROLLBACK|FAILED/.test(stack.status) && stack.status !== 'UPDATE_ROLLBACK_COMPLETE', () =>
      fault(
        'stack-broken',
        `The stack ${stackName} is ${stack.status}.`,
        'Everybody, as long as half of the stack is of another version.',
        `aws cloudformation describe-stack-events --region ${region} --stack-name ${stackName}`,
        deploy,
      ),
    ),
    ...when(deployed !== version, () =>
      advice(
        'other-version',
        `${isLocal ? 'What runs here' : 'What is deployed'} is another version (${deployed ?? 'unknown'}) than this clone (${version}).`,
        'Whoever reads this: commands of this clone may not fit what runs.',
        isLocal ? 'Stop the newsroom and start it again: npm start' : deploy,
      ),
    ),
  ];
}
