import type { IncomingHttpHeaders, RequestListener } from 'node:http';

/**
 * The local servers check no signatures and ask for no password: whoever can connect may do everything. Therefore a web
 * page must not reach them through its own host name that points to this machine (DNS rebinding), and must not make its
 * visitor's browser send requests. Every local server uses one of these two guards.
 */

/** For programs on this machine. Refuses every request that, according to the browser, comes from a page. */
export function forPrograms(listener: RequestListener): RequestListener {
  return behind(isByAPage, listener);
}

/** For browsers. Other sites may link here, as mails do, but may not send forms or make other requests. */
export function forBrowsers(listener: RequestListener): RequestListener {
  return behind(isActOfAForeignPage, listener);
}

function behind(isRefused: (request: Parameters<RequestListener>[0]) => boolean, listener: RequestListener) {
  const door: RequestListener = (request, response) => {
    if (!isOwnName(request.headers.host)) return refuse(response, 421, 'This answers at 127.0.0.1 only.\n');
    if (!isPath(request.url)) return refuse(response, 400, 'This address leads nowhere.\n');
    if (isRefused(request)) return refuse(response, 403, 'This answers to no page elsewhere.\n');
    return listener(request, response);
  };
  return door;
}

function refuse(response: Parameters<RequestListener>[1], status: number, words: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  response.end(words);
}

/** A foreign page can point its own host name to this machine, but it cannot make a browser use one of these names. */
function isOwnName(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host ?? '');
}

/** Parsed as the answering server will parse it: `//elsewhere` would name another host, and `//` is invalid. */
function isPath(target = ''): boolean {
  return (
    target.startsWith('/') &&
    URL.canParse(target, ownAddress) &&
    new URL(target, ownAddress).origin === ownAddress
  );
}
const ownAddress = 'http://127.0.0.1';

function isByAPage({ headers }: { headers: IncomingHttpHeaders }): boolean {
  return headers.origin !== undefined || headers['sec-fetch-site'] === 'cross-site';
}

/**
 * A page that hides its address, as our own pages do, sends the origin `null`. Then the browser's `sec-fetch-site`
 * header decides.
 */
function isActOfAForeignPage(request: { method?: string; headers: IncomingHttpHeaders }): boolean {
  const { origin, host, 'sec-fetch-site': site } = request.headers;
  if (origin !== undefined && origin !== 'null') return origin !== `http://${host}`;
  const isReading = request.method === 'GET' || request.method === 'HEAD';
  return !isReading && site === 'cross-site';
}
