import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { request } from 'node:http';
import { afterAll, expect, it } from 'vitest';
import { NewsroomProcess } from './newsroom-process.ts';

const newsroom = new NewsroomProcess();
afterAll(() => newsroom.close());

/** The ids of a process and of all processes that it started. */
function familyOf(pid: number): number[] {
  const children = execFileSync('ps', ['-eo', 'pid=,ppid='])
    .toString()
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([child = 0, parent]) => (parent === pid ? [child] : []));
  return [pid, ...children.flatMap(familyOf)];
}

/** Every TCP port that a process listens on, from the kernel's tables, so that none is forgotten. */
function listeningPorts(pids: readonly number[]): number[] {
  const sockets = new Set(
    pids.flatMap((pid) =>
      readdirSync(`/proc/${pid}/fd`).map((descriptor) => {
        try {
          return readlinkSync(`/proc/${pid}/fd/${descriptor}`);
        } catch {
          return ''; // closed since it was listed
        }
      }),
    ),
  );
  return ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) =>
    readFileSync(table, 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state, , , , , , inode]) => state === '0A' && sockets.has(`socket:[${inode}]`))
      .map(([, local = '']) => Number.parseInt(local.split(':')[1] ?? '', 16)),
  );
}

/** The status of a response from a port to a request with this Host header. */
function statusOf(
  port: number,
  headers: Record<string, string>,
  method = 'GET',
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: '/', method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

// The kernel's tables exist only on Linux. visitors.test.ts tests the rule on every system.
it.runIf(process.platform === 'linux')(
  "no port of a running newsroom answers another site's page, whatever host name it uses",
  async () => {
    const endpoints = await newsroom.start('--no-samples');
    const ports = listeningPorts(familyOf(endpoints.pid));
    const known = [endpoints.console, endpoints.s3, endpoints.dynamodb].map((url) =>
      Number(new URL(url).port),
    );
    expect(ports).toEqual(expect.arrayContaining(known));
    for (const port of ports) {
      expect([port, await statusOf(port, { host: 'evil.example' })]).toEqual([port, 421]);
      expect([port, await statusOf(port, { host: `evil.example:${port}` }, 'POST')]).toEqual([port, 421]);
      expect([port, await statusOf(port, { origin: 'https://evil.example' }, 'POST')]).toEqual([port, 403]);
      expect([port, (await statusOf(port, {})) === 421]).toEqual([port, false]);
    }
  },
);
