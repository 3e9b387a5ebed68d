import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { bundleFunctions, stagesWithHandlers } from '../infra/bundle.ts';
import { configuration } from '../infra/configuration.ts';

/** Each function is imported in this many new processes. */
const runs = 7;

/** Milliseconds that a new Node process needs to import a bundle, as a cold start does. */
function importMilliseconds(bundle: string, environment: Record<string, string>): number {
  const script = `const start = performance.now(); await import(${JSON.stringify(bundle)}); console.log(performance.now() - start);`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    env: environment,
  });
  if (status !== 0) throw new Error(`${bundle} cannot be imported: ${stderr}`);
  return Number(stdout);
}

/** A value for each variable that a stage reads at its start. */
async function environmentOf(stage: string): Promise<Record<string, string>> {
  const { environmentSchema } = await import(`../functions/${stage}/environment.ts`);
  const names = Object.keys(
    z.object({ shape: z.record(z.string(), z.unknown()) }).parse(environmentSchema).shape,
  );
  const values = names.map((name) => [name, 'https://example.org/a']);
  const retry = { firstSeconds: 1, longestSeconds: 1, giveUpAfterSeconds: 1, isHeld: false };
  const queues = JSON.stringify([{ ...retry, url: 'https://example.org/a' }]);
  const given = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'a', WORK_QUEUES: queues };
  return { ...Object.fromEntries(values), ...given };
}

const bundles = mkdtempSync(path.join(tmpdir(), 'dateline-cold-start-'));
try {
  await bundleFunctions(configuration('local').newsroom, bundles);
  for (const stage of stagesWithHandlers()) {
    const bundle = path.join(bundles, stage, 'index.mjs');
    const environment = await environmentOf(stage);
    const times = Array.from({ length: runs }, () => importMilliseconds(bundle, environment)).sort(
      (one, other) => one - other,
    );
    const median = times[Math.floor(runs / 2)] ?? Number.NaN;
    const kilobytes = Math.round(statSync(bundle).size / 1000);
    console.log(`  ${stage.padEnd(16)} ${String(kilobytes).padStart(5)} kB   import ${median.toFixed(0)} ms`);
  }
} finally {
  rmSync(bundles, { recursive: true, force: true });
}
