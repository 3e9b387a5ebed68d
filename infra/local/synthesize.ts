import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LocalRun } from '../configuration.ts';
import { hashOfSources } from '../source-version.ts';
import { takeLock } from './lock.ts';

const keptAssemblies = 3;
const hour = 3_600_000;
const root = fileURLToPath(new URL('../..', import.meta.url));

/** A synthesized app: the directory with its template and the bundles of the functions. */
export interface Assembly {
  directory: string;
  templateFile: string;
  /** True if it was made now, false if it was found in the cache. */
  fresh: boolean;
}

/**
 * The CDK app of the local stage: from `cacheDirectory` if none of its sources has changed, otherwise synthesized in a
 * separate process (synthesizing takes seconds and 300 MB, which the newsroom should not keep). Throws with the app's
 * own output if it does not synthesize.
 */
export async function synthesize(settings: {
  cacheDirectory: string;
  run: LocalRun;
  /** Called if the app must be synthesized, which takes seconds. */
  onSlow: () => void;
}): Promise<Assembly> {
  const hash = hashOfSources({ ...settings.run, node: process.version });
  const directory = path.join(settings.cacheDirectory, hash);
  const assembly = { directory, templateFile: path.join(directory, 'Dateline-local.template.json') };
  if (existsSync(assembly.templateFile)) return { ...assembly, fresh: false };

  settings.onSlow();
  mkdirSync(settings.cacheDirectory, { recursive: true });
  // Two first starts at the same time would bundle into the same folder. The second one waits and finds the result.
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

/**
 * Keeps the newest assemblies, so that returning to a branch is fast, and every assembly of the last hour, because
 * another running newsroom may still start its functions from it.
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
