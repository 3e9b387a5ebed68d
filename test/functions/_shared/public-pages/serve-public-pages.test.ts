import { describe, expect, it } from 'vitest';
import { servePublicPages } from '../../../../functions/_shared/public-pages/serve-public-pages.ts';
import type { PageRequest, PageResponse } from '../../../../functions/_shared/runtime/page.ts';

const asked: PageRequest[] = [];

async function page(request: PageRequest): Promise<PageResponse> {
  asked.push(request);
  if (request.path === '/broken') throw new Error('broken');
  const status = request.path === '/nothing' ? 404 : 200;
  return { status, headers: { 'content-type': 'text/html', 'x-robots-tag': 'all' }, body: 'page' };
}

function answer(publicUrl: string, rawPath: string, body?: string) {
  return servePublicPages(
    'subscriptions',
    publicUrl,
    page,
  )({
    rawPath,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body,
    requestContext: { http: { method: body ? 'POST' : 'GET' } },
  });
}

describe('every answer to a stranger', () => {
  it('over https makes browsers come back by https only, also an error', async () => {
    for (const path of ['/subscribe', '/nothing', '/broken'])
      expect((await answer('https://news.example', path)).headers).toMatchObject({
        'strict-transport-security': 'max-age=31536000',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      });
  });

  it('over http, as on a local machine, says nothing of https', async () => {
    const { headers } = await answer('http://127.0.0.1:4700', '/subscribe');
    expect(headers).not.toHaveProperty('strict-transport-security');
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it('keeps the headers that its page chose', async () => {
    expect((await answer('https://news.example', '/subscribe')).headers['x-robots-tag']).toBe('all');
  });
});

it('a form that no journalist can have filled in is refused unread', async () => {
  asked.length = 0;
  const large = await answer('https://news.example', '/subscribe', `name=${'x'.repeat(70_000)}`);
  expect([large.statusCode, asked.length]).toEqual([413, 0]);
  expect(large.headers['strict-transport-security']).toBeDefined();
  const usual = await answer('https://news.example', '/subscribe', `name=${'x'.repeat(5000)}`);
  expect([usual.statusCode, asked.length]).toEqual([200, 1]);
});
