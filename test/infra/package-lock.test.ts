import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import * as z from 'zod';

const file = fileURLToPath(new URL('../../package-lock.json', import.meta.url));
const text = readFileSync(file, 'utf8');
const { packages } = z
  .object({
    packages: z.record(
      z.string(),
      z.object({
        optionalDependencies: z.record(z.string(), z.string()).optional(),
        libc: z.unknown().optional(),
      }),
    ),
  })
  .parse(JSON.parse(text));

/** The place where npm finds `name` for the package at `at`: beside it, or in a folder above. */
function entryOf(name: string, at: string): string | undefined {
  const places =
    at === ''
      ? []
      : at.split('/node_modules/').map((_, i, all) => all.slice(0, i + 1).join('/node_modules/'));
  return [...places.reverse().map((place) => `${place}/node_modules/${name}`), `node_modules/${name}`].find(
    (entry) => entry in packages,
  );
}

it('the lockfile has the packages of every platform, so that no install adds to it and npm ci works', () => {
  const missing = Object.entries(packages).flatMap(([at, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => entryOf(name, at) === undefined)
      .map((name) => `${name} of ${at || 'the project'}`),
  );
  expect(missing).toEqual([]);
});

it('the lockfile has nothing in it that npm 10 and npm 11 write differently', () => {
  // npm 10 leaves out `libc`, and the two versions disagree about packages that are both optional and for development.
  expect(Object.keys(packages).filter((at) => packages[at]?.libc !== undefined)).toEqual([]);
  expect(text).not.toContain('"devOptional"');
});

it('the lockfile names no registry', () => {
  expect(text).not.toMatch(/"resolved\b|https?:\/\/[^"]*\.tgz/);
});
