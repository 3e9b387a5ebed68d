import { defineConfig } from 'vitest/config';

// `npm test` runs all projects. `npx vitest run --project unit` is the fast one to use while writing. The projects
// differ in what they need: `unit` only files; `embedded` real processes on this machine (one file at a time, because
// tests of "within a second" fail when six suites share two cores); `browser` Chromium.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/embedded/**', 'test/browser/**'],
          testTimeout: 20_000,
          // Both cores of a small machine; the other projects wait for these.
          maxWorkers: '100%',
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'embedded',
          include: ['test/embedded/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
