import { appendFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, expect, inject } from 'vitest';

/**
 * The switch that the planted code asks, in the test process: whether a mutant is on. If none is on, it records which
 * mutants the test file reaches.
 */

declare module 'vitest' {
  interface ProvidedContext {
    /** The mutant that is on; null in the first run. */
    mutant: number | null;
    /** The file to which a line per test file is added: `{file, reached}`. */
    reachedFile: string;
  }
}

declare global {
  var mutant: (id: number) => boolean;
}

// A mutant may loop forever, and a test's timeout cannot end a loop without an await. No normal test asks this often.
const endless = 200_000_000;

// Use the same histories for every mutant. Otherwise chance would decide whether it is noticed.
fc.configureGlobal({ seed: 1 });

const active = inject('mutant');
const reached = new Set<number>();
let asked = 0;

globalThis.mutant =
  active === null
    ? (id) => {
        reached.add(id);
        return false;
      }
    : (id) => {
        if (++asked > endless) throw new Error('the mutant makes an endless loop');
        return id === active;
      };

afterAll(() => {
  const { testPath: file } = expect.getState();
  if (active === null)
    appendFileSync(inject('reachedFile'), `${JSON.stringify({ file, reached: [...reached] })}\n`);
});
