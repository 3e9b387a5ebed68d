import type { Configuration } from './configuration.ts';

/** How many functions the pages need at the same time, while every queue is full. */
export const executionsForPages = 2;

/** Lambda takes no smaller one. https://docs.aws.amazon.com/lambda/latest/dg/API_ScalingConfig.html */
const least = 2;

/** The most that the queues beside the senders' can use. An import and a sweep are one piece of work, mostly. */
const most = {
  'accept-release': 5,
  'import-contacts': 2,
  'compose-emails': 5,
  'arm-delivery': 5,
  'track-delivery': 20,
  watch: 2,
};
const senders = ['send-emails', 'send-emails-urgent'] as const;

export type Consumed = keyof typeof most | (typeof senders)[number];

type Limits = Pick<Configuration['infrastructure'], 'concurrency' | 'sendersAtOnce'>;

/**
 * The maximum concurrency of each queue, so that all of them together leave executions for the pages. The senders get what
 * the other queues leave, since mails that wait hurt less than a page that does not open or a bounce that is not heard.
 *
 * It is not done with reserved concurrency: an account must keep 100 executions unreserved
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html), and a new one all of its ten: "below its
 * minimum value of [10]".
 */
export function sharesOf({ concurrency, sendersAtOnce }: Limits): Record<Consumed, number> {
  const free = concurrency - executionsForPages;
  const even = Math.floor(free / (Object.keys(most).length + senders.length));
  const share = (limit: number) => Math.max(least, Math.min(limit, even));
  const others = {
    'accept-release': share(most['accept-release']),
    'import-contacts': share(most['import-contacts']),
    'compose-emails': share(most['compose-emails']),
    'arm-delivery': share(most['arm-delivery']),
    'track-delivery': share(most['track-delivery']),
    watch: share(most.watch),
  };
  const left = Math.floor((free - sum(Object.values(others))) / senders.length);
  const sender = Math.max(least, Math.min(sendersAtOnce, left));
  return { ...others, 'send-emails': sender, 'send-emails-urgent': sender };
}

/** What the stage can use at a time: all queues full, and the pages. In a new account that is more than there is. */
export function executionsNeeded(limits: Limits): number {
  return sum(Object.values(sharesOf(limits))) + executionsForPages;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
