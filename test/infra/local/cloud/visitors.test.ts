import { createServer, type RequestListener, request } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { forBrowsers, forPrograms } from '../../../../infra/local/cloud/visitors.ts';

type Headers = Record<string, string>;

/**
 * Sends a request to a guarded server, with the server's own address as Host unless `host` is given. Returns the
 * status.
 */
async function knock(
  door: (listener: RequestListener) => RequestListener,
  method: string,
  headers: Headers,
  path = '/',
) {
  const server = createServer(door((_, response) => response.end('let in')));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const named = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, value.replace('PORT', String(port))]),
  );
  return new Promise<number | undefined>((resolve, reject) => {
    request({ host: '127.0.0.1', port, method, path, headers: named }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

const foreignNames = [
  'evil.example',
  'evil.example:PORT',
  '127.0.0.1.evil.example',
  '0.0.0.0',
  'x@127.0.0.1',
];
const ownNames = ['127.0.0.1', '127.0.0.1:PORT', 'localhost:1', '[::1]:PORT'];

describe.each([
  ['services', forPrograms],
  ['pages', forBrowsers],
])('the %s of this machine', (_, door) => {
  it.each(foreignNames)('answer nobody who calls them %s', async (host) => {
    expect(await knock(door, 'GET', { host })).toBe(421);
  });

  it.each(ownNames)('answer whoever calls them %s', async (host) => {
    expect(await knock(door, 'GET', { host })).toBe(200);
  });

  it.each(['//', '//evil.example/x', '/\\evil.example', 'http://evil.example/x', '*', '//['])(
    'lead nowhere under the address %s',
    async (path) => {
      expect(await knock(door, 'GET', {}, path)).toBe(400);
    },
  );

  it.each<Headers>([
    { origin: 'https://evil.example' },
    { origin: 'http://127.0.0.1:1' },
    { origin: 'http://evil.example:PORT', 'sec-fetch-site': 'cross-site' },
    { origin: 'null', 'sec-fetch-site': 'cross-site' },
  ])('do nothing for a page elsewhere: %j', async (headers) => {
    expect(await knock(door, 'POST', headers)).toBe(403);
  });
});

it('the services answer no page at all, not even by a link', async () => {
  expect(await knock(forPrograms, 'GET', { 'sec-fetch-site': 'cross-site' })).toBe(403);
  expect(await knock(forPrograms, 'GET', { origin: 'http://127.0.0.1:PORT' })).toBe(403);
});

it('the pages open from a link in a webmail, and take the forms of their own and a one-click unsubscribe', async () => {
  expect(await knock(forBrowsers, 'GET', { 'sec-fetch-site': 'cross-site' })).toBe(200);
  expect(await knock(forBrowsers, 'POST', { origin: 'http://127.0.0.1:PORT' })).toBe(200);
  expect(await knock(forBrowsers, 'POST', { origin: 'null', 'sec-fetch-site': 'same-origin' })).toBe(200);
  expect(await knock(forBrowsers, 'POST', {})).toBe(200);
});
