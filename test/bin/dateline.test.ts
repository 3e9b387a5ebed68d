import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const dateline = fileURLToPath(new URL('../../bin/dateline.ts', import.meta.url));
const nowhere = mkdtempSync(path.join(tmpdir(), 'no-newsroom-'));
afterAll(() => rmSync(nowhere, { recursive: true }));

function run(...argv: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [dateline, ...argv], (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

describe('the command line', () => {
  it('explains itself on one screen', async () => {
    const { code, stdout } = await run('--help');
    expect(code).toBe(0);
    expect(stdout.split('\n').length).toBeLessThan(45);
    for (const command of [
      'start',
      'check',
      'drop',
      'releases',
      'approve',
      'deliveries',
      'contacts',
      'audit',
    ])
      expect(stdout).toMatch(new RegExp(`^  ${command}\\s`, 'm'));
  });

  it('without a command says how it is used, and that this was not it', async () => {
    const { code, stdout, stderr } = await run();
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('npx dateline <command>');
  });

  it.each([
    [['relaeses'], 'did you mean "releases"?'],
    [['releases', '--jsn'], 'did you mean "--json"?'],
    [['contacts', 'improt'], 'did you mean "import"?'],
    [['drop'], 'npx dateline drop FILE|FOLDER…'],
    [['release', 'a', 'b'], '"b" is one argument too many'],
    [['releases', '--data'], '--data needs a value'],
    [['start', '--port', 'eighty'], '--port takes a whole number'],
    [['start', '--zone', 'Mars/Olympus'], '--zone takes an IANA zone'],
  ])('%j is answered with what was meant, on stderr, exit 2', async (argv, words) => {
    const { code, stdout, stderr } = await run(...argv);
    expect(stderr).toContain(words);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it('says how to start a newsroom where none runs', async () => {
    const { code, stderr } = await run('releases', '--data', nowhere);
    expect(code).toBe(1);
    expect(stderr).toContain('No newsroom is running');
    expect(stderr).toMatch(/npm start -- --data \S+/);
  });

  it('takes global options before and after the command', async () => {
    const { stderr } = await run('--data', nowhere, '--json', 'release', 'forum');
    expect(stderr).toContain('No newsroom is running');
  });
});
