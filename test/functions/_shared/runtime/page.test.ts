import { expect, it, vi } from 'vitest';
import { readPageRequest, servePages } from '../../../../functions/_shared/runtime/page.ts';

const event = (more: Record<string, unknown> = {}, method = 'GET') => ({
  version: '2.0',
  rawPath: '/r/forum/files/map%20one.png',
  rawQueryString: 'language=vi&t=a%20b',
  headers: { 'Accept-Language': 'vi' },
  requestContext: { http: { method } },
  ...more,
});

it('reads path, query, headers and cookies of a gateway event', async () => {
  const request = await readPageRequest(event({ cookies: ['a=1', 'b=2'] }));
  expect(request).toMatchObject({
    method: 'GET',
    segments: ['r', 'forum', 'files', 'map one.png'],
    headers: { 'accept-language': 'vi', cookie: 'a=1; b=2' },
    sourceIp: null,
    caller: null,
  });
  // A client can write anything into the header that names the source of a request.
  const forwarded = event({
    headers: { 'X-Forwarded-For': '203.0.113.9' },
    requestContext: { http: { method: 'GET', sourceIp: '198.51.100.7' } },
  });
  expect((await readPageRequest(forwarded)).sourceIp).toBe('198.51.100.7');
  expect(request.query.get('t')).toBe('a b');
});

it('reads a form with a file, as the gateway passes it on in base64', async () => {
  const body = [
    '--frontier1',
    'Content-Disposition: form-data; name="list"',
    '',
    'press',
    '--frontier1',
    'Content-Disposition: form-data; name="file"; filename="press.csv"',
    'Content-Type: text/csv',
    '',
    'Email\na@x.example.org',
    '--frontier1--',
    '',
  ].join('\r\n');
  const { body: fields, files } = await readPageRequest(
    event(
      {
        headers: { 'content-type': 'multipart/form-data; boundary=frontier1' },
        body: Buffer.from(body).toString('base64'),
        isBase64Encoded: true,
      },
      'POST',
    ),
  );
  expect(fields.get('list')).toBe('press');
  expect(files.map(({ field, name, bytes }) => [field, name, Buffer.from(bytes).toString()])).toEqual([
    ['file', 'press.csv', 'Email\na@x.example.org'],
  ]);
});

it('knows the caller if the gateway authenticated one', async () => {
  const requestContext = {
    http: { method: 'GET' },
    authorizer: { iam: { userArn: 'arn:aws:iam::1:user/ann' } },
  };
  expect((await readPageRequest(event({ requestContext }))).caller).toBe('arn:aws:iam::1:user/ann');
});

it('answers HEAD without a body, and bytes in base64', async () => {
  const serve = servePages('test', async () => ({
    status: 200,
    headers: {},
    body: new Uint8Array([0, 255]),
  }));
  expect(await serve(event())).toMatchObject({ body: 'AP8=', isBase64Encoded: true });
  expect(await serve(event({}, 'HEAD'))).toMatchObject({ statusCode: 200, body: '' });
});

it('a page that fails shows no details, and the log contains no token', async () => {
  const log = vi.fn();
  const serve = servePages(
    'test',
    async () => {
      throw new Error('secret headline');
    },
    log,
  );
  const answer = await serve(event({ rawPath: '/u/token' }));
  expect(answer.statusCode).toBe(500);
  expect(answer.body).not.toContain('secret');
  expect(JSON.stringify(log.mock.calls)).not.toMatch(/secret|token/);
  expect(log.mock.calls[0]?.[0]).toMatchObject({ stage: 'test', page: 'u' });
});
