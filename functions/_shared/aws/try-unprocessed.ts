import { setTimeout } from 'node:timers/promises';

const firstPauseMilliseconds = 50;
const longestPauseMilliseconds = 5000;

/**
 * Sends what DynamoDB leaves unprocessed again, each time after a pause of twice the length, with jitter, as DynamoDB
 * asks for (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html): at once it would only
 * be throttled again. `send` returns what is left, undefined if nothing is. Throws after some ten seconds.
 */
export async function tryUnprocessed<Rest>(
  first: Rest,
  send: (rest: Rest) => Promise<Rest | undefined>,
): Promise<void> {
  let pause = firstPauseMilliseconds;
  for (let rest = await send(first); rest !== undefined; rest = await send(rest)) {
    if (pause > longestPauseMilliseconds) throw new Error('DynamoDB left a part of a batch unprocessed');
    await setTimeout(pause * (0.5 + Math.random() / 2));
    pause *= 2;
  }
}
