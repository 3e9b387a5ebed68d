import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { equivalents } from '../mutation/equivalents.ts';
import { plantMutants } from '../mutation/plant-mutants.ts';
import { riskiest } from '../mutation/riskiest.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('the lists of the mutation run', () => {
  const changes = new Map(
    riskiest.map((file) => [
      file,
      plantMutants(readFileSync(path.join(root, file), 'utf8'), 0).mutants.map(({ change }) => change),
    ]),
  );

  it('name existing files that contain something to change', () => {
    expect([...changes].filter(([, planted]) => planted.length === 0)).toEqual([]);
  });

  it('excuse only changes that can still be made', () => {
    expect(equivalents.filter(({ file, change }) => !changes.get(file)?.includes(change))).toEqual([]);
  });
});
