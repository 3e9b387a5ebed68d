import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import type { Account } from './account.ts';
import { type Invocation, isThrottled } from './lambda.ts';
import { readBody } from './read-body.ts';

/**
 * An HTTP API or function URL with its routes, the most specific first. `routeKey` is `GET /u/{token}`, `ANY /{proxy+}`
 * or `$default`.
 */
export type HttpApi = {
  id: string;
  kind: 'http-api' | 'function-url';
  routes: { routeKey: string; functionName: string }[];
};

export type HttpListener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const structuredSchema = z.looseObject({
  statusCode: z.coerce.number(),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  cookies: z.array(z.string()).optional(),
  body: z.string().optional(),
  isBase64Encoded: z.boolean().optional(),
});
type Structured = z.infer<typeof structuredSchema>;

const largestBodyBytes = 6 * 1024 * 1024;
const textual = /^(text\/|application\/(json|javascript|xml|x-www-form-urlencoded|[\w.-]+\+(json|xml)))/;

/** Serves an API as API Gateway does with payload format 2.0. */
export function httpListener(
  api: HttpApi,
  account: Account,
  invoke: (functionName: string, event: unknown) => Promise<Invocation>,
  mayInvoke: (route: { api: HttpApi; method: string; routeKey: string; functionName: string }) => boolean,
): HttpListener {
  return async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const path = pathSeen(api, url.pathname);
    const route = routeFor(api, request.method ?? 'GET', path);
    if (!route) return answer(response, refusal(404, 'Not Found'));
    const body = await bodyOf(request);
    if (!body) return void response.destroy();
    if (body.length > largestBodyBytes) return answer(response, refusal(413, 'Request Too Long'));
    const { method = 'GET' } = request;
    if (!mayInvoke({ api, method, ...route })) return answer(response, refusal(500, 'Internal Server Error'));
    const event = eventOf(api, account, request, { ...route, path, url }, body);
    const invocation = await invoke(route.functionName, event);
    answer(response, invocation.isSuccess ? structured(invocation.payload) : failed(api, invocation));
  };
}

/**
 * An API answers with an error of its own, also for a function that is throttled
 * (https://repost.aws/knowledge-center/api-gateway-internal-server-error); a function URL says that it is
 * (https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html).
 */
function failed({ kind }: HttpApi, invocation: Invocation): Structured {
  return kind === 'function-url' && isThrottled(invocation)
    ? refusal(429, 'Too Many Requests')
    : refusal(500, 'Internal Server Error');
}

function refusal(statusCode: number, message: string): Structured {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ message }) };
}

/** `undefined` if the client disconnected before the body was complete. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  try {
    return await readBody(request);
  } catch {
    return undefined;
  }
}

type FoundRoute = { routeKey: string; functionName: string; parameters: Record<string, string> };

/** API Gateway's order of precedence: a full match, `{name}`, `{name+}`, `$default`. */
function routeFor(api: HttpApi, method: string, path: string): FoundRoute | undefined {
  const matching = api.routes.flatMap((route): (FoundRoute & { rank: number })[] => {
    const [verb = '', pattern] = route.routeKey.split(' ');
    if (pattern === undefined) return [{ ...route, parameters: {}, rank: 3 }];
    if (verb !== 'ANY' && verb !== method) return [];
    const found = patternOf(pattern).exec(path);
    const rank = pattern.includes('+}') ? 2 : pattern.includes('{') ? 1 : 0;
    const groups = Object.entries(found?.groups ?? {});
    return found ? [{ ...route, parameters: Object.fromEntries(groups), rank }] : [];
  });
  return matching.sort((a, b) => a.rank - b.rank)[0];
}

/**
 * The path as the function sees it. A function URL passes it on as it was sent. An HTTP API decodes it once and
 * truncates it at a decoded `?`: measured in https://github.com/hotsock/voker/pull/8, also described in
 * https://github.com/middleapi/standard-server/pull/93.
 */
function pathSeen({ kind }: HttpApi, sent: string): string {
  if (kind === 'function-url') return sent;
  const [path = ''] = decode(sent).split('?', 1);
  return path;
}

function patternOf(pattern: string): RegExp {
  const source = pattern
    .split(/(\{\w+\+?\})/)
    .map((part) => {
      const [, name, greedy] = /^\{(\w+)(\+?)\}$/.exec(part) ?? [];
      return name ? `(?<${name}>${greedy ? '.+' : '[^/]+'})` : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    })
    .join('');
  return new RegExp(`^${source}$`);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function eventOf(
  api: HttpApi,
  { account, region }: Account,
  request: IncomingMessage,
  route: FoundRoute & { path: string; url: URL },
  body: Buffer,
): object {
  const { path, url } = route;
  const { cookie, ...others } = request.headers;
  const headers = Object.fromEntries(
    Object.entries(others).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]),
  );
  const isText = textual.test(headers['content-type'] ?? '') || (body.length > 0 && !headers['content-type']);
  const now = new Date();
  return {
    version: '2.0',
    routeKey: route.routeKey,
    rawPath: path,
    rawQueryString: url.search.slice(1),
    ...(cookie && { cookies: cookie.split(/; */) }),
    headers,
    ...(url.search.length > 1 && { queryStringParameters: joined(url.searchParams) }),
    ...(Object.keys(route.parameters).length > 0 && { pathParameters: route.parameters }),
    requestContext: {
      accountId: account,
      apiId: api.id,
      domainName:
        api.kind === 'function-url'
          ? `${api.id.toLowerCase()}.lambda-url.${region}.on.aws`
          : (request.headers.host ?? '127.0.0.1'),
      domainPrefix: api.id,
      http: {
        method: request.method,
        path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: route.routeKey,
      stage: '$default',
      time: gatewayTime(now),
      timeEpoch: now.getTime(),
    },
    ...(body.length > 0 && { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

/** Several values of one parameter are joined with commas. */
function joined(query: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...query.keys()].map((name) => [name, query.getAll(name).join(',')]));
}

/** `12/Mar/2020:19:03:58 +0000` */
function gatewayTime(now: Date): string {
  const [, day, month, year, time] = now.toUTCString().split(/[ ,]+/);
  return `${day}/${month}/${year}:${time} +0000`;
}

/** A result without a status code is treated as a JSON body with status 200. */
function structured(payload: unknown): Structured {
  const parsed = structuredSchema.safeParse(payload);
  if (parsed.success) return parsed.data;
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body };
}

function answer(
  response: ServerResponse,
  { statusCode, headers, cookies, body = '', isBase64Encoded }: Structured,
): void {
  for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, String(value));
  if (cookies) response.setHeader('set-cookie', cookies);
  if (!response.hasHeader('content-type')) response.setHeader('content-type', 'text/plain;charset=utf-8');
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  response.writeHead(statusCode, { 'content-length': bytes.length }).end(bytes);
}
