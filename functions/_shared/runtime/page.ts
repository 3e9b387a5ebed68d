import * as z from 'zod';
import { framesOf } from './frames-of.ts';
import { beginInvocation, writeLog } from './logger.ts';
import type { Log } from './queue-consumer.ts';

/** One file of a `multipart/form-data` form. */
export interface UploadedFile {
  field: string;
  name: string;
  bytes: Uint8Array;
}

/** A request for a page, from any gateway. */
export interface PageRequest {
  /** Upper case. A HEAD request arrives as GET. */
  method: string;
  /** As sent, still percent-encoded. */
  path: string;
  /** The decoded segments of the path, e.g. `['r', 'forum', 'files', 'map one.png']`. */
  segments: string[];
  query: URLSearchParams;
  /** Names are in lower case. */
  headers: Record<string, string | undefined>;
  /** The fields of a form, urlencoded or multipart. Empty if there is no form or it cannot be read. */
  body: URLSearchParams;
  files: UploadedFile[];
  /**
   * The address of the client that connected to the gateway. Not taken from a header, because a client can write
   * anything there. Null if unknown.
   */
  sourceIp: string | null;
  /** ARN of the caller if the gateway authenticated one (the console behind IAM), otherwise null. */
  caller: string | null;
}

export interface PageResponse {
  status: number;
  headers: Record<string, string>;
  /** Values of `set-cookie` headers. */
  cookies?: string[];
  body: string | Uint8Array;
}

/** Bytes: the maximum key length of the table and the bucket, minus our prefixes. */
const longestName = 2000;

/** Whether a path can name anything. Looking up an invalid name would fail instead of finding nothing. */
export function canNameAnything({ segments }: Pick<PageRequest, 'segments'>): boolean {
  return segments.every((segment) => Buffer.byteLength(segment) <= longestName && !/\p{Cc}/u.test(segment));
}

/** Answers a request. Handlers bind the dependencies. */
export type Page = (request: PageRequest) => Promise<PageResponse>;

/** The parts of API Gateway's HTTP API event (payload format 2.0) that we read. */
const eventSchema = z.object({
  rawPath: z.string(),
  rawQueryString: z.string().default(''),
  headers: z.record(z.string(), z.string().optional()).default({}),
  cookies: z.array(z.string()).default([]),
  body: z.string().optional(),
  isBase64Encoded: z.boolean().default(false),
  requestContext: z.object({
    http: z.object({ method: z.string(), sourceIp: z.string().optional() }),
    authorizer: z.object({ iam: z.object({ userArn: z.string() }).optional() }).optional(),
  }),
});

export interface GatewayResponse {
  statusCode: number;
  headers: Record<string, string>;
  cookies?: string[];
  body: string;
  isBase64Encoded: boolean;
}

/**
 * A Lambda handler that answers every request with `page`'s response. An error becomes a plain 500 without details. The
 * log contains only the first segment of the path, because the rest may contain a token.
 */
export function servePages(stage: string, page: Page, log: Log = writeLog) {
  return async (event: unknown, context?: unknown): Promise<GatewayResponse> => {
    beginInvocation(context);
    const { rawPath, requestContext } = eventSchema.parse(event);
    try {
      const response = await page(await readPageRequest(event));
      return toGateway(response, requestContext.http.method === 'HEAD');
    } catch (error) {
      log({
        stage,
        level: 'error',
        page: rawPath.split('/')[1] ?? '',
        error: error instanceof Error ? error.name : 'unknown',
        stack: framesOf(error),
      });
      return toGateway(
        {
          status: 500,
          headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
          body: 'Something went wrong here. Please try again in a minute.\n',
        },
        false,
      );
    }
  };
}

export async function readPageRequest(event: unknown): Promise<PageRequest> {
  const { rawPath, rawQueryString, headers, cookies, body, isBase64Encoded, requestContext } =
    eventSchema.parse(event);
  const lower: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(headers)) lower[name.toLowerCase()] = value;
  if (cookies.length > 0) lower.cookie = cookies.join('; ');
  const { fields, files } = await readForm(
    Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8'),
    lower['content-type'] ?? '',
  );
  const method = requestContext.http.method.toUpperCase();
  return {
    method: method === 'HEAD' ? 'GET' : method,
    path: rawPath,
    segments: rawPath.split('/').filter(Boolean).map(decodeSegment),
    query: new URLSearchParams(rawQueryString),
    headers: lower,
    body: fields,
    files,
    sourceIp: requestContext.http.sourceIp ?? null,
    caller: requestContext.authorizer?.iam?.userArn ?? null,
  };
}

async function readForm(
  bytes: Uint8Array<ArrayBuffer>,
  contentType: string,
): Promise<{ fields: URLSearchParams; files: UploadedFile[] }> {
  const fields = new URLSearchParams();
  const files: UploadedFile[] = [];
  if (
    bytes.length === 0 ||
    !/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(contentType)
  )
    return { fields, files };
  let form: FormData;
  try {
    form = await new Response(bytes, { headers: { 'content-type': contentType } }).formData();
  } catch (error) {
    // Each page decides what to do about an invalid form. One-click unsubscribe, for example, needs only the address of
    // the page.
    if (error instanceof TypeError) return { fields, files };
    throw error;
  }
  for (const [field, value] of form)
    if (typeof value === 'string') fields.append(field, value);
    else files.push({ field, name: value.name, bytes: new Uint8Array(await value.arrayBuffer()) });
  return { fields, files };
}

/**
 * A function URL passes a segment as it was sent; an HTTP API has already decoded it once. Decoding here is right for
 * both, because `pathSegment` encodes twice every name that a second decoding would change.
 */
function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function toGateway(response: PageResponse, withoutBody: boolean): GatewayResponse {
  const binary = typeof response.body !== 'string';
  return {
    statusCode: response.status,
    headers: response.headers,
    ...(response.cookies && { cookies: response.cookies }),
    body: withoutBody ? '' : binary ? Buffer.from(response.body).toString('base64') : String(response.body),
    isBase64Encoded: binary && !withoutBody,
  };
}
