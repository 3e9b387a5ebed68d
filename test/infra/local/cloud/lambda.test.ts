import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { openStack } from './open-stack.ts';
import { smallTemplateWithout } from './small-template.ts';

const template = smallTemplateWithout('RelayMapping', 'Relay00000006', 'Table00000005');

const call = (path: string, more: object = {}) => ({ rawPath: path, ...more });

async function openPage() {
  const stack = await openStack({ template });
  return { stack, page: (event: object) => stack.invoke('Small-Page', event) };
}

/** Serves an API or a function URL of a template on a separate address. */
async function openWeb(id = 'Api', from = template) {
  const stack = await openStack({ template: from });
  const server = createServer((request, response) => void stack.http[id]?.(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const close = () => server.close();
  return { stack, url, close };
}

test('a function starts cold once and is warm after that, with its own environment only', async () => {
  const { page } = await openPage();
  const first = await page(call('/'));
  const second = await page(call('/'));
  expect([first.isCold, second.isCold]).toEqual([true, false]);
  expect(second).toMatchObject({ isSuccess: true, payload: { stage: 'local', home: null } });
});

test('an error tells its type, its words and where; the environment goes on', async () => {
  const { page } = await openPage();
  expect(await page(call('/throw'))).toMatchObject({
    isSuccess: false,
    error: { errorType: 'TypeError', errorMessage: 'no such page', trace: expect.arrayContaining([]) },
  });
  expect((await page(call('/'))).isCold).toBe(false);
});

test('a function that takes too long is ended at its timeout, cold or warm, and starts anew', async () => {
  const { page } = await openPage();
  const slow = await page(call('/sleep'));
  expect(slow).toMatchObject({ isSuccess: false, error: { errorType: 'Sandbox.Timedout' } });
  expect(slow.milliseconds).toBeLessThan(9000);
  expect(await page(call('/'))).toMatchObject({ isSuccess: true, isCold: true });
});

test('a function that ends its process is an error, and the next event finds a new one', async () => {
  const { page } = await openPage();
  expect(await page(call('/exit'))).toMatchObject({
    isSuccess: false,
    error: { errorType: 'Runtime.ExitError' },
  });
  expect(await page(call('/'))).toMatchObject({ isSuccess: true, isCold: true });
});

test('a bundle that does not load is an error each time and is never kept', async () => {
  const directory = new URL('./assets/page', import.meta.url).pathname;
  const { Lambda } = await import('../../../../infra/local/cloud/lambda.ts');
  const definition = {
    name: 'broken',
    arn: 'arn:aws:lambda:us-east-1:000000000000:function:broken',
    asset: directory,
    handler: 'nothing.handler',
    environment: {},
    timeoutSeconds: 1,
    memoryMegabytes: 128,
    reservedConcurrency: undefined,
    logGroup: 'broken',
  };
  const broken = new Lambda(definition, {}, 2, () => {}, Date.now);
  for (const _ of [1, 2])
    expect(await broken.invoke({})).toMatchObject({
      isSuccess: false,
      isCold: true,
      error: { errorType: 'Runtime.ImportModuleError' },
    });
  const unexported = new Lambda({ ...definition, handler: 'index.missing' }, {}, 2, () => {}, Date.now);
  expect(await unexported.invoke({})).toMatchObject({ error: { errorType: 'Runtime.HandlerNotFound' } });
  expect([broken.busy, unexported.busy]).toEqual([0, 0]);
});

test('a function that is closed takes no more events and leaves nothing running', async () => {
  const { stack, page } = await openPage();
  const sleeping = page(call('/sleep'));
  await expect.poll(async () => (await stack.activity()).invocations).toBe(1);
  await stack.close();
  expect(await sleeping).toMatchObject({ isSuccess: false, error: { errorType: 'Sandbox.Closed' } });
  expect(stack.invocations).toEqual([]);
  expect(await page(call('/'))).toMatchObject({ isSuccess: false, error: { errorType: 'Sandbox.Closed' } });
});

test('an event larger than Lambda takes is refused', async () => {
  const { page } = await openPage();
  expect(await page({ padding: 'x'.repeat(6_300_000) })).toMatchObject({
    isSuccess: false,
    error: { errorType: 'RequestEntityTooLarge' },
  });
});

test('a request reaches the function in the payload format 2.0', async () => {
  const { url, close } = await openWeb();
  const response = await fetch(`${url}/u/a%2Bb?x=1&x=2&y=%C3%A9`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: 'one=1; two=2', 'X-Own': 'Yes' },
    body: 'List-Unsubscribe=One-Click',
  });
  expect(response.headers.get('content-type')).toBe('application/json');
  const { seen } = JSON.parse(await response.text());
  expect(seen).toMatchObject({
    version: '2.0',
    routeKey: 'ANY /u/{token}',
    rawPath: '/u/a+b',
    rawQueryString: 'x=1&x=2&y=%C3%A9',
    queryStringParameters: { x: '1,2', y: 'é' },
    pathParameters: { token: 'a+b' },
    cookies: ['one=1', 'two=2'],
    headers: { 'x-own': 'Yes', host: expect.any(String) },
    body: 'List-Unsubscribe=One-Click',
    isBase64Encoded: false,
    requestContext: {
      stage: '$default',
      http: { method: 'POST', path: '/u/a+b', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' },
    },
  });
  expect(seen.headers.cookie).toBeUndefined();
  close();
});

test.each([
  ['/u/100%25%20sure', 'ANY /u/{token}', '/u/100% sure'],
  ['/u/100%2525', 'ANY /u/{token}', '/u/100%25'],
  ['/u/map%20%232', 'ANY /u/{token}', '/u/map #2'],
  ['/u/what%3Fnow', 'ANY /u/{token}', '/u/what'],
  ['/u/what%253F', 'ANY /u/{token}', '/u/what%3F'],
  ['/u/a%2Fb', '$default', '/u/a/b'],
])(
  'an HTTP API decodes the path %s once before it routes and cuts it off at a question mark',
  async (sent, routeKey, rawPath) => {
    const { url, close } = await openWeb();
    const { seen } = JSON.parse(await (await fetch(`${url}${sent}?q=a%20b`)).text());
    expect(seen).toMatchObject({ routeKey, rawPath, rawQueryString: 'q=a%20b' });
    close();
  },
);

test('a function URL passes the path on as it was sent', async () => {
  const FunctionUrl = {
    Type: 'AWS::Lambda::Url',
    Properties: { TargetFunctionArn: { Ref: 'Page00000007' } },
  };
  const withUrl = { ...template, Resources: { ...template.Resources, FunctionUrl } };
  const { url, close } = await openWeb('FunctionUrl', withUrl);
  const { seen } = JSON.parse(await (await fetch(`${url}/a%20b%3F/c%252F`)).text());
  expect(seen).toMatchObject({ rawPath: '/a%20b%3F/c%252F', requestContext: { routeKey: '$default' } });
  expect(seen.requestContext.domainName).toMatch(/\.lambda-url\.us-east-1\.on\.aws$/);
  close();
});

test('bytes travel both ways in base64; cookies and errors come back as they should', async () => {
  const { url, close } = await openWeb();
  const body = new Uint8Array([0, 255, 128]);
  const upload = await fetch(`${url}/u/x`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'image/png' },
  });
  const { seen } = JSON.parse(await upload.text());
  expect(seen).toMatchObject({ body: 'AP+A', isBase64Encoded: true });
  const picture = await fetch(`${url}/picture`);
  expect(picture.headers.get('content-type')).toBe('image/png');
  expect(Buffer.from(await picture.arrayBuffer()).toString('base64')).toBe('iVBORw==');
  const cookies = await fetch(`${url}/cookies`);
  expect([cookies.status, cookies.headers.getSetCookie()]).toEqual([204, ['a=1; Secure', 'b=2']]);
  const failed = await fetch(`${url}/throw`);
  expect([failed.status, await failed.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
  const large = await fetch(`${url}/u/x`, { method: 'POST', body: 'x'.repeat(6_300_000) });
  expect(large.status).toBe(413);
  close();
});

test('without the permission of its function an HTTP API answers with an error, and the function is not called', async () => {
  const from = smallTemplateWithout('RelayMapping', 'Relay00000006', 'Table00000005', 'PagePermission');
  const { stack, url, close } = await openWeb('Api', from);
  const answer = await fetch(`${url}/u/abc`);
  expect([answer.status, await answer.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
  expect(stack.invocations).toEqual([]);
  expect(stack.denials).toMatchObject([
    { by: 'service', name: 'apigateway.amazonaws.com', action: 'lambda:InvokeFunction' },
  ]);
  close();
});
