import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type SigningProxy, startSigningProxy } from '../../bin/signing-proxy.ts';

interface Seen {
  method: string | undefined;
  url: string | undefined;
  headers: http.IncomingHttpHeaders;
  body: string;
}

const seen: Seen[] = [];
let stop: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(stop.map((close) => close()));
  stop = [];
  seen.length = 0;
});

async function proxyInFrontOfConsole(): Promise<SigningProxy> {
  const server = http.createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      seen.push({ method: request.method, url: request.url, headers: request.headers, body });
      response.writeHead(303, {
        location: '/releases',
        'set-cookie': ['a=1', 'b=2'],
        'content-type': 'text/html',
      });
      response.end('<p>moved');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stop.push(() => new Promise((resolve) => server.close(() => resolve())));
  const { port } = server.address() as AddressInfo;
  const proxy = await startSigningProxy({
    target: `http://127.0.0.1:${port}`,
    region: 'ap-southeast-1',
    credentials: async () => ({
      accessKeyId: 'AKIDEXAMPLE',
      secretAccessKey: 'secret',
      sessionToken: 'session',
    }),
    port: 0,
  });
  stop.push(() => proxy.close());
  return proxy;
}

describe('the console behind IAM', () => {
  it('is reached with every request signed as the person', async () => {
    const proxy = await proxyInFrontOfConsole();
    await fetch(`${proxy.url}/releases/forum/approve?x=1`, {
      method: 'POST',
      body: new URLSearchParams({ by: 'Ann' }),
      redirect: 'manual',
    });
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({ method: 'POST', url: '/releases/forum/approve?x=1', body: 'by=Ann' });
    expect(seen[0]?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/ap-southeast-1\/lambda\/aws4_request/,
    );
    expect(seen[0]?.headers['x-amz-security-token']).toBe('session');
  });

  it('hands redirects and cookies back untouched', async () => {
    const proxy = await proxyInFrontOfConsole();
    const answer = await fetch(proxy.url, { redirect: 'manual' });
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe('/releases');
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  });

  it('refuses a request that came under another host name', async () => {
    const proxy = await proxyInFrontOfConsole();
    const { port } = new URL(proxy.url);
    const status = await new Promise((resolve, reject) => {
      http
        .get({ host: '127.0.0.1', port, headers: { host: 'evil.example' } }, (response) => {
          response.resume();
          resolve(response.statusCode);
        })
        .on('error', reject);
    });
    expect(status).toBe(421);
    expect(seen).toEqual([]);
  });
});
