import { expect, it } from 'vitest';
import { runSeeds } from './run-seeds.ts';

const seeds = Number(process.env.SEEDS ?? 1000);

it(`nobody gets an edition twice, nobody is lost and nothing leaks, whatever fails (seeds 0 to ${seeds - 1})`, async () => {
  const broken = await Array.fromAsync(runSeeds(0, seeds));
  expect(broken).toEqual([]);
}, 300_000);
