import * as z from 'zod';
import type { Account } from './account.ts';
import type { Notices } from './notices.ts';

/** A monthly budget of the template: which topics are told when the forecast is above so many dollars. */
export type Budget = { name: string; notifications: { aboveDollars: number; topicArns: string[] }[] };

/** Strict, so that a budget that this machine would judge wrongly stops the start. */
const budgetSchema = z.strictObject({
  Budget: z.strictObject({
    BudgetName: z.string(),
    BudgetType: z.literal('COST'),
    TimeUnit: z.literal('MONTHLY'),
    BudgetLimit: z.object({ Amount: z.coerce.number(), Unit: z.literal('USD') }),
  }),
  ResourceTags: z.unknown().optional(),
  NotificationsWithSubscribers: z.array(
    z.strictObject({
      Notification: z.strictObject({
        NotificationType: z.enum(['FORECASTED', 'ACTUAL']),
        ComparisonOperator: z.literal('GREATER_THAN'),
        Threshold: z.number(),
        ThresholdType: z.literal('PERCENTAGE'),
      }),
      Subscribers: z.array(z.object({ SubscriptionType: z.literal('SNS'), Address: z.string() })),
    }),
  ),
});

export function readBudget(properties: object): Budget {
  const { Budget, NotificationsWithSubscribers } = budgetSchema.parse(properties);
  return {
    name: Budget.BudgetName,
    notifications: NotificationsWithSubscribers.map(({ Notification, Subscribers }) => ({
      aboveDollars: (Budget.BudgetLimit.Amount * Notification.Threshold) / 100,
      topicArns: Subscribers.map(({ Address }) => Address),
    })),
  };
}

/** The budgets of the account. Nothing costs anything on this machine: a person or a test sets what the month costs. */
export class Budgets {
  readonly #budgets: readonly Budget[];
  readonly #account: Account;
  readonly #notices: Notices;
  #dollars = 0;

  constructor(budgets: readonly Budget[], account: Account, notices: Notices) {
    this.#budgets = budgets;
    this.#account = account;
    this.#notices = notices;
  }

  get dollars(): number {
    return this.#dollars;
  }

  /** Tells the topics of each limit that the month's costs have passed. */
  spend(dollars: number): void {
    const before = this.#dollars;
    this.#dollars = dollars;
    for (const { name, notifications } of this.#budgets)
      for (const { aboveDollars, topicArns } of notifications)
        if (dollars > aboveDollars && before <= aboveDollars) this.#tell(name, aboveDollars, topicArns);
  }

  #tell(name: string, aboveDollars: number, topicArns: readonly string[]): void {
    const source = `arn:aws:budgets::${this.#account.account}:budget/${name}`;
    const words = `The budget ${name} of $${aboveDollars} has been exceeded: $${this.#dollars} this month.`;
    const publisher = { service: 'budgets.amazonaws.com', source };
    for (const topicArn of topicArns) this.#notices.tellWords('budget', publisher, topicArn, words);
  }
}
