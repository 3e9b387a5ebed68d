import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { AwsClient } from 'aws4fetch';

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

export interface SigningProxy {
  /** `http://127.0.0.1:<port>`, for the person's browser. */
  url: string;
  close(): Promise<void>;
}

const passedOn = ['accept', 'accept-language', 'content-type', 'cookie'];
const passedBack = [
  'content-type',
  'cache-control',
  'location',
  'content-security-policy',
  'content-disposition',
];

/**
 * Serves a console that is behind IAM at this machine's own address, each request signed with the person's
 * credentials. Requests for any other host name are refused: a page elsewhere must not reach the console by pointing
 * its own name at 127.0.0.1.
 */
export async function startSigningProxy(options: {
  target: string;
  region: string;
  credentials: () => Promise<Credentials>;
  port: number;
}): Promise<SigningProxy> {
  const server = http.createServer((request, response) => {
    forward(request, response).catch((error: unknown) => {
      response.writeHead(502, { 'content-type': 'text/plain; charset=utf-8' });
      response.end(
        `The console could not be reached: ${error instanceof Error ? error.message : 'unknown'}\n`,
      );
    });
  });

  async function forward(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const { host = '' } = request.headers;
    if (host !== new URL(url).host) {
      response.writeHead(421).end();
      return;
    }
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const client = new AwsClient({
      ...(await options.credentials()),
      service: 'lambda',
      region: options.region,
      retries: 0,
    });
    const answer = await client.fetch(new URL(request.url ?? '/', options.target), {
      method: request.method,
      headers: passedOn.flatMap((name): [string, string][] => {
        const value = request.headers[name];
        return typeof value === 'string' ? [[name, value]] : [];
      }),
      body: body.length > 0 ? body : undefined,
      redirect: 'manual',
    });
    const headers: [string, string][] = passedBack.flatMap((name) => {
      const value = answer.headers.get(name);
      return value === null ? [] : [[name, value]];
    });
    response.writeHead(answer.status, [
      ...headers.flat(),
      ...answer.headers.getSetCookie().flatMap((cookie) => ['set-cookie', cookie]),
    ]);
    response.end(Buffer.from(await answer.arrayBuffer()));
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${addressOf(server).port}`;
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function addressOf(server: http.Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy listens on no port');
  return address;
}
