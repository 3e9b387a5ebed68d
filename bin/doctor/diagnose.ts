import { addressFindings, secondWayFindings } from './address-findings.ts';
import { alarmFindings } from './alarm-findings.ts';
import { bucketFindings, dropFindings } from './bucket-findings.ts';
import { clockFindings } from './caller-findings.ts';
import { dnsFindings } from './dns-findings.ts';
import type { Facts, StackFacts } from './facts.ts';
import type { Finding } from './finding.ts';
import { keyFindings } from './key-findings.ts';
import { concurrencyFindings, mappingFindings } from './lambda-findings.ts';
import { judge, seenIn } from './look.ts';
import { type Queues, queueFindings } from './queue-findings.ts';
import type { RuleFacts } from './rule-facts.ts';
import { ruleFindings } from './rule-findings.ts';
import { groupFindings, overdueFindings, repeatedFindings } from './schedule-findings.ts';
import { accountFindings, configurationSetFindings, identityFindings } from './ses-findings.ts';
import type { Setup } from './setup.ts';
import { stackFindings } from './stack-findings.ts';
import { stopFindings } from './stop-findings.ts';
import { tableFindings } from './table-findings.ts';
import { topicFindings } from './topic-findings.ts';

/** What is wrong, the sending domain first; empty for a healthy newsroom. `now`: epoch milliseconds. */
export function diagnose(setup: Setup, facts: Facts, now: number): Finding[] {
  const { inStack } = facts;
  const largest = inStack ? seenIn(inStack.largestList) : null;
  const mappings = inStack?.mappings.flatMap((mapping) => seenIn(mapping.facts) ?? []) ?? [];
  return [
    ...clockFindings(facts.caller),
    ...judge(facts.stack, (stack) => stackFindings(setup, stack)),
    ...judge(facts.identity, (identity) => identityFindings(setup, identity, inStack !== null)),
    ...judge(facts.dns, (dns) => dnsFindings(setup, dns)),
    ...judge(facts.account, (account) => accountFindings(setup, account, largest)),
    ...judge(facts.concurrency, (concurrency) => concurrencyFindings(setup, concurrency, mappings)),
    ...(inStack ? findingsInStack(setup, inStack, now) : []),
  ];
}

function findingsInStack(setup: Setup, facts: StackFacts, now: number): Finding[] {
  return [
    ...judge(facts.stop, stopFindings),
    ...judge(facts.largestList, () => []),
    ...mailFindings(setup, facts),
    ...facts.mappings.flatMap(({ physicalId, facts: mapping }) =>
      judge(mapping, (seen) => mappingFindings(setup, physicalId, seen)),
    ),
    ...scheduleFindings(setup, facts, now),
    ...storageFindings(setup, facts),
    ...facts.secrets.flatMap(({ physicalId, facts: secret }) =>
      judge(secret, (seen) => keyFindings(setup, physicalId, seen, now)),
    ),
    ...judge(facts.alarms.found, (alarms) => alarmFindings(setup, facts.alarms.names, alarms)),
    ...facts.topics.flatMap(({ physicalId, facts: topic }) =>
      judge(topic, (seen) => topicFindings(setup, physicalId, seen)),
    ),
    ...judge(facts.address, (address) => addressFindings(setup, address, facts.addressRecord, now)),
    ...judge(facts.isSecondWayOpen, (isOpen) => secondWayFindings(setup, isOpen)),
  ];
}

/** From SES to the queue of its events, and the queues. */
function mailFindings(setup: Setup, { configurationSets, rules, queues, topics }: StackFacts): Finding[] {
  const known = seenQueues(queues);
  const seenRules: RuleFacts[] = rules.flatMap(({ facts }) => seenIn(facts) ?? []);
  const setNames = configurationSets.map(({ physicalId }) => physicalId);
  const targets = { queues: known, topics: topics.flatMap(({ facts }) => seenIn(facts) ?? []) };
  // A look that failed is a finding already; without it the others would say too much.
  const hasSeenAll = [...rules, ...queues, ...topics].every(({ facts }) => facts.kind === 'seen');
  return [
    ...configurationSets.flatMap(({ physicalId, facts }) =>
      judge(facts, (set) => configurationSetFindings(setup, physicalId, set)),
    ),
    ...rules.flatMap(({ facts }) => judge(facts, () => [])),
    ...(hasSeenAll ? ruleFindings(setup, seenRules, setNames, targets) : []),
    ...queues.flatMap(({ facts }) => judge(facts, () => [])),
    ...queueFindings(setup, known),
  ];
}

/** The queues that doctor could look at. */
function seenQueues(queues: StackFacts['queues']): Queues {
  return queues.flatMap(({ id, physicalId, facts }) =>
    facts.kind === 'seen' ? [{ id, url: physicalId, queue: facts.value }] : [],
  );
}

function scheduleFindings(setup: Setup, { schedules, groups }: StackFacts, now: number): Finding[] {
  return [
    ...schedules.flatMap(({ physicalId, facts }) =>
      judge(facts, (schedule) => repeatedFindings(setup, physicalId, schedule)),
    ),
    ...groups.flatMap(({ name, exists, editions }) => [
      ...judge(exists, (isThere) => groupFindings(setup, name, isThere)),
      ...(seenIn(exists) === true
        ? judge(editions, (found) => overdueFindings(setup, name, found, now))
        : []),
    ]),
  ];
}

function storageFindings(setup: Setup, { tables, buckets, dropBucket, queues }: StackFacts): Finding[] {
  return [
    ...tables.flatMap(({ physicalId, facts }) =>
      judge(facts, (table) => tableFindings(setup, physicalId, table)),
    ),
    ...buckets.flatMap(({ physicalId, facts }) =>
      judge(facts, (bucket) => [
        ...bucketFindings(setup, physicalId, bucket),
        ...(bucket && physicalId === dropBucket ? dropFindings(setup, bucket, seenQueues(queues)) : []),
      ]),
    ),
  ];
}
