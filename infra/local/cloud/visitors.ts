import type { IncomingHttpHeaders, RequestListener } from 'node:http';

/**
 * What listens here checks no signatures and asks for no password: whoever reaches it is let in. A web page must
 * therefore never reach it by a name of its own that it makes point at this machine (DNS rebinding), nor send what its
 * visitor's browser would send for it. Every server on this machine stands behind one of these two doors.
 */

/** For programs of this machine: no request that a browser says a page has made. */
export function forPrograms(listener: RequestListener): RequestListener {
  return behind(isByAPage, listener);
}

/** For people's browsers: pages elsewhere may link here, as mails do, but send no form and call nothing. */
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

/** A page elsewhere can lead a name of its own here; it cannot make a browser call us by one of these. */
function isOwnName(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host ?? '');
}

/** As read by whoever answers: `//elsewhere` would name another host there, and `//` nothing. */
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

/** A page that keeps its address to itself, as our own do, sends the origin `null`; the browser then names the site. */
function isActOfAForeignPage(request: { method?: string; headers: IncomingHttpHeaders }): boolean {
  const { origin, host, 'sec-fetch-site': site } = request.headers;
  if (origin !== undefined && origin !== 'null') return origin !== `http://${host}`;
  const isReading = request.method === 'GET' || request.method === 'HEAD';
  return !isReading && site === 'cross-site';
}
