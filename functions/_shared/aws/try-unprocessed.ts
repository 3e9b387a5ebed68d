import { setTimeout } from 'node:timers/promises';

const firstPauseMilliseconds = 50;
const longestPauseMilliseconds = 2000;
/** Requests in a row of which nothing was processed: some ten seconds. */
const mostInVain = 10;

/**
 * Sends what DynamoDB leaves unprocessed again, each time after a pause of twice the length, with jitter, as DynamoDB
 * asks for (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html): at once it would only
 * be throttled again. `send` returns what is left, undefined if nothing is; `countOf` counts it. Throws when nothing
 * more is processed.
 */
export async function tryUnprocessed<Rest>(
  first: Rest,
  send: (rest: Rest) => Promise<Rest | undefined>,
  countOf: (rest: Rest) => number,
): Promise<void> {
  let pause = firstPauseMilliseconds;
  let before = countOf(first);
  let inVain = 0;
  for (let rest = await send(first); rest !== undefined; rest = await send(rest)) {
    const left = countOf(rest);
    inVain = left < before ? 0 : inVain + 1;
    if (inVain === mostInVain) throw new Error('DynamoDB left a part of a batch unprocessed');
    before = left;
    await setTimeout(pause * (0.5 + Math.random() / 2));
    pause = Math.min(longestPauseMilliseconds, pause * 2);
  }
}
