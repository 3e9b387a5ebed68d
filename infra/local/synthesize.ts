import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LocalRun } from '../configuration.ts';
import { takeLock } from './lock.ts';

const keptAssemblies = 3;
const hour = 3_600_000;
const root = fileURLToPath(new URL('../..', import.meta.url));

/** A synthesized app: the directory with its template and the functions' bundles. */
export interface Assembly {
  directory: string;
  templateFile: string;
  /** Made now, not found ready. */
  fresh: boolean;
}

/**
 * The CDK app of the local stage, from `cacheDirectory` when nothing it is made from has changed since, else
 * synthesized in a process of its own (it takes seconds and 300 MB that the newsroom should not keep). Throws with
 * the app's own words when it does not synthesize.
 */
export async function synthesize(settings: {
  cacheDirectory: string;
  run: LocalRun;
  /** Called when it has to be made, which takes seconds. */
  onSlow: () => void;
}): Promise<Assembly> {
  const hash = hashOfSources({ ...settings.run, node: process.version });
  const directory = path.join(settings.cacheDirectory, hash);
  const assembly = { directory, templateFile: path.join(directory, 'Dateline-local.template.json') };
  if (existsSync(assembly.templateFile)) return { ...assembly, fresh: false };

  settings.onSlow();
  mkdirSync(settings.cacheDirectory, { recursive: true });
  // Two first starts at once would bundle into the same folder; the second waits and finds the work done.
  const lock = takeLock(path.join(settings.cacheDirectory, 'lock'), 120_000);
  try {
    if (existsSync(assembly.templateFile)) return { ...assembly, fresh: false };
    const draft = `${directory}.draft`;
    rmSync(draft, { recursive: true, force: true });
    await runApp(draft, settings.run);
    renameSync(draft, directory);
    removeOld(settings.cacheDirectory);
  } finally {
    lock?.release();
  }
  return { ...assembly, fresh: true };
}

function runApp(outputDirectory: string, localRun: LocalRun): Promise<void> {
  const context = { stage: 'local', localRun };
  const child = spawn(process.execPath, ['--no-warnings', 'infra/app.ts'], {
    cwd: root,
    env: { ...process.env, CDK_OUTDIR: outputDirectory, CDK_CONTEXT_JSON: JSON.stringify(context) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const words: Buffer[] = [];
  child.stdout.on('data', (chunk) => words.push(chunk));
  child.stderr.on('data', (chunk) => words.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`the CDK app does not synthesize:\n${Buffer.concat(words).toString().trim()}`));
    });
  });
}

/** What the assembly depends on: sources of functions, stack and templates, the locked packages, the settings. */
function hashOfSources(settings: Record<string, unknown>): string {
  const hash = createHash('sha256').update(JSON.stringify(settings));
  const sources = [
    ...filesUnder('functions'),
    ...filesUnder('templates'),
    ...readdirSync(path.join(root, 'infra'))
      .filter((name) => name.endsWith('.ts'))
      .map((name) => path.join('infra', name)),
    'package-lock.json',
    'cdk.json',
  ].sort();
  for (const file of sources) {
    const content = readFileSync(path.join(root, file));
    hash.update(`\0${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex').slice(0, 16);
}

function filesUnder(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
}

/**
 * Keeps the newest few assemblies (going back to a branch is quick) and every one of the last hour: a newsroom that
 * runs elsewhere still starts its functions from it.
 */
function removeOld(cacheDirectory: string): void {
  const aged = readdirSync(cacheDirectory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.join(cacheDirectory, entry.name))
    .map((directory) => ({ directory, madeAt: statSync(directory).mtimeMs }))
    .sort((a, b) => b.madeAt - a.madeAt);
  for (const { directory, madeAt } of aged.slice(keptAssemblies))
    if (Date.now() - madeAt > hour) rmSync(directory, { recursive: true, force: true });
}
