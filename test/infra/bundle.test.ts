import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { bundleFunctions, stagesWithHandlers } from '../../infra/bundle.ts';
import { configuration } from '../../infra/configuration.ts';

const bundles = mkdtempSync(path.join(tmpdir(), 'dateline-bundles-'));
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
    };
    for (const stage of stagesWithHandlers().filter((name) => name !== 'compose-emails'))
      expect(filesIn(bundles, stage), stage).toEqual([...code, ...(beside[stage] ?? [])]);
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

  it('starts quickly where people wait: the sender and the public pages are at most 1 MB', () => {
    for (const stage of ['send-emails', 'subscriptions'])
      expect(statSync(path.join(bundles, stage, 'index.mjs')).size, stage).toBeLessThanOrEqual(1_000_000);
  });

  it('has no sample mail, no preview and no command in its code', () => {
    const compiled = stagesWithHandlers().flatMap(sourcesOf);
    expect(compiled).toContain('templates/catalogues/en.ts');
    const inside = /^(functions\/|templates\/catalogues\/|infra\/lambda-credentials\.ts$)/;
    expect(compiled.filter((file) => !inside.test(file))).toEqual([]);
  });
});
