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
        'content-security-policy': "frame-ancestors 'none'",
        'referrer-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
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
  it("is reached with every request signed with the person's credentials", async () => {
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

  it('passes redirects and cookies on unchanged', async () => {
    const proxy = await proxyInFrontOfConsole();
    const answer = await fetch(proxy.url, { redirect: 'manual' });
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe('/releases');
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  });

  it.each([
    ['an address that begins with two slashes', '//evil.example/x'],
    ['an address that begins with a slash and a backslash', '/\\evil.example/x'],
    ['an address with two backslashes', '/\\\\evil.example/x'],
    ['a whole address in place of a path', 'http://evil.example/x'],
    ['the whole address of the proxy', 'http://127.0.0.1/x'],
    ['no path', 'evil.example'],
    ['an asterisk', '*'],
  ])('signs for no other host: %s is refused', async (_, path) => {
    const proxy = await proxyInFrontOfConsole();
    expect(await statusOf(proxy, { path })).toBe(400);
    expect(seen).toEqual([]);
  });

  it.each(['/%2F%2Fevil.example/x', '/%5C%5Cevil.example', '/x?to=//evil.example', '/@evil.example'])(
    'signs %s as a path of the console',
    async (path) => {
      const proxy = await proxyInFrontOfConsole();
      expect(await statusOf(proxy, { path })).toBe(303);
      expect(seen.map(({ url }) => url)).toEqual([path]);
    },
  );

  it.each(['evil.example', 'localhost', '127.0.0.1', '127.0.0.1:1'])(
    'refuses a request that came under the host name "%s"',
    async (host) => {
      const proxy = await proxyInFrontOfConsole();
      expect(await statusOf(proxy, { headers: { host } })).toBe(421);
      expect(seen).toEqual([]);
    },
  );

  it.each([
    ['cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['from another port of this machine', { 'sec-fetch-site': 'same-site' }],
    ['of a foreign origin', { origin: 'https://evil.example' }],
    ['of an origin nobody names', { origin: 'null' }],
  ])("refuses a request that another site's page made: %s", async (_, headers) => {
    const proxy = await proxyInFrontOfConsole();
    expect(await statusOf(proxy, { method: 'POST', headers })).toBe(403);
    expect(await statusOf(proxy, { headers })).toBe(403);
    expect(seen).toEqual([]);
  });

  it('tells the console where a request came from, so that the console can decide', async () => {
    const proxy = await proxyInFrontOfConsole();
    const headers = { 'sec-fetch-site': 'same-origin', origin: 'null' };
    expect(await statusOf(proxy, { method: 'POST', headers })).toBe(303);
    expect(seen[0]?.headers['sec-fetch-site']).toBe('same-origin');
  });

  it('passes on the headers that protect a page from sniffing, framing and leaking its address', async () => {
    const proxy = await proxyInFrontOfConsole();
    const { headers } = await fetch(proxy.url, { redirect: 'manual' });
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('content-security-policy')).toBe("frame-ancestors 'none'");
  });
});

/** Sends a request that a browser's URL parser would not send unchanged. Returns its status. */
function statusOf(proxy: SigningProxy, options: http.RequestOptions): Promise<number | undefined> {
  const { port } = new URL(proxy.url);
  return new Promise((resolve, reject) => {
    http
      .request({ host: '127.0.0.1', port, ...options }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
      .on('error', reject)
      .end();
  });
}
