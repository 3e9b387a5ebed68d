import { type PageRequest, readPageRequest } from '../../../functions/_shared/runtime/page.ts';
import { configuration } from '../../../infra/configuration.ts';

export const { newsroom } = configuration('local');

/** A request as API Gateway sends it, read by the real adapter. */
export function request(
  method: string,
  path: string,
  more: {
    headers?: Record<string, string>;
    body?: string;
    isBase64Encoded?: boolean;
    sourceIp?: string;
  } = {},
): Promise<PageRequest> {
  const [rawPath = '', rawQueryString = ''] = path.split('?');
  const { sourceIp, ...event } = more;
  return readPageRequest({
    version: '2.0',
    rawPath,
    rawQueryString,
    ...event,
    headers: more.headers ?? {},
    requestContext: { http: { method, sourceIp } },
  });
}

export function form(path: string, fields: [string, string][], sourceIp?: string): Promise<PageRequest> {
  return request('POST', path, {
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
    sourceIp,
  });
}
