#!/usr/bin/env node
// The runtime of the product is Node 24 (as on Lambda). It arrives with `npm install` as an optional platform
// package, so a machine whose own `node` is older still runs the right one; this file is all the older one reads.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('./dateline.ts', import.meta.url));

if (Number(process.versions.node.split('.')[0]) >= 24) await import(main);
else runUnderNode24();

function runUnderNode24() {
  const require = createRequire(import.meta.url);
  const exe = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
  const node = [
    `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`,
    `node-bin-${process.platform}-${process.arch}`,
  ]
    .flatMap((name) => require.resolve.paths(name).map((dir) => path.join(dir, name, exe)))
    .find((file) => existsSync(file));
  if (!node) {
    console.error(
      `dateline needs Node.js 24 or newer; this is ${process.version} and npm has no Node 24 for ${process.platform}-${process.arch}. Install Node 24 and run the command again.`,
    );
    process.exit(2);
  }
  const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => (signal ? process.kill(process.pid, signal) : process.exit(code ?? 1)));
}
