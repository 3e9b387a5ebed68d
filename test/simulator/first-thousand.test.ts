import { expect, it } from 'vitest';
import { runSeeds } from './run-seeds.ts';

// Two files, so that both cores share the two thousand.
it('nobody gets an edition twice, nobody is lost and nothing leaks, whatever fails (seeds 0 to 999)', async () => {
  const broken = await Array.fromAsync(runSeeds(0, 1000));
  expect(broken).toEqual([]);
}, 300_000);
