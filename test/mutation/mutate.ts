import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createVitest } from 'vitest/node';
import { equivalents } from './equivalents.ts';
import { type Mutant, plantMutants } from './plant-mutants.ts';
import { riskiest } from './riskiest.ts';

/**
 * `npm run mutate [-- FILE…]`: makes small changes (mutants), such as programmers' mistakes, to the riskiest files, one
 * at a time, and runs the tests that reach the changed place. Prints the mutants that no test notices, and the score;
 * exits with 1 if the score is below 95 %. `--own` runs only the tests in the folders that mirror the files: fast while
 * writing tests, but not the real score.
 */

const root = fileURLToPath(new URL('../..', import.meta.url));
const wanted = 95;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, own: { type: 'boolean', default: false } },
});
const files =
  positionals.length > 0 ? positionals.map((file) => path.relative(root, path.resolve(file))) : riskiest;

const planted = new Map<string, string>();
const mutants: (Mutant & { file: string })[] = [];
for (const file of files) {
  const made = plantMutants(readFileSync(path.join(root, file), 'utf8'), mutants.length);
  planted.set(path.join(root, file), made.planted);
  mutants.push(...made.mutants.map((mutant) => ({ ...mutant, file })));
}

const scratch = mkdtempSync(path.join(tmpdir(), 'mutate-'));
const reachedFile = path.join(scratch, 'reached.ndjson');
// Fewer histories and seeds than `npm test`, because every mutant needs a run.
process.env.HISTORIES = '400';
process.env.SEEDS = '40';

const vitest = await createVitest(
  'test',
  {
    root,
    config: false,
    watch: false,
    related: [...planted.keys()],
    include: values.own
      ? files.map((file) => `test/${path.dirname(file)}/*.test.ts`)
      : ['test/functions/**/*.test.ts', 'test/life/*.test.ts', 'test/simulator/first-thousand.test.ts'],
    exclude: [
      '**/pictures.test.ts',
      '**/hostile*.test.ts',
      // These tests measure the time that reading takes.
      '**/heavy*.test.ts',
      '**/separate-reader.test.ts',
      '**/any-text.test.ts',
      '**/seed-size.test.ts',
      '**/properties.test.ts',
    ],
    setupFiles: [path.join(root, 'test/mutation/mutation-switch.ts')],
    testTimeout: 240_000,
    reporters: [{ onInit() {} }],
    // The test files for one mutant run on both cores. The first failure ends the run.
    maxWorkers: 2,
    bail: 1,
    silent: true,
  },
  {
    plugins: [
      {
        name: 'plant-mutants',
        enforce: 'pre',
        load: (id) => planted.get(id.split('?')[0] ?? id) ?? null,
      },
    ],
  },
);

/** Runs the tests with one mutant, or with none. True if all of them pass. */
async function passes(mutant: number | null, testFiles: ReadonlySet<string> | null): Promise<boolean> {
  vitest.provide('mutant', mutant);
  vitest.provide('reachedFile', reachedFile);
  const all = await vitest.getRelevantTestSpecifications();
  const chosen = all.filter(({ moduleId }) => testFiles === null || testFiles.has(moduleId));
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(chosen);
  if (mutant === null) {
    const failed = testModules.flatMap((module) => [
      ...module.errors().map(({ message }) => `${module.moduleId}: ${message}`),
      ...[...module.children.allTests('failed')].map(
        (test) => `${module.moduleId}: ${test.fullName}: ${test.result().errors?.[0]?.message}`,
      ),
    ]);
    for (const line of [...failed, ...unhandledErrors.map(String)]) console.error(line);
  }
  return unhandledErrors.length === 0 && testModules.every((module) => module.ok());
}

const startedAt = Date.now();
process.exitCode = await main();
await vitest.close();
rmSync(scratch, { recursive: true });

async function main(): Promise<number> {
  if (!(await passes(null, null))) {
    console.error('The tests fail without any mutant. Mend them first: npm test');
    return 2;
  }
  const reachedBy = new Map<number, Set<string>>();
  for (const line of readFileSync(reachedFile, 'utf8').split('\n').filter(Boolean)) {
    const { file, reached } = JSON.parse(line);
    for (const id of reached) reachedBy.set(id, (reachedBy.get(id) ?? new Set()).add(file));
  }
  let surviving = 0;
  for (const file of files) {
    const counted = mutants.filter((mutant) => mutant.file === file && isCounted(mutant));
    let survivingHere = 0;
    for (const mutant of counted) {
      const reaching = reachedBy.get(mutant.id);
      if (reaching && (await isNoticed(mutant, reaching))) continue;
      survivingHere += 1;
      const why = reaching ? `${reaching.size} test files reach it` : 'no test reaches it';
      if (values.json) console.log(JSON.stringify({ ...mutant, why }));
      else console.log(`${mutant.file}:${mutant.line}  ${mutant.change}  (${why})`);
    }
    console.error(`${file}: ${counted.length - survivingHere} of ${counted.length} noticed`);
    surviving += survivingHere;
  }
  return score(surviving, mutants.filter(isCounted).length);
}

/** Runs the file's own test first: it notices most mutants, and is faster than histories and simulations. */
async function isNoticed({ id, file }: (typeof mutants)[number], reaching: Set<string>): Promise<boolean> {
  const own = [...reaching].filter((test) => path.basename(test) === `${path.basename(file, '.ts')}.test.ts`);
  if (own.length > 0 && !(await passes(id, new Set(own)))) return true;
  const others = [...reaching].filter((test) => !own.includes(test));
  return others.length > 0 && !(await passes(id, new Set(others)));
}

function isCounted({ file, change }: (typeof mutants)[number]): boolean {
  return !equivalents.some((one) => one.file === file && one.change === change);
}

function score(surviving: number, counted: number): number {
  const percent = (100 * (counted - surviving)) / Math.max(counted, 1);
  const minutes = ((Date.now() - startedAt) / 60_000).toFixed(1);
  console.error(
    `${counted - surviving} of ${counted} mutants noticed in ${files.length} files: ${percent.toFixed(1)} % (${minutes} min; ${mutants.length - counted} equivalent, listed in equivalents.ts)`,
  );
  return percent >= wanted ? 0 : 1;
}
