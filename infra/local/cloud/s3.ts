import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { Fault, notServed } from './fault.ts';
import { receiveBody } from './object-body.ts';
import {
  type Conditions,
  type ObjectHeaders,
  type ObjectStore,
  preconditionFailed,
  type StoredObject,
} from './object-store.ts';
import { listObjects, listVersions } from './s3-listing.ts';
import { contentsOf, document, element, unescapeXml } from './xml.ts';

/** Query parameters that are arguments. Any other parameter names a sub-resource, such as `?uploads` or `?acl`. */
const argumentNames = new Set([
  ...['x-id', 'awsaccesskeyid', 'signature', 'expires', 'versionid', 'partnumber', 'uploadid'],
  ...['prefix', 'delimiter', 'marker', 'key-marker', 'version-id-marker', 'max-keys', 'list-type'],
  ...['continuation-token', 'start-after', 'encoding-type', 'fetch-owner', 'allow-unordered'],
]);
const isArgument = (name: string) =>
  argumentNames.has(name.toLowerCase()) || /^(x-amz-|response-)/i.test(name);

type Exchange = {
  request: IncomingMessage;
  response: ServerResponse;
  query: URLSearchParams;
  bucket: string;
  key: string;
};

/**
 * The S3 operations that Dateline and common S3 clients use: REST with XML, path style, with or without credentials.
 */
export class S3 {
  readonly #store: ObjectStore;
  readonly #region: string;
  readonly #now: () => number;

  constructor(store: ObjectStore, region: string, now: () => number) {
    this.#store = store;
    this.#region = region;
    this.#now = now;
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const [, bucket = '', ...rest] = url.pathname.split('/');
    const exchange: Exchange = {
      request,
      response,
      query: url.searchParams,
      bucket: decodeURIComponent(bucket),
      key: decodeURIComponent(rest.join('/')),
    };
    try {
      refuseExpired(url.searchParams, this.#now());
      await this.#dispatch(exchange);
    } catch (error) {
      sendFault(exchange, error);
    }
  }

  async #dispatch(exchange: Exchange): Promise<void> {
    const { request, query, bucket, key } = exchange;
    const subResource = [...query.keys()].find((name) => !isArgument(name));
    const target = bucket === '' ? 'service' : key === '' ? 'bucket' : 'object';
    const operation = [request.method, target, subResource].filter(Boolean).join(' ');
    switch (operation) {
      case 'GET service':
        return send(exchange, 200, this.#listBuckets());
      case 'HEAD bucket':
        this.#store.isVersioned(bucket);
        return send(exchange, 200, '', { 'x-amz-bucket-region': this.#region });
      case 'GET bucket':
        return send(exchange, 200, listObjects(this.#store, bucket, query));
      case 'GET bucket versions':
        return send(exchange, 200, listVersions(this.#store, bucket, query));
      case 'GET bucket location':
        this.#store.isVersioned(bucket);
        return send(exchange, 200, document('LocationConstraint', this.#location()));
      case 'GET bucket versioning':
        return send(exchange, 200, document('VersioningConfiguration', this.#versioning(bucket)));
      case 'POST bucket delete':
        return send(exchange, 200, await this.#removeMany(exchange));
      case 'GET object':
      case 'HEAD object':
        return this.#read(exchange);
      case 'PUT object':
        return this.#write(exchange);
      case 'DELETE object':
        return this.#remove(exchange);
      case 'POST object uploads':
        return this.#startUpload(exchange);
      case 'POST object':
        return this.#completeUpload(exchange);
      default:
        throw notServed(`S3 ${operation}`);
    }
  }

  #listBuckets(): string {
    const buckets = this.#store
      .buckets()
      .map(({ name, createdAt }) => element('Name', name) + element('CreationDate', createdAt.toISOString()))
      .map((bucket) => `<Bucket>${bucket}</Bucket>`);
    return document(
      'ListAllMyBucketsResult',
      `<Owner><ID>local</ID></Owner><Buckets>${buckets.join('')}</Buckets>`,
    );
  }

  #location(): string {
    return this.#region === 'us-east-1' ? '' : this.#region;
  }

  #versioning(bucket: string): string {
    return this.#store.isVersioned(bucket) ? element('Status', 'Enabled') : '';
  }

  async #removeMany({ request, bucket }: Exchange): Promise<string> {
    const body = await text(request);
    const isQuiet = contentsOf(body, 'Quiet')[0] === 'true';
    const removed = contentsOf(body, 'Object').map((entry) => {
      const key = unescapeXml(contentsOf(entry, 'Key')[0] ?? '');
      const version = contentsOf(entry, 'VersionId')[0];
      const outcome = this.#store.remove(bucket, key, version);
      const marker = outcome.isDeleteMarker
        ? element('DeleteMarker', 'true') + element('DeleteMarkerVersionId', outcome.version)
        : '';
      return `<Deleted>${element('Key', key)}${element('VersionId', version)}${marker}</Deleted>`;
    });
    return document('DeleteResult', isQuiet ? '' : removed.join(''));
  }

  async #write(exchange: Exchange): Promise<void> {
    const { request, query, bucket, key } = exchange;
    this.#store.isVersioned(bucket);
    if (request.headers['x-amz-tagging'] !== undefined) throw notServed('S3 object tagging');
    const upload = query.get('uploadId');
    if (upload !== null) return this.#putPart(exchange, upload);
    if (request.headers['x-amz-copy-source'] !== undefined) return this.#copy(exchange);
    const body = await receiveBody(request, this.#store.incoming);
    const stored = this.#store.put(
      'ObjectCreated:Put',
      { bucket, key, headers: keptHeaders(request.headers), ...conditionsOf(request.headers) },
      { file: body.file, bytes: body.bytes, etag: body.md5 },
    );
    send(exchange, 200, '', { etag: `"${stored.etag}"`, ...versionHeader(stored) });
  }

  async #putPart(exchange: Exchange, upload: string): Promise<void> {
    if (exchange.request.headers['x-amz-copy-source'] !== undefined) throw notServed('S3 UploadPartCopy');
    const body = await receiveBody(exchange.request, this.#store.incoming);
    try {
      this.#store.putPart(
        upload,
        z.coerce.number().int().min(1).max(10_000).parse(exchange.query.get('partNumber')),
        body,
      );
    } finally {
      await rm(body.file, { force: true });
    }
    send(exchange, 200, '', { etag: `"${body.md5}"` });
  }

  async #copy(exchange: Exchange): Promise<void> {
    const { request, bucket, key } = exchange;
    const [path = '', version] = String(request.headers['x-amz-copy-source']).split('?versionId=');
    const [from = '', ...rest] = decodeURIComponent(path.replace(/^\//, '')).split('/');
    const source = this.#store.find(from, rest.join('/'), version);
    const headers =
      request.headers['x-amz-metadata-directive'] === 'REPLACE'
        ? keptHeaders(request.headers)
        : headersOf(source);
    const stored = await this.#store.copy(source, { bucket, key, headers, ...conditionsOf(request.headers) });
    const result = element('ETag', `"${stored.etag}"`) + element('LastModified', isoTime(stored.modifiedAt));
    send(exchange, 200, document('CopyObjectResult', result), versionHeader(stored));
  }

  #startUpload(exchange: Exchange): void {
    const { request, bucket, key } = exchange;
    const id = this.#store.startUpload(bucket, key, keptHeaders(request.headers));
    send(
      exchange,
      200,
      document(
        'InitiateMultipartUploadResult',
        element('Bucket', bucket) + element('Key', key) + element('UploadId', id),
      ),
    );
  }

  async #completeUpload(exchange: Exchange): Promise<void> {
    const { request, query, bucket, key } = exchange;
    const numbers = contentsOf(await text(request), 'PartNumber').map(Number);
    const upload = query.get('uploadId') ?? '';
    const stored = await this.#store.completeUpload(upload, numbers, conditionsOf(request.headers));
    const result = element('Bucket', bucket) + element('Key', key) + element('ETag', `"${stored.etag}"`);
    send(exchange, 200, document('CompleteMultipartUploadResult', result), versionHeader(stored));
  }

  #remove(exchange: Exchange): void {
    const { query, bucket, key } = exchange;
    const upload = query.get('uploadId');
    if (upload !== null) {
      this.#store.abortUpload(upload);
      send(exchange, 204);
      return;
    }
    const removed = this.#store.remove(bucket, key, query.get('versionId') ?? undefined);
    send(exchange, 204, '', {
      ...(removed.version !== null && { 'x-amz-version-id': removed.version }),
      ...(removed.isDeleteMarker && { 'x-amz-delete-marker': 'true' }),
    });
  }

  async #read(exchange: Exchange): Promise<void> {
    const { request, response, query, bucket, key } = exchange;
    const object = this.#store.find(bucket, key, query.get('versionId') ?? undefined);
    const etag = `"${object.etag}"`;
    const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = request.headers;
    if (ifMatch !== undefined && ifMatch !== etag) throw preconditionFailed();
    if (ifNoneMatch === etag) return send(exchange, 304, '', { etag });
    const range = readRange(request.headers.range, object.bytes);
    response.writeHead(range ? 206 : 200, {
      ...headersOf(object),
      ...overrides(query),
      etag,
      'last-modified': new Date(object.modifiedAt).toUTCString(),
      'accept-ranges': 'bytes',
      ...versionHeader(object),
      ...(range && { 'content-range': `bytes ${range.start}-${range.end}/${object.bytes}` }),
      'content-length': range ? range.end - range.start + 1 : object.bytes,
    });
    if (request.method === 'HEAD' || object.bytes === 0) response.end();
    else await pipeline(createReadStream(this.#store.pathOf(object), range), response);
  }
}

/** The signature of a presigned URL cannot be checked, because every secret is accepted here. Its expiry can. */
function refuseExpired(query: URLSearchParams, now: number): void {
  const signedAt = query
    .get('X-Amz-Date')
    ?.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  const seconds = query.get('X-Amz-Expires');
  if (signedAt && seconds && now > Date.parse(signedAt) + Number(seconds) * 1000)
    throw new Fault('AccessDenied', 'Request has expired', 403);
}

function conditionsOf(headers: IncomingHttpHeaders): Conditions {
  return { ifMatch: headers['if-match'], ifNoneMatch: headers['if-none-match'] };
}

const kept = /^(content-type|cache-control|content-disposition|content-language|expires|x-amz-meta-.+)$/;

function keptHeaders(headers: IncomingHttpHeaders): ObjectHeaders {
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

function headersOf(object: StoredObject): ObjectHeaders {
  return z.record(z.string(), z.string()).parse(JSON.parse(object.headers));
}

function overrides(query: URLSearchParams): ObjectHeaders {
  const asked = [...query].filter(([name]) => name.startsWith('response-'));
  return Object.fromEntries(asked.map(([name, value]) => [name.slice('response-'.length), value]));
}

function versionHeader(object: StoredObject): Record<string, string> {
  return object.version === 'null' ? {} : { 'x-amz-version-id': object.version };
}

/** `bytes=2-4`, `bytes=2-`, `bytes=-4`. Several ranges in one request are answered with the whole body, as in S3. */
function readRange(header: string | undefined, bytes: number): { start: number; end: number } | undefined {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return undefined;
  const start = from === '' ? Math.max(0, bytes - Number(to)) : Number(from);
  const end = from === '' || to === '' ? bytes - 1 : Math.min(bytes - 1, Number(to));
  if (start > end) throw new Fault('InvalidRange', 'The requested range is not satisfiable', 416);
  return { start, end };
}

function isoTime(instant: number): string {
  return new Date(instant).toISOString();
}

function send({ response }: Exchange, status: number, body = '', headers: Record<string, string> = {}): void {
  response.writeHead(status, {
    ...(body !== '' && { 'content-type': 'application/xml' }),
    ...(status !== 204 && status !== 304 && { 'content-length': Buffer.byteLength(body) }),
    ...headers,
  });
  response.end(body);
}

function sendFault(exchange: Exchange, error: unknown): void {
  const fault = faultOf(error);
  if (!fault) throw error;
  if (exchange.response.headersSent) exchange.response.destroy();
  else {
    const inner =
      element('Code', fault.code) +
      element('Message', fault.message) +
      element('Resource', exchange.request.url);
    const hasBody = exchange.request.method !== 'HEAD';
    send(
      exchange,
      fault.status,
      hasBody ? `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${inner}</Error>` : '',
    );
  }
  // The rest of a refused upload is read and discarded, so that the client reads the response.
  exchange.request.resume();
}

function faultOf(error: unknown): Fault | undefined {
  if (error instanceof Fault) return error;
  if (error instanceof z.ZodError) return new Fault('InvalidArgument', z.prettifyError(error));
  if (error instanceof URIError) return new Fault('InvalidURI', "Couldn't parse the specified URI.");
  return undefined;
}
