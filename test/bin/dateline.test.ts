import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const dateline = fileURLToPath(new URL('../../bin/dateline.ts', import.meta.url));
const nowhere = mkdtempSync(path.join(tmpdir(), 'no-newsroom-'));
afterAll(() => rmSync(nowhere, { recursive: true }));

function run(...argv: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    // Without the credentials and region of the person who runs the tests.
    const env = { PATH: process.env.PATH, HOME: nowhere };
    execFile(process.execPath, [dateline, ...argv], { env }, (error, stdout, stderr) =>
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

  it('without a command shows how it is used, and exits with an error', async () => {
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
  ])('%j is answered with a suggestion, on stderr, exit 2', async (argv, words) => {
    const { code, stdout, stderr } = await run(...argv);
    expect(stderr).toContain(words);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it('says how to start a newsroom if none is running', async () => {
    const { code, stderr } = await run('releases', '--data', nowhere);
    expect(code).toBe(1);
    expect(stderr).toContain('No newsroom is running');
    expect(stderr).toMatch(/npm start -- --data \S+/);
  });

  it.each([
    [['console', '--stage', 'production'], 1, 'Write it as `region` of production in infra/configuration.ts'],
    [['releases', '--stage', 'prodution'], 2, 'did you mean "production"?'],
    [['releases', '--stage'], 2, '--stage needs a value, as in --stage production'],
    [['releases', '--stage', 'local'], 2, 'leave --stage out'],
    [['releases', '--data', dateline], 1, 'is a file, and the newsroom keeps its state in a folder'],
    [['start', '--data', dateline], 1, 'is a file, and the newsroom keeps its state in a folder'],
    [['drop', path.join(nowhere, 'none.md')], 1, 'There is no file'],
  ])('%j ends with one sentence and no stack trace', async (argv, exit, words) => {
    const { code, stderr } = await run(...argv);
    expect(stderr).toContain(words);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(code).toBe(exit);
  });

  it('says that the port for a start is in use, and suggests the next one', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const { code, stdout, stderr } = await run(
      'start',
      '--data',
      path.join(nowhere, 'new'),
      '--port',
      `${port}`,
    );
    other.close();
    expect(stderr).toBe(`Port ${port} is in use by another program. Name another: --port ${port + 1}\n`);
    expect(stdout).toContain('loading');
    expect(code).toBe(1);
  });

  it('says that no newsroom runs on a folder that contains something else', async () => {
    const other = mkdtempSync(path.join(nowhere, 'other-'));
    writeFileSync(path.join(other, 'connection.json'), '{"host":"db.example.org"}');
    const { code, stderr } = await run('releases', '--data', other);
    expect(stderr).toContain('is not of a newsroom of this version of Dateline');
    expect(code).toBe(1);
  });

  it('takes global options before and after the command', async () => {
    const { stderr } = await run('--data', nowhere, '--json', 'release', 'forum');
    expect(stderr).toContain('No newsroom is running');
  });
});
