import { describe, expect, it } from 'vitest';
import { plantedBugs } from './plant-bug.ts';
import { runSeeds } from './run-seeds.ts';

/** A simulator that finds nothing proves nothing. It must find these mistakes, and quickly. */
describe('the simulator notices when', () => {
  it.each(Object.entries(plantedBugs))(
    '%s',
    async (_, mutation) => {
      const found = await runSeeds(0, 400, mutation).next();
      expect(found.value?.problems).not.toEqual([]);
      expect(found.done).toBe(false);
    },
    60_000,
  );
});

it('a seed tells the same story every time', async () => {
  const tell = async () => {
    const { simulateNewsroom } = await import('./simulate-newsroom.ts');
    const { ses, world } = await simulateNewsroom(7);
    return { calls: world.calls, accepted: ses.accepted };
  };
  expect(await tell()).toEqual(await tell());
});
