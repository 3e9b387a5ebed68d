import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { servePages } from '../../../functions/_shared/runtime/page.ts';
import type { ConsolePagesDependencies } from '../../../functions/console/console-dependencies.ts';
import { consolePages } from '../../../functions/console/console-pages.ts';

/** Serves a console at an address of this machine, as the gateway does. `newsroom` is asked for each request. */
export async function serveConsole(newsroom: () => ConsolePagesDependencies) {
  const handler = servePages('console', (request) => consolePages(newsroom())(request));
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const { cookie, ...headers } = request.headers;
    const answer = await handler({
      rawPath: url.pathname,
      rawQueryString: url.search.slice(1),
      headers,
      cookies: cookie ? [cookie] : [],
      body: (await buffer(request)).toString(),
      requestContext: { http: { method: request.method } },
    });
    if (answer.cookies) response.setHeader('set-cookie', answer.cookies);
    response
      .writeHead(answer.statusCode, answer.headers)
      .end(Buffer.from(answer.body, answer.isBase64Encoded ? 'base64' : 'utf8'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('no port');
  return {
    address: `http://127.0.0.1:${bound.port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
