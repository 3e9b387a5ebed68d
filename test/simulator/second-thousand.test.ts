import { expect, it } from 'vitest';
import { runSeeds } from './run-seeds.ts';

// Two files, so that two cores share the two thousand seeds.
it('nobody gets an edition twice, nobody is lost and nothing leaks, whatever fails (seeds 1000 to 1999)', async () => {
  const broken = await Array.fromAsync(runSeeds(1000, 1000));
  expect(broken).toEqual([]);
}, 300_000);
