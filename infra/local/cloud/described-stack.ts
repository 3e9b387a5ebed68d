import { randomUUID } from 'node:crypto';
import type { Account } from './account.ts';
import type { Asked } from './asked.ts';
import type { Described } from './described.ts';
import { Fault, notServed } from './fault.ts';
import { readForm } from './form.ts';
import { element } from './xml.ts';

/** CloudFormation: the stack with its outputs, and its resources by logical id. */
export function describeStack(described: Described, account: Account, { body }: Asked): string {
  const form = readForm(body);
  const action = form.get('Action') ?? '';
  const asked = form.get('StackName') ?? described.stackName;
  if (asked !== described.stackName)
    throw new Fault('ValidationError', `Stack with id ${asked} does not exist`);
  switch (action) {
    case 'DescribeStacks':
      return answer(action, `<Stacks><member>${stackOf(described, account)}</member></Stacks>`);
    case 'ListStackResources':
      return answer(
        action,
        `<StackResourceSummaries>${described.resources.map(resourceOf).join('')}</StackResourceSummaries>`,
      );
    default:
      throw notServed(`CloudFormation ${action}`);
  }
}

function stackOf({ stackName, outputs }: Described, { account, region }: Account): string {
  const members = Object.entries(outputs).map(
    ([key, value]) => `<member>${element('OutputKey', key)}${element('OutputValue', value)}</member>`,
  );
  return (
    element('StackName', stackName) +
    element('StackId', `arn:aws:cloudformation:${region}:${account}:stack/${stackName}/local`) +
    element('StackStatus', 'CREATE_COMPLETE') +
    element('CreationTime', new Date(0).toISOString()) +
    `<Outputs>${members.join('')}</Outputs>`
  );
}

function resourceOf({ id, type, physicalId }: Described['resources'][number]): string {
  return `<member>${
    element('LogicalResourceId', id) +
    element('PhysicalResourceId', physicalId) +
    element('ResourceType', type) +
    element('ResourceStatus', 'CREATE_COMPLETE') +
    element('LastUpdatedTimestamp', new Date(0).toISOString())
  }</member>`;
}

function answer(action: string, result: string): string {
  const request = `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>`;
  return `<${action}Response xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><${action}Result>${result}</${action}Result>${request}</${action}Response>`;
}
