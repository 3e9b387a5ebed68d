import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Account } from './account.ts';
import { Fault } from './fault.ts';

/** Example: `{ source: ['aws.ses'], detail: { mail: { tags: { 'ses:configuration-set': ['newsroom'] } } } }` */
export type EventPattern = { [field: string]: EventPattern | Condition[] };
const conditionSchema = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.strictObject({ prefix: z.string() }),
  z.strictObject({ exists: z.boolean() }),
]);
type Condition = z.infer<typeof conditionSchema>;

/**
 * A pattern with a condition that this bus does not support fails to parse, so that it never matches too much or too
 * little.
 */
export const eventPatternSchema: z.ZodType<EventPattern> = z.record(
  z.string(),
  z.lazy(() => z.union([z.array(conditionSchema), eventPatternSchema])),
);

/** Values are read from an event by path (`$.detail.mail.tags`) and replace `<name>` in the template. */
export const inputTransformerSchema = z.strictObject({
  InputPathsMap: z.record(z.string(), z.string().startsWith('$.')).default({}),
  InputTemplate: z.string(),
});
export type InputTransformer = z.infer<typeof inputTransformerSchema>;

/** A queue or a topic. It gets the input if there is one, else what the transformer makes of the event, or the event. */
export type EventTarget = { arn: string; transformer: InputTransformer | null; input: string | null };

export type EventRule = {
  name: string;
  arn: string;
  pattern: EventPattern;
  targets: EventTarget[];
};
export const busEventSchema = z.strictObject({
  source: z.string(),
  detailType: z.string(),
  /** Epoch milliseconds. */
  at: z.number(),
  resources: z.array(z.string()).default([]),
  detail: z.looseObject({}).transform((detail): object => detail),
});
export type BusEvent = z.infer<typeof busEventSchema>;

export type BusTargets = {
  isEnabled: (rule: string) => boolean;
  /** Throws a Fault if the queue does not take it from the rule. */
  toQueue: (queueArn: string, body: string, ruleArn: string) => void;
  /** False if the topic does not take it from the rule. */
  toTopic: (topicArn: string, body: string, ruleArn: string) => boolean;
  /** Hears whether a rule's target took an event. */
  report: (rule: string, isDelivered: boolean) => void;
};

/** The default EventBridge bus. Sends each event to the queues of the rules that it matches. */
export class EventBus {
  readonly #rules: readonly EventRule[];
  readonly #account: Account;
  readonly #targets: BusTargets;

  constructor(rules: readonly EventRule[], account: Account, targets: BusTargets) {
    this.#rules = rules;
    this.#account = account;
    this.#targets = targets;
  }

  publish(event: BusEvent): void {
    const envelope = {
      version: '0',
      id: randomUUID(),
      'detail-type': event.detailType,
      source: event.source,
      account: this.#account.account,
      time: `${new Date(event.at).toISOString().slice(0, 19)}Z`,
      region: this.#account.region,
      resources: event.resources,
      detail: event.detail,
    };
    const matching = this.#rules.filter(
      ({ name, pattern }) => this.#targets.isEnabled(name) && isMatch(pattern, envelope),
    );
    for (const { name, arn, targets } of matching)
      for (const target of targets)
        this.#targets.report(name, this.#reach(target, bodyFor(target, envelope), arn));
  }

  /**
   * False if the queue is gone or refuses the event. EventBridge does not try that again:
   * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html
   */
  #reach({ arn }: EventTarget, body: string, ruleArn: string): boolean {
    if (arn.includes(':sns:')) return this.#targets.toTopic(arn, body, ruleArn);
    try {
      this.#targets.toQueue(arn, body, ruleArn);
      return true;
    } catch (error) {
      if (error instanceof Fault) return false;
      throw error;
    }
  }
}

function bodyFor({ transformer, input }: EventTarget, event: object): string {
  if (input !== null) return input;
  return transformer ? transform(transformer, event) : JSON.stringify(event);
}

/** Transforms an event for a target, as EventBridge does: each placeholder is replaced by its value as JSON. */
function transform({ InputPathsMap, InputTemplate }: InputTransformer, event: object): string {
  return InputTemplate.replace(/<([^<>]+)>/g, (placeholder, name: string) => {
    const path = InputPathsMap[name];
    return path === undefined ? placeholder : JSON.stringify(valueAt(event, path.slice(2).split('.')));
  });
}

/** `''` if the event has no such field, as on AWS. */
function valueAt(value: unknown, path: string[]): unknown {
  const [field, ...rest] = path;
  if (field === undefined) return value;
  const found = fieldOf(value, field);
  return found === undefined ? '' : valueAt(found, rest);
}

function fieldOf(value: unknown, name: string): unknown {
  const has = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
  return has ? Reflect.get(value, name) : undefined;
}

/** Whether each field in the pattern has one of the listed values in the event. */
export function isMatch(pattern: EventPattern, event: object): boolean {
  return Object.entries(pattern).every(([field, wanted]) => {
    const value = fieldOf(event, field);
    if (!Array.isArray(wanted)) return typeof value === 'object' && value !== null && isMatch(wanted, value);
    const values: unknown[] = Array.isArray(value) ? value : [value];
    return wanted.some((condition) => values.some((candidate) => meets(condition, candidate)));
  });
}

function meets(condition: Condition, value: unknown): boolean {
  if (typeof condition !== 'object' || condition === null) return value === condition;
  if ('exists' in condition) return (value !== undefined) === condition.exists;
  return typeof value === 'string' && value.startsWith(condition.prefix);
}
