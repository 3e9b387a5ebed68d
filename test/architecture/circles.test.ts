import { expect, it } from 'vitest';
import { filesOf, importsOf } from './source-tree.ts';

/** To understand one file of an import circle, you must read all of them. Types belong in files below their users. */

/** Groups of files that import each other directly or indirectly (Tarjan's algorithm). A single file is no group. */
function circlesIn(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const found: string[][] = [];
  const lowest = new Map<string, number>();
  const path: string[] = [];
  const visit = (file: string): number => {
    const known = lowest.get(file);
    if (known !== undefined) return known;
    const own = lowest.size;
    lowest.set(file, own);
    path.push(file);
    const low = Math.min(own, ...(graph.get(file) ?? []).map(visit));
    lowest.set(file, low);
    if (low === own) {
      const room = path.splice(path.indexOf(file));
      // Mark as finished: a later file that imports one of these files does not belong to their group.
      for (const member of room) lowest.set(member, Number.POSITIVE_INFINITY);
      if (room.length > 1) found.push(room.sort());
    }
    return low;
  };
  for (const file of graph.keys()) visit(file);
  return found;
}

const files = new Set(filesOf(['functions', 'infra', 'bin', 'templates', 'bench', 'test']));
const graph = new Map(
  [...files].map((file) => [
    file,
    importsOf(file)
      .map(({ target }) => target)
      .filter((target) => files.has(target)),
  ]),
);

it('finds a circle of any length, and does not report a diamond', () => {
  const circle = { a: ['b'], b: ['c', 'd'], c: ['a'], d: ['e'], e: [] };
  expect(circlesIn(new Map(Object.entries(circle)))).toEqual([['a', 'b', 'c']]);
  const diamond = { a: ['b', 'c'], b: ['d'], c: ['d'], d: [] };
  expect(circlesIn(new Map(Object.entries(diamond)))).toEqual([]);
  const two = { a: ['b'], b: ['a', 'c'], c: ['d'], d: ['c'] };
  expect(circlesIn(new Map(Object.entries(two)))).toEqual([
    ['c', 'd'],
    ['a', 'b'],
  ]);
});

it('no file imports itself through other files, not even for a type', () => {
  expect([...graph.values()].flat().length).toBeGreaterThan(500);
  expect(circlesIn(graph)).toEqual([]);
});
