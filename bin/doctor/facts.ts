import type { SendingStop } from '../../functions/_shared/deliveries/sending-stop.ts';
import type { AddressFacts } from './address-facts.ts';
import type { AlarmFacts } from './alarm-facts.ts';
import type { BucketFacts } from './bucket-facts.ts';
import type { CallerFacts } from './caller-facts.ts';
import type { DnsFacts } from './dns-facts.ts';
import type { SecretFacts } from './key-facts.ts';
import type { MappingFacts } from './lambda-facts.ts';
import type { ListFacts } from './list-facts.ts';
import type { Look } from './look.ts';
import type { QueueFacts } from './queue-facts.ts';
import type { RuleFacts } from './rule-facts.ts';
import type { ScheduleFacts } from './schedule-facts.ts';
import type { ConfigurationSetFacts, IdentityFacts, SesAccountFacts } from './ses-facts.ts';
import type { DeployedStack, StackResource } from './stack.ts';
import type { TableFacts } from './table-facts.ts';
import type { TopicFacts } from './topic-facts.ts';

/** What was seen of one resource of the stack; null for one that is gone. */
export interface Seen<Facts> extends StackResource {
  facts: Look<Facts | null>;
}

/** What doctor looked at, apart from the stack's resources: the account, the domain, the machine. */
export interface AccountFacts {
  caller: CallerFacts;
  stack: Look<DeployedStack | null>;
  account: Look<SesAccountFacts>;
  identity: Look<IdentityFacts | null>;
  dns: Look<DnsFacts>;
  concurrency: Look<number>;
}

/** What doctor looked at in a deployed stack. */
export interface StackFacts {
  configurationSets: Seen<ConfigurationSetFacts>[];
  rules: Seen<RuleFacts>[];
  queues: Seen<QueueFacts>[];
  topics: Seen<TopicFacts>[];
  mappings: Seen<MappingFacts>[];
  schedules: Seen<ScheduleFacts>[];
  groups: { name: string; exists: Look<boolean>; editions: Look<ScheduleFacts[]> }[];
  tables: Seen<TableFacts>[];
  buckets: Seen<BucketFacts>[];
  /** The bucket into which staff drop. */
  dropBucket: string | null;
  alarms: { names: string[]; found: Look<AlarmFacts[]> };
  secrets: Seen<SecretFacts>[];
  largestList: Look<ListFacts | null>;
  stop: Look<SendingStop | null>;
  address: Look<AddressFacts>;
  /** The DNS record of the custom domain. */
  addressRecord: string | null;
  /** Whether API Gateway's own address serves the pages beside a custom domain. */
  isSecondWayOpen: Look<boolean>;
}

export interface Facts extends AccountFacts {
  /** Null if the stack is not deployed, or could not be looked at. */
  inStack: StackFacts | null;
}
