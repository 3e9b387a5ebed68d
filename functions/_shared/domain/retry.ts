import * as z from 'zod';

/**
 * When a message whose work failed is tried again, and when it is given up: it is then moved to the dead-letter queue,
 * and an alarm rings. All in seconds.
 */
const retrySchema = z.object({
  /** The longest first wait. Each wait is twice as long as the one before, until `longestSeconds`. */
  firstSeconds: z.number().int().positive(),
  longestSeconds: z.number().int().positive(),
  /** After the first try. */
  giveUpAfterSeconds: z.number().int().positive(),
});
export type Retry = z.infer<typeof retrySchema>;

/**
 * A worker keeps its message invisible for this long and repeats that during the work. The message of a killed worker
 * comes back after this time at the latest. It must be longer than the lease of a chunk (30 s): a message that comes back
 * while its chunk is still leased finds nothing to do and is lost.
 */
export const heldSeconds = 45;
/** How often the worker says that it still works on the message. */
export const beatSeconds = 15;

/** A queue that feeds a function. `isHeld`: the work may take longer than `heldSeconds`. */
const workQueueSchema = retrySchema.extend({ url: z.url(), isHeld: z.boolean() });
export type WorkQueue = z.infer<typeof workQueueSchema>;

/** The environment variable `WORK_QUEUES`: the queues that feed the function, as JSON. */
export const workQueuesSchema = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(z.array(workQueueSchema).min(1));

/** The longest wait after the given try (from 1). */
export function longestWait({ firstSeconds, longestSeconds }: Retry, tries: number): number {
  return Math.min(longestSeconds, firstSeconds * 2 ** Math.min(tries - 1, 20));
}

/**
 * The wait after the given try, in whole seconds as SQS counts. It is shortened by up to a quarter, so that messages that
 * failed together do not all come back together. `random`: from 0 to 1.
 */
export function waitAfter(retry: Retry, tries: number, random: number): number {
  return Math.ceil(longestWait(retry, tries) * (1 - random / 4));
}

/** The number of tries until the waits alone add up to the deadline. */
export function triesUntilDeadline(retry: Retry): number {
  let tries = 1;
  for (let waited = 0; waited < retry.giveUpAfterSeconds; tries += 1) waited += longestWait(retry, tries);
  return tries;
}
