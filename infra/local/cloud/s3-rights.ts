import type { IncomingHttpHeaders } from 'node:http';
import { Fault, notServed } from './fault.ts';
import type { Caller } from './iam.ts';
import type { Context } from './iam-condition-keys.ts';
import { copiedFrom, type Exchange } from './s3-exchange.ts';

/**
 * The actions that an operation needs, on the bucket or, if it has a key, on the object. An operation that is not here is
 * not served.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */
const actions: Readonly<Record<string, (exchange: Exchange) => string[]>> = {
  'GET service': () => ['ListAllMyBuckets'],
  'HEAD bucket': () => ['ListBucket'],
  'GET bucket': () => ['ListBucket'],
  'GET bucket versions': () => ['ListBucketVersions'],
  'GET bucket location': () => ['GetBucketLocation'],
  'GET bucket versioning': () => ['GetBucketVersioning'],
  'GET bucket uploads': () => ['ListBucketMultipartUploads'],
  'GET bucket acl': () => ['GetBucketAcl'],
  'PUT bucket acl': () => ['PutBucketAcl'],
  'GET bucket publicAccessBlock': () => ['GetBucketPublicAccessBlock'],
  'GET bucket encryption': () => ['GetEncryptionConfiguration'],
  'GET bucket lifecycle': () => ['GetLifecycleConfiguration'],
  'GET bucket notification': () => ['GetBucketNotification'],
  // Judged for each object that it names.
  'POST bucket delete': () => [],
  'GET bucket tagging': () => ['GetBucketTagging'],
  'PUT bucket': () => ['CreateBucket'],
  'DELETE bucket': () => ['DeleteBucket'],
  'GET object': reading,
  'HEAD object': reading,
  'PUT object': (exchange) => ['PutObject', ...tagging(exchange)],
  'DELETE object': ({ query }) =>
    query.has('uploadId') ? ['AbortMultipartUpload'] : [ofVersion('DeleteObject', query)],
  'POST object uploads': (exchange) => ['PutObject', ...tagging(exchange)],
  'POST object': () => ['PutObject'],
  'GET object tagging': ({ query }) => [ofVersion('GetObject', query, 'Tagging')],
  'PUT object tagging': ({ query }) => [ofVersion('PutObject', query, 'Tagging')],
  'DELETE object tagging': ({ query }) => [ofVersion('DeleteObject', query, 'Tagging')],
  'GET object attributes': ({ query }) => [
    ofVersion('GetObject', query),
    ofVersion('GetObject', query, 'Attributes'),
  ],
  'GET object acl': ({ query }) => [ofVersion('GetObject', query, 'Acl')],
  'PUT object acl': ({ query }) => [ofVersion('PutObject', query, 'Acl')],
};

function reading({ query }: Exchange): string[] {
  return query.has('uploadId') ? ['ListMultipartUploadParts'] : [ofVersion('GetObject', query)];
}

function tagging({ request }: Exchange): string[] {
  return request.headers['x-amz-tagging'] === undefined ? [] : ['PutObjectTagging'];
}

function ofVersion(action: string, query: URLSearchParams, what = ''): string {
  return `${action}${query.has('versionId') ? 'Version' : ''}${what}`;
}

/** Throws unless the caller may do `operation`, and may read what it copies. */
export function expectRights(caller: Caller, operation: string, exchange: Exchange): void {
  const { bucket, key, request } = exchange;
  const needed = actions[operation];
  if (!needed) throw notServed(`S3 ${operation}`);
  const context = contextOf(operation, exchange);
  const resource = bucket === '' ? '*' : arnOf(bucket, key);
  for (const action of needed(exchange)) caller.expect(`s3:${action}`, resource, context);
  if (request.headers['x-amz-copy-source'] === undefined) return;
  const source = copiedFrom(request.headers);
  const action = source.version === undefined ? 's3:GetObject' : 's3:GetObjectVersion';
  caller.expect(action, arnOf(source.bucket, source.key), { 's3:VersionId': source.version });
}

/** For one of the objects of a DeleteObjects request. */
export function expectDeletion(
  caller: Caller,
  bucket: string,
  key: string,
  version: string | undefined,
): void {
  const action = version === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion';
  caller.expect(action, arnOf(bucket, key), { 's3:VersionId': version });
}

/**
 * Who may not list the bucket does not learn that an object is missing: the answer is AccessDenied. S3 judges this as a
 * listing with the key as its prefix (ceph/ceph#68577 and kopia/kopia#3072 found that out).
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export function absenceAsSeenBy(caller: Caller, { request, bucket, key }: Exchange, error: unknown): unknown {
  if (!(error instanceof Fault) || error.code !== 'NoSuchKey') return error;
  const missing =
    request.headers['x-amz-copy-source'] === undefined ? { bucket, key } : copiedFrom(request.headers);
  try {
    caller.expect('s3:ListBucket', arnOf(missing.bucket, ''), { 's3:prefix': missing.key });
    return error;
  } catch (denied) {
    return denied;
  }
}

function arnOf(bucket: string, key: string): string {
  return key === '' ? `arn:aws:s3:::${bucket}` : `arn:aws:s3:::${bucket}/${key}`;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html */
function contextOf(operation: string, { request, query }: Exchange): Context {
  const { headers } = request;
  const parameter = (name: string) => query.get(name) ?? undefined;
  return {
    's3:prefix': parameter('prefix'),
    's3:delimiter': parameter('delimiter'),
    's3:max-keys': parameter('max-keys'),
    's3:VersionId': parameter('versionId'),
    's3:if-match': headers['if-match'],
    's3:if-none-match': headers['if-none-match'],
    's3:ObjectCreationOperation': createsObject(operation, query),
    's3:x-amz-acl': header(headers, 'x-amz-acl'),
    's3:x-amz-copy-source': header(headers, 'x-amz-copy-source'),
    's3:x-amz-metadata-directive': header(headers, 'x-amz-metadata-directive'),
    's3:x-amz-server-side-encryption': header(headers, 'x-amz-server-side-encryption'),
    's3:x-amz-storage-class': header(headers, 'x-amz-storage-class'),
  };
}

function header(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(',') : value;
}

/**
 * Starting an upload and uploading its parts need s3:PutObject too, but create no object and take no If-None-Match.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
 */
function createsObject(operation: string, query: URLSearchParams): string | undefined {
  if (operation === 'PUT object') return String(!query.has('uploadId'));
  if (operation === 'POST object uploads') return 'false';
  return operation === 'POST object' ? 'true' : undefined;
}
