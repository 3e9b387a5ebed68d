import { executionsForPages, executionsNeeded } from '../../infra/concurrency.ts';
import { type Finding, fault } from './finding.ts';
import type { MappingFacts } from './lambda-facts.ts';
import { nameOf } from './queue-findings.ts';
import type { Setup } from './setup.ts';

/** Lambda begins with this many pollers for a queue whose limit somebody took away. */
const unlimited = 5;

export function concurrencyFindings(
  { region, isLocal, infrastructure }: Setup,
  concurrency: number,
  mappings: readonly MappingFacts[],
): Finding[] {
  const deployed = mappings.reduce(
    (sum, { maximumConcurrency }) => sum + (maximumConcurrency ?? unlimited),
    executionsForPages,
  );
  const needed = Math.max(deployed, executionsNeeded(infrastructure));
  if (isLocal || concurrency >= needed) return [];
  return [
    fault(
      'lambda-concurrency',
      `The account may run ${concurrency} functions at a time in ${region}; this stack can use ${needed}.`,
      'While a release goes out: journalists who unsubscribe get an error, bounces are heard late.',
      `aws service-quotas request-service-quota-increase --region ${region} --service-code lambda --quota-code L-B99A9384 --desired-value 1000`,
      infrastructure.concurrency > concurrency
        ? `Until AWS has answered, write concurrency: ${concurrency} in infra/configuration.ts and deploy.`
        : 'When AWS has granted more, write the new number as concurrency in infra/configuration.ts and deploy.',
    ),
  ];
}

export function mappingFindings(
  { region, revertDrift }: Setup,
  uuid: string,
  mapping: MappingFacts | null,
): Finding[] {
  const hurt = 'Whoever waits for that stage: its queue fills and nothing of it happens.';
  if (!mapping)
    return [
      fault('queue-unread', `A queue does not feed its function any more (${uuid}).`, hurt, revertDrift),
    ];
  if (mapping.isEnabled) return [];
  return [
    fault(
      'queue-unread',
      `The queue ${nameOf(mapping.queueArn)} does not feed ${nameOf(mapping.functionArn)}: the mapping is switched off.`,
      hurt,
      `aws lambda update-event-source-mapping --region ${region} --uuid ${uuid} --enabled`,
    ),
  ];
}
