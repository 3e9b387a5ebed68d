#!/usr/bin/env node
// Dateline needs Node 24 (as on Lambda). `npm install` installs it as an optional platform package, so that it also
// runs on a machine with an older `node`. The older version reads only this file.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('./dateline.ts', import.meta.url));
const packages = createRequire(import.meta.url).resolve.paths('dateline') ?? [];

if (!packages.some((directory) => existsSync(path.join(directory, 'zod'))))
  refuse('The packages that Dateline needs are not installed yet. Run: npm install');
if (Number(process.versions.node.split('.')[0]) >= 24) await import(main);
else runUnderNode24();

function runUnderNode24() {
  const exe = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
  const node = [
    `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`,
    `node-bin-${process.platform}-${process.arch}`,
  ]
    .flatMap((name) => packages.map((directory) => path.join(directory, name, exe)))
    .find((file) => existsSync(file));
  if (!node)
    refuse(
      `dateline needs Node.js 24 or newer; this is ${process.version} and npm has no Node 24 for ${process.platform}-${process.arch}. Install Node 24 and run the command again.`,
    );
  const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => (signal ? process.kill(process.pid, signal) : process.exit(code ?? 1)));
}

function refuse(words) {
  console.error(words);
  process.exit(2);
}
