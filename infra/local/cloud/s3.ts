import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import * as z from 'zod';
import type { BucketSettings } from './bucket-settings.ts';
import { Fault, notServed } from './fault.ts';
import type { Caller } from './iam.ts';
import { receiveBody } from './object-body.ts';
import { headersOf, type ObjectHeaders, type ObjectStore, preconditionFailed } from './object-store.ts';
import { attributesOf, ownersAcl, refuseAcl, refuseLongKey } from './s3-about.ts';
import { createBucket, deleteBucket } from './s3-buckets.ts';
import {
  conditionsOf,
  copySource,
  type Exchange,
  isoTime,
  keptHeaders,
  send,
  versionHeader,
} from './s3-exchange.ts';
import { listObjects, listVersions } from './s3-listing.ts';
import { absenceAsSeenBy, expectDeletion, expectRights } from './s3-rights.ts';
import { answerTagging, refuseBadTags, tagCount, tagHeader, withoutTags } from './s3-tags.ts';
import { S3Uploads } from './s3-uploads.ts';
import type { UploadStore } from './upload-store.ts';
import { contentsOf, document, element, unescapeXml } from './xml.ts';

/** Query parameters that are arguments. Any other parameter names a sub-resource, such as `?uploads` or `?acl`. */
const argumentNames = new Set([
  ...['x-id', 'awsaccesskeyid', 'signature', 'expires', 'versionid', 'partnumber', 'uploadid'],
  ...['prefix', 'delimiter', 'marker', 'key-marker', 'version-id-marker', 'max-keys', 'list-type'],
  ...['part-number-marker', 'max-parts', 'max-uploads', 'upload-id-marker'],
  ...['continuation-token', 'start-after', 'encoding-type', 'fetch-owner', 'allow-unordered'],
]);
const isArgument = (name: string) =>
  argumentNames.has(name.toLowerCase()) || /^(x-amz-|response-)/i.test(name);

/**
 * The S3 operations that Dateline and common S3 clients use: REST with XML, path style, with or without credentials.
 */
export class S3 {
  readonly #store: ObjectStore;
  readonly #uploads: S3Uploads;
  readonly #region: string;
  readonly #settings: BucketSettings;
  readonly #now: () => number;

  constructor(
    store: ObjectStore,
    uploads: UploadStore,
    region: string,
    settings: BucketSettings,
    now: () => number,
  ) {
    this.#store = store;
    this.#uploads = new S3Uploads(store, uploads);
    this.#region = region;
    this.#settings = settings;
    this.#now = now;
  }

  async answer(request: IncomingMessage, response: ServerResponse, caller: Caller): Promise<void> {
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
      refuseLongKey(exchange.key);
      await this.#dispatch(exchange, caller);
    } catch (error) {
      sendFault(exchange, absenceAsSeenBy(caller, exchange, error));
    }
  }

  async #dispatch(exchange: Exchange, caller: Caller): Promise<void> {
    const { request, query, bucket, key } = exchange;
    const subResource = [...query.keys()].find((name) => !isArgument(name));
    const target = bucket === '' ? 'service' : key === '' ? 'bucket' : 'object';
    const operation = [request.method, target, subResource].filter(Boolean).join(' ');
    expectRights(caller, operation, exchange);
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
        return send(exchange, 200, await this.#removeMany(exchange, caller));
      case 'GET object':
      case 'HEAD object':
        return query.has('uploadId') ? this.#uploads.listParts(exchange) : this.#read(exchange);
      case 'PUT object':
        return this.#write(exchange);
      case 'DELETE object':
        return query.has('uploadId') ? this.#uploads.abort(exchange) : this.#remove(exchange);
      case 'POST object uploads':
        return this.#uploads.start(exchange);
      case 'POST object':
        return this.#uploads.complete(exchange);
      case 'GET bucket uploads':
        return this.#uploads.listUploads(exchange);
      case 'GET object tagging':
      case 'PUT object tagging':
      case 'DELETE object tagging':
        return answerTagging(this.#store, exchange);
      case 'GET object attributes':
        return this.#attributes(exchange);
      case 'GET bucket acl':
      case 'GET object acl':
        return this.#acl(exchange);
      case 'PUT bucket acl':
      case 'PUT object acl':
        return this.#setAcl(exchange);
      case 'GET bucket tagging':
        this.#store.isVersioned(bucket);
        throw new Fault('NoSuchTagSet', 'The TagSet does not exist', 404, { BucketName: bucket });
      case 'PUT bucket':
        return createBucket(this.#store, this.#region, exchange);
      case 'DELETE bucket':
        return deleteBucket(this.#store, exchange);
      default:
        return this.#setting(exchange, operation);
    }
  }

  #setting(exchange: Exchange, operation: string): void {
    const { bucket } = exchange;
    const [, setting = ''] = /^GET bucket (\w+)$/.exec(operation) ?? [];
    const described = this.#settings(bucket, setting);
    if (described === undefined) throw notServed(`S3 ${operation}`);
    this.#store.isVersioned(bucket);
    send(exchange, 200, described);
  }

  #attributes(exchange: Exchange): void {
    const { request, query, bucket, key } = exchange;
    const object = this.#store.find(bucket, key, query.get('versionId') ?? undefined);
    const modified = { 'last-modified': new Date(object.modifiedAt).toUTCString() };
    send(exchange, 200, attributesOf(object, request.headers), { ...modified, ...versionHeader(object) });
  }

  #acl(exchange: Exchange): void {
    this.#expect(exchange);
    send(exchange, 200, ownersAcl);
  }

  #setAcl(exchange: Exchange): void {
    this.#expect(exchange);
    const { headers } = exchange.request;
    // A list of grants in the body, or nothing that says what to grant.
    if (headers['x-amz-acl'] === undefined) refuseAcl({ 'x-amz-acl': 'public-read' });
    refuseAcl(headers);
    exchange.request.resume();
    send(exchange, 200);
  }

  #expect({ query, bucket, key }: Exchange): void {
    this.#store.isVersioned(bucket);
    if (key !== '') this.#store.find(bucket, key, query.get('versionId') ?? undefined);
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

  async #removeMany({ request, bucket }: Exchange, caller: Caller): Promise<string> {
    const body = await text(request);
    const isQuiet = contentsOf(body, 'Quiet')[0] === 'true';
    const outcomes = contentsOf(body, 'Object').map((entry) => {
      const key = unescapeXml(contentsOf(entry, 'Key')[0] ?? '');
      return this.#removeOne(caller, bucket, key, contentsOf(entry, 'VersionId')[0]);
    });
    const shown = outcomes.filter(({ isRemoved }) => !isRemoved || !isQuiet);
    return document('DeleteResult', shown.map(({ xml }) => xml).join(''));
  }

  /** One object of DeleteObjects. If it is refused, the others are removed all the same. */
  #removeOne(caller: Caller, bucket: string, key: string, version: string | undefined) {
    const named = element('Key', key) + element('VersionId', version);
    try {
      expectDeletion(caller, bucket, key, version);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      const reason = element('Code', error.code) + element('Message', error.message);
      return { isRemoved: false, xml: `<Error>${named}${reason}</Error>` };
    }
    const outcome = this.#store.remove(bucket, key, version);
    const marker = outcome.isDeleteMarker
      ? element('DeleteMarker', 'true') + element('DeleteMarkerVersionId', outcome.version)
      : '';
    return { isRemoved: true, xml: `<Deleted>${named}${marker}</Deleted>` };
  }

  async #write(exchange: Exchange): Promise<void> {
    const { request, query, bucket, key } = exchange;
    this.#store.isVersioned(bucket);
    if (query.has('uploadId')) return this.#uploads.putPart(exchange);
    refuseAcl(request.headers);
    const headers = keptHeaders(request.headers);
    refuseBadTags(headers);
    if (request.headers['x-amz-copy-source'] !== undefined) return this.#copy(exchange);
    const body = await receiveBody(request, this.#store.incoming);
    const stored = this.#store.put(
      'ObjectCreated:Put',
      { bucket, key, headers, ...conditionsOf(request.headers) },
      { file: body.file, bytes: body.bytes, etag: body.md5 },
    );
    send(exchange, 200, '', { etag: `"${stored.etag}"`, ...versionHeader(stored) });
  }

  async #copy(exchange: Exchange): Promise<void> {
    const { request, bucket, key } = exchange;
    const source = copySource(this.#store, request.headers);
    const replaces = (directive: string) => request.headers[directive] === 'REPLACE';
    const isItself = source.bucket === bucket && source.key === key && source.isLatest;
    if (isItself && !replaces('x-amz-metadata-directive'))
      throw new Fault(
        'InvalidRequest',
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
      );
    const [given, kept] = [keptHeaders(request.headers), headersOf(source)];
    const described = withoutTags(replaces('x-amz-metadata-directive') ? given : kept);
    const tags = (replaces('x-amz-tagging-directive') ? given : kept)[tagHeader];
    const headers = { ...described, ...(tags !== undefined && { [tagHeader]: tags }) };
    const stored = await this.#store.copy(source, { bucket, key, headers, ...conditionsOf(request.headers) });
    const result = element('ETag', `"${stored.etag}"`) + element('LastModified', isoTime(stored.modifiedAt));
    send(exchange, 200, document('CopyObjectResult', result), versionHeader(stored));
  }

  #remove(exchange: Exchange): void {
    const { query, bucket, key } = exchange;
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
      ...withoutTags(headersOf(object)),
      ...tagCount(headersOf(object)),
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

function overrides(query: URLSearchParams): ObjectHeaders {
  const asked = [...query].filter(([name]) => name.startsWith('response-'));
  return Object.fromEntries(asked.map(([name, value]) => [name.slice('response-'.length), value]));
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

function sendFault(exchange: Exchange, error: unknown): void {
  const fault = faultOf(error);
  if (!fault) throw error;
  if (exchange.response.headersSent) exchange.response.destroy();
  else {
    const inner =
      element('Code', fault.code) +
      element('Message', fault.message) +
      Object.entries(fault.details)
        .map(([name, value]) => element(name, value))
        .join('') +
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
