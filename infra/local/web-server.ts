import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PageResponse } from '../../functions/_shared/runtime/page.ts';
import type { HttpListener } from './cloud/http-gateway.ts';
import { forBrowsers } from './cloud/visitors.ts';
import type { Inbox } from './inbox.ts';

/** First path segments of the public pages. All other paths belong to the desk. */
const publicSegments = new Set(['u', 'p', 'c', 'e', 'a', 'r', 'subscribe']);

export interface WebServer {
  /** `http://127.0.0.1:<port>`. Known before anything is served, because the functions' environment needs it. */
  url: string;
  /** Before this call, every request gets the answer that the newsroom is starting. */
  serve: (listeners: { publicPages: HttpListener; consolePages: HttpListener; inbox: Inbox }) => void;
  close: () => Promise<void>;
}

/**
 * Opens the one web address of the newsroom on 127.0.0.1. If `port` is null, uses `firstPort` or the next free port.
 */
export async function openWebServer(port: number | null, firstPort = 4700): Promise<WebServer> {
  let answer: (request: IncomingMessage, response: ServerResponse) => Promise<void> = async (_, response) =>
    send(response, plain(503, 'The newsroom is starting; try again in a moment.\n', { 'retry-after': '2' }));
  const server = createServer(
    forBrowsers((request, response) => {
      answer(request, response).catch(() => {
        if (!response.headersSent)
          send(response, plain(502, 'The newsroom could not answer; its terminal says why.\n'));
        else response.destroy();
      });
    }),
  );
  const bound = await listen(server, port ?? firstPort, port === null ? 50 : 1);
  return {
    url: `http://127.0.0.1:${bound}`,
    serve(listeners) {
      answer = (request, response) => route(request, response, listeners);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function route(
  request: IncomingMessage,
  response: ServerResponse,
  { publicPages, consolePages, inbox }: Parameters<WebServer['serve']>[0],
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const segment = url.pathname.split('/')[1] ?? '';
  if (publicSegments.has(segment)) return publicPages(request, response);
  if (segment === 'inbox') {
    const page = await inbox.page(url);
    return send(response, page ?? plain(404, 'There is no such message.\n'));
  }
  return consolePages(request, response);
}

async function listen(server: Server, port: number, tries: number): Promise<number> {
  for (let candidate = port; ; candidate++) {
    try {
      return await new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(candidate, '127.0.0.1', () => {
          server.removeListener('error', reject);
          resolve(portOf(server.address()));
        });
      });
    } catch (error) {
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!isTaken || candidate - port + 1 >= tries) throw error;
    }
  }
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the web server has no port');
  return address.port;
}

function plain(status: number, body: string, headers: Record<string, string> = {}): PageResponse {
  return {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...headers },
    body,
  };
}

function send(response: ServerResponse, { status, headers, body }: PageResponse): void {
  response.writeHead(status, headers).end(body);
}
