import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { environmentSchema as subscriptions } from '../../functions/subscriptions/environment.ts';
import { bundleFunctions, stagesWithHandlers } from '../../infra/bundle.ts';
import { configuration } from '../../infra/configuration.ts';

const bundles = mkdtempSync(path.join(tmpdir(), 'dateline-bundles-'));
const subscriptionsVariables = Object.keys(subscriptions.shape);
const errorLineSchema = z.looseObject({ stack: z.array(z.string()) });
const sourceMapSchema = z.object({ sources: z.array(z.string()) });

function filesIn(...folders: string[]): string[] {
  return readdirSync(path.join(...folders), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.relative(path.join(...folders), path.join(parentPath, name)))
    .map((file) => file.replaceAll('\\', '/'))
    .sort();
}

/**
 * Our own source files in a bundle, as paths from the repository's root. The source map also names those of packages.
 */
function sourcesOf(stage: string): string[] {
  const file = path.join(bundles, stage, 'index.mjs.map');
  const { sources } = sourceMapSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  return sources
    .map((source) => path.relative(process.cwd(), path.resolve(path.dirname(file), source)))
    .filter((source) => /^(functions|infra|bin|templates|test|bench)\//.test(source));
}

beforeAll(() => bundleFunctions(configuration('local').newsroom, bundles), 120_000);
afterAll(() => rmSync(bundles, { recursive: true, force: true }));

describe('what is deployed', () => {
  it('is of each stage its code, the map of its code and the newsroom’s configuration', () => {
    const code = ['index.mjs', 'index.mjs.map', 'newsroom.json'];
    const beside: Record<string, string[]> = {
      'accept-release': ['reading-process.mjs', 'reading-process.mjs.map'],
      console: ['articles.json'],
    };
    for (const stage of stagesWithHandlers().filter((name) => name !== 'compose-emails'))
      expect(filesIn(bundles, stage), stage).toEqual([...code, ...(beside[stage] ?? [])].sort());
  });

  it('has the templates of the mails and the codecs beside the composing stage, and nothing else', () => {
    const files = filesIn(bundles, 'compose-emails');
    const templates = filesIn('templates').filter((file) => /\.(mjml|txt|html)$/.test(file));
    expect(templates).toContain('parts/footer.txt');
    expect(files.filter((file) => !file.startsWith('codecs/'))).toEqual(
      ['index.mjs', 'index.mjs.map', 'newsroom.json', ...templates.map((file) => `templates/${file}`)].sort(),
    );
    expect(files.filter((file) => file.startsWith('codecs/')).every((file) => file.endsWith('.wasm'))).toBe(
      true,
    );
  });

  // The sender has the state machine, and with it the calendar of releases that go by local time (56 kB of temporal-polyfill).
  it('starts quickly where people wait: the sender and the public pages are at most 1.1 MB', () => {
    for (const stage of ['send-emails', 'subscriptions'])
      expect(statSync(path.join(bundles, stage, 'index.mjs')).size, stage).toBeLessThanOrEqual(1_100_000);
  });

  it('has no sample mail, no preview and no command in its code', () => {
    const compiled = stagesWithHandlers().flatMap(sourcesOf);
    expect(compiled).toContain('templates/catalogues/en.ts');
    const inside =
      /^(functions\/|templates\/catalogues\/|infra\/(lambda-credentials|no-mime-types|not-bundled)\.ts$)/;
    expect(compiled.filter((file) => !inside.test(file))).toEqual([]);
  });
});

it('an error in a deployed function names the file and the line of our own code, and nothing of its message', () => {
  // As on Lambda: a bundle alone in a directory. The table answers with an item that nobody can read.
  const task = mkdtempSync(path.join(tmpdir(), 'dateline-task-'));
  cpSync(path.join(bundles, 'subscriptions'), task, { recursive: true });
  const request = { rawPath: '/r/forum', requestContext: { http: { method: 'GET' } } };
  const script = `import { createServer } from 'node:http';
    const table = createServer((_, response) => response.end('{"Item":{"headline":{"S":"Quiet talks"}}}'));
    await new Promise((resolve) => table.listen(0, '127.0.0.1', resolve));
    process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:' + table.address().port;
    const { handler } = await import(${JSON.stringify(path.join(task, 'index.mjs'))});
    await handler(${JSON.stringify(request)}, {});
    process.exit();`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    env: {
      NODE_OPTIONS: '--enable-source-maps',
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'a',
      AWS_SECRET_ACCESS_KEY: 'b',
      ...Object.fromEntries(subscriptionsVariables.map((name) => [name, 'https://example.org/a'])),
    },
  });
  rmSync(task, { recursive: true, force: true });
  const line = errorLineSchema.parse(
    JSON.parse(stderr.split('\n').find((one) => one.includes('"error"')) ?? '{}'),
  );
  expect(line).toMatchObject({ level: 'error', stage: 'subscriptions', page: 'r' });
  expect(stdout + stderr).not.toMatch(/Quiet|headline/);
  const [, file = '', at = ''] = /(functions\/[\w/-]+\.ts):(\d+):\d+/.exec(line.stack.join('\n')) ?? [];
  expect(line.stack.join('\n')).toMatch(/functions\/[\w/-]+\.ts:\d+/);
  expect(readFileSync(file, 'utf8').split('\n')[Number(at) - 1]).toMatch(/\w/);
});
