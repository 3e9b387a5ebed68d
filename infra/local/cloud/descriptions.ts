import * as z from 'zod';
import type { Account } from './account.ts';
import type { Asked } from './asked.ts';
import type { Described } from './described.ts';
import { describeFunctions } from './described-functions.ts';
import { describeRules } from './described-rules.ts';
import { describeSes } from './described-ses.ts';
import { describeStack } from './described-stack.ts';
import { describeTopics } from './described-topics.ts';
import type { Ses } from './ses.ts';

/**
 * What changes on AWS without CloudFormation: who confirmed a subscription to a topic, and how many functions the
 * account may run at a time.
 */
export const accountControlSchema = z.strictObject({
  confirmed: z.array(z.string()).optional(),
  concurrentExecutions: z.number().int().positive().optional(),
});

/** Answers what operators' tools ask about the stack. `json` or `xml`, as the service speaks. */
export class Descriptions {
  readonly #described: Described;
  readonly #account: Account;
  readonly #ses: Ses;
  /** The addresses that confirmed a subscription. Like on AWS nobody has at first. */
  readonly #confirmed = new Set<string>();
  #concurrentExecutions: number;

  /** Calls of functions beyond it are throttled. */
  get concurrentExecutions(): number {
    return this.#concurrentExecutions;
  }

  /** 1000: an account that is not new. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
  constructor(described: Described, account: Account, ses: Ses, concurrentExecutions = 1000) {
    this.#described = described;
    this.#account = account;
    this.#ses = ses;
    this.#concurrentExecutions = concurrentExecutions;
  }

  control({ confirmed = [], concurrentExecutions }: z.infer<typeof accountControlSchema>): void {
    for (const endpoint of confirmed) this.#confirmed.add(endpoint);
    this.#concurrentExecutions = concurrentExecutions ?? this.#concurrentExecutions;
  }

  describe(): object {
    return { confirmed: [...this.#confirmed], concurrentExecutions: this.#concurrentExecutions };
  }

  /** The services that speak JSON. */
  json(service: 'events' | 'lambda' | 'ses', asked: Asked): object {
    switch (service) {
      case 'events':
        return describeRules(this.#described, this.#account, asked);
      case 'lambda':
        return describeFunctions(this.#described, this.#concurrentExecutions, asked);
      case 'ses':
        return describeSes(this.#described, this.#account, this.#ses, asked);
    }
  }

  /** The services that speak the query protocol. Returns the XML. */
  xml(service: 'sns' | 'cloudformation', asked: Asked): string {
    return service === 'sns'
      ? describeTopics(this.#described, this.#account, this.#confirmed, asked)
      : describeStack(this.#described, this.#account, asked);
  }
}
