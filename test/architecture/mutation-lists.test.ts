import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { equivalents } from '../mutation/equivalents.ts';
import { plantMutants } from '../mutation/plant-mutants.ts';
import { riskiest } from '../mutation/riskiest.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('what the mutation run is told', () => {
  const changes = new Map(
    riskiest.map((file) => [
      file,
      plantMutants(readFileSync(path.join(root, file), 'utf8'), 0).mutants.map(({ change }) => change),
    ]),
  );

  it('names files that are there, with something in them to change', () => {
    expect([...changes].filter(([, planted]) => planted.length === 0)).toEqual([]);
  });

  it('excuses only changes that can still be made', () => {
    expect(equivalents.filter(({ file, change }) => !changes.get(file)?.includes(change))).toEqual([]);
  });
});
