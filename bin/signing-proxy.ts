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

const passedOn = ['accept', 'accept-language', 'content-type', 'cookie', 'sec-fetch-site'];
const passedBack = [
  'allow',
  'cache-control',
  'content-disposition',
  'content-security-policy',
  'content-type',
  'location',
  'referrer-policy',
  'x-content-type-options',
];

export interface ProxyOptions {
  target: string;
  region: string;
  credentials: () => Promise<Credentials>;
  port: number;
}

/**
 * Serves a console that is behind IAM at a local address, and signs each request with the person's credentials. A
 * signed request acts with those credentials, so only requests to the target are signed, and none that come from
 * another site's page.
 */
export async function startSigningProxy(options: ProxyOptions): Promise<SigningProxy> {
  const server = http.createServer((request, response) => {
    forward(options, url, request, response).catch((error: unknown) => {
      response.writeHead(502, { 'content-type': 'text/plain; charset=utf-8' });
      response.end(
        `The console could not be reached: ${error instanceof Error ? error.message : 'unknown'}\n`,
      );
    });
  });
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

/** Forwards a request to the target, signed, and its response to the client. `own` is the proxy's own address. */
async function forward(
  { target, region, credentials }: ProxyOptions,
  own: string,
  request: http.IncomingMessage,
  response: http.ServerResponse,
): Promise<void> {
  const refusal = refusalOf(request, own);
  const address = addressAt(target, request.url ?? '');
  if (refusal || !address) {
    response.writeHead(refusal?.status ?? 400, { 'content-type': 'text/plain; charset=utf-8' });
    response.end(refusal?.words ?? 'This address leads to no page of the console.\n');
    return;
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const client = new AwsClient({ ...(await credentials()), service: 'lambda', region, retries: 0 });
  const answer = await client.fetch(address, {
    method: request.method,
    headers: passedOn.flatMap((name): [string, string][] => {
      const value = request.headers[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
    body: body.length > 0 ? body : undefined,
    redirect: 'manual',
  });
  response.writeHead(answer.status, headersOf(answer));
  response.end(Buffer.from(await answer.arrayBuffer()));
}

/** Header names and values, alternating. */
function headersOf({ headers }: Response): string[] {
  const passed = passedBack.flatMap((name) => {
    const value = headers.get(name);
    return value === null ? [] : [name, value];
  });
  return [...passed, ...headers.getSetCookie().flatMap((cookie) => ['set-cookie', cookie])];
}

/**
 * The URL on the target for a request, or null if it leads to another host: for a browser, `//elsewhere` and
 * `/\\elsewhere` are paths on our host, but parsed as a URL they name another host.
 */
function addressAt(target: string, requestTarget: string): URL | null {
  if (!requestTarget.startsWith('/') || !URL.canParse(requestTarget, target)) return null;
  const address = new URL(requestTarget, target);
  return address.origin === new URL(target).origin ? address : null;
}

/** Why a request is not signed, or null. `own` is the proxy's address. */
function refusalOf({ headers }: http.IncomingMessage, own: string): { status: number; words: string } | null {
  if (headers.host !== new URL(own).host)
    return { status: 421, words: `The console answers at ${own} only.\n` };
  const { origin, 'sec-fetch-site': site } = headers;
  const isOwnSite = site === undefined || site === 'same-origin' || site === 'none';
  // A page that hides its address sends the origin `null`. Then only `sec-fetch-site` says where it comes from.
  const isOwnOrigin = origin === undefined || origin === own || (origin === 'null' && site !== undefined);
  if (isOwnSite && isOwnOrigin) return null;
  return {
    status: 403,
    words: `The console does not open from a page elsewhere. Put ${own} into the address line yourself.\n`,
  };
}

function addressOf(server: http.Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy listens on no port');
  return address;
}
