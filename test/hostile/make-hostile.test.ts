import { expect, test } from 'vitest';
import { formats, makeHostile } from './make-hostile.ts';

test('a seed that was printed makes the same file again, and others make every format', () => {
  const made = new Set<string>();
  for (let seed = 0; seed < 25; seed++) {
    const { format, bytes } = makeHostile(seed);
    made.add(format);
    expect(Buffer.compare(bytes, makeHostile(seed).bytes)).toBe(0);
  }
  expect([...made].sort()).toEqual([...formats].sort());
});
