import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end; a program that is not there ends with 127. */
export function run(
  program: string,
  argv: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(
      program,
      [...argv],
      { env: { ...process.env, ...environment }, timeout: 300_000, maxBuffer: 16 * 1024 * 1024 },
      (error, stdout, stderr) =>
        resolve({ code: error ? (typeof error.code === 'number' ? error.code : 127) : 0, stdout, stderr }),
    );
  });
}

/** Whether Python can import a module. */
export async function hasModule(name: string): Promise<boolean> {
  return (await run('python3', ['-c', `import ${name}`])).code === 0;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** moto's server as our account. */
export async function startMoto(): Promise<{ url: string; stop: () => void }> {
  const port = await freePort();
  const child: ChildProcess = spawn('python3', ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)], {
    stdio: 'ignore',
    env: { ...process.env, MOTO_ACCOUNT_ID: '000000000000' },
  });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 150; tries += 1) {
    if (
      await fetch(`${url}/moto-api/`).then(
        () => true,
        () => false,
      )
    )
      return { url, stop: () => child.kill() };
    await sleep(200);
  }
  child.kill();
  throw new Error('moto_server does not answer');
}
