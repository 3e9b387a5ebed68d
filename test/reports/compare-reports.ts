import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

/**
 * Proves that a change in the reader's code does not change its results. Reads the same files with the code of a
 * revision and with the current code, and prints every difference between the reports, field by field. `npm run reports
 * -- --base REV FILE…` exits with 1 if anything differs, with 2 if it could not compare.
 */
const usage = 'npm run reports -- --base REV [--now INSTANT] FILE…';
const here = fileURLToPath(new URL('../..', import.meta.url));

const { values, positionals } = parseArgs({
  options: { base: { type: 'string' }, now: { type: 'string', default: '2026-11-24T12:00:00Z' } },
  allowPositionals: true,
});
if (values.base === undefined || positionals.length === 0) fail(`Usage: ${usage}`);
const files = positionals.map((file) => path.resolve(file));

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

function run(command: string, args: readonly string[], cwd: string, highestStatus: number): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (error) throw error;
  if (status === null || status > highestStatus)
    throw new Error(`${command} ${args.slice(0, 3).join(' ')} …: ${stderr}`);
  return stdout;
}

/** The output of `dateline check --json` for the files, in one tree: one report per line, in the order of the files. */
function reportsIn(tree: string): unknown[] {
  const args = ['bin/dateline.ts', 'check', ...files, '--now', values.now, '--json'];
  // Exit code 1: some files are held or rejected.
  return run(process.execPath, args, tree, 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

/**
 * The pages of the reports; each file is read separately. The reader is found by its file name, because in an older
 * tree it may be in another folder or have its old name.
 */
async function pagesIn(tree: string): Promise<string[]> {
  const names = await readdir(path.join(tree, 'functions'), { recursive: true });
  const reader = names.find((name) => /^read-(?:files|release)\.ts$/.test(path.basename(name)));
  if (reader === undefined) fail(`There is no read-files.ts under functions/ in ${tree}.`);
  const load = (file: string) => import(pathToFileURL(path.join(tree, file)).href);
  const { readRelease, readFiles = readRelease } = await load(path.join('functions', reader));
  const { configuration } = await load('infra/configuration.ts');
  const { newsroom } = configuration('local');
  const pages: string[] = [];
  for (const file of files) {
    const name = path.basename(file);
    const bytes = await readFile(file);
    const reading = await readFiles(
      { id: name, files: [{ key: `releases/${name}`, bytes }], siblings: [] },
      { newsroom, now: values.now },
    );
    pages.push(reading.reports.map(({ html }: { html: string }) => html).join('\n'));
  }
  return pages;
}

/** Paths of the values that differ, with both values: `release.contacts[0].name: "A" → "B"`. */
function differences(before: unknown, after: unknown, at = ''): string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (!isBranch(before) || !isBranch(after) || Array.isArray(before) !== Array.isArray(after))
    return [`${at === '' ? 'report' : at}: ${shown(before)} → ${shown(after)}`];
  const [old, fresh] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  const step = (key: string) => (Array.isArray(before) ? `${at}[${key}]` : at === '' ? key : `${at}.${key}`);
  const found = [...new Set([...old.keys(), ...fresh.keys()])].flatMap((key) =>
    differences(old.get(key), fresh.get(key), step(key)),
  );
  return found.length > 0 ? found : [`${at === '' ? 'report' : at}: the fields stand in another order`];
}
const isBranch = (value: unknown): value is object => typeof value === 'object' && value !== null;
const shown = (value: unknown) => (JSON.stringify(value) ?? 'nothing').slice(0, 300);

/** The styles of the page and the first of its other lines, if they differ. */
function pageDifferences(before: string, after: string): string[] {
  const styles = /<style>.*?<\/style>/gs;
  const found = `${before.match(styles)}` === `${after.match(styles)}` ? [] : ['the page: its styles'];
  const [old, fresh] = [before, after].map((page) => page.replace(styles, '').split('\n'));
  const length = Math.max(old?.length ?? 0, fresh?.length ?? 0);
  for (let index = 0; index < length; index++)
    if (old?.[index] !== fresh?.[index])
      return [...found, `the page, line ${index + 1}: ${shown(old?.[index])} → ${shown(fresh?.[index])}`];
  return found;
}

const folder = await mkdtemp(path.join(tmpdir(), 'reports-'));
const tree = path.join(folder, 'base');
let differing = 0;
try {
  run('git', ['worktree', 'add', '--detach', '--quiet', tree, values.base], here, 0);
  await symlink(path.join(here, 'node_modules'), path.join(tree, 'node_modules'), 'dir');
  const [before, after] = [reportsIn(tree), reportsIn(here)];
  const [pagesBefore, pagesAfter] = [await pagesIn(tree), await pagesIn(here)];
  for (const [index, file] of files.entries()) {
    const found = [
      ...differences(before[index], after[index]),
      ...pageDifferences(pagesBefore[index] ?? '', pagesAfter[index] ?? ''),
    ];
    if (found.length === 0) continue;
    differing++;
    console.log(`${path.relative(process.cwd(), file)}\n${found.map((line) => `  ${line}`).join('\n')}`);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
} finally {
  await rm(folder, { recursive: true, force: true });
  run('git', ['worktree', 'prune'], here, 0);
}
if (process.exitCode !== 2) {
  console.log(
    differing === 0
      ? `${files.length} reports are the same, byte for byte.`
      : `${differing} of ${files.length} reports differ.`,
  );
  process.exitCode = differing === 0 ? 0 : 1;
}
