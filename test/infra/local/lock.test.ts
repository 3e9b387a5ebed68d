import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeLock } from '../../../infra/local/lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the lock of a data directory', () => {
  it('is had by one process at a time, and by nobody once that is killed', async () => {
    const file = path.join(folder, 'lock');
    const module = pathToFileURL(path.resolve('infra/local/lock.ts')).href;
    const holder = spawn(
      process.execPath,
      [
        '-e',
        `import(${JSON.stringify(module)}).then(({ takeLock }) => { globalThis.held = takeLock(${JSON.stringify(file)}); console.log('held'); setInterval(() => {}, 1000) })`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await new Promise((resolve) => holder.stdout.once('data', resolve));
    expect(takeLock(file, 50)).toBeNull();
    holder.kill('SIGKILL');
    await new Promise((resolve) => holder.once('exit', resolve));
    const lock = takeLock(file, 50);
    expect(lock).not.toBeNull();
    lock?.release();
  });
});
