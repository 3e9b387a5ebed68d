import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Conditions, ObjectHeaders, ObjectStore, StoredObject } from './object-store.ts';

/** One request with its response. The path is `/bucket/key?query`, decoded. */
export type Exchange = {
  request: IncomingMessage;
  response: ServerResponse;
  query: URLSearchParams;
  bucket: string;
  key: string;
};

export function send(
  { response }: Exchange,
  status: number,
  body = '',
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, {
    ...(body !== '' && { 'content-type': 'application/xml' }),
    ...(status !== 204 && status !== 304 && { 'content-length': Buffer.byteLength(body) }),
    ...headers,
  });
  response.end(body);
}

export function conditionsOf(headers: IncomingHttpHeaders): Conditions {
  return { ifMatch: headers['if-match'], ifNoneMatch: headers['if-none-match'] };
}

const kept =
  /^(content-type|cache-control|content-disposition|content-language|expires|x-amz-tagging|x-amz-meta-.+)$/;

export function keptHeaders(headers: IncomingHttpHeaders): ObjectHeaders {
  const own = Object.entries(headers)
    .filter(([name]) => kept.test(name))
    .map(([name, value]) => [name, String(value)]);
  const encoding = (headers['content-encoding'] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== 'aws-chunked')
    .join(',');
  return {
    'content-type': 'binary/octet-stream',
    ...Object.fromEntries(own),
    ...(encoding !== '' && { 'content-encoding': encoding }),
  };
}

export function versionHeader(object: StoredObject): Record<string, string> {
  return object.version === 'null' ? {} : { 'x-amz-version-id': object.version };
}

export function isoTime(instant: number): string {
  return new Date(instant).toISOString();
}

/** What the header `x-amz-copy-source` names: `bucket/key` or `/bucket/key`, optionally with `?versionId=`. */
export function copiedFrom(headers: IncomingHttpHeaders): {
  bucket: string;
  key: string;
  version: string | undefined;
} {
  const [path = '', version] = String(headers['x-amz-copy-source']).split('?versionId=');
  const [bucket = '', ...rest] = decodeURIComponent(path.replace(/^\//, '')).split('/');
  return { bucket, key: rest.join('/'), version };
}

export function copySource(store: ObjectStore, headers: IncomingHttpHeaders): StoredObject {
  const { bucket, key, version } = copiedFrom(headers);
  return store.find(bucket, key, version);
}
