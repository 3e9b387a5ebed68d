// Stands in for every function of the newsroom, and does what a message, a path or an event tells it to do.
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const faults = {
  throw: () => {
    throw new TypeError('a planted fault');
  },
  exit: () => process.exit(3),
  say: ({ line }) => process.stdout.write(`${line}\n`),
  wait: async ({ until }) => {
    while (!existsSync(until)) await sleep(10);
  },
};

export async function handler(event) {
  const asked = event.Records?.map(({ body }) => JSON.parse(body)) ?? [event.queryStringParameters ?? event];
  for (const one of asked) await faults[one.fault]?.(one);
}
