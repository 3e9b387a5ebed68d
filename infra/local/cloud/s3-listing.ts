import * as z from 'zod';
import type { ObjectStore, StoredObject } from './object-store.ts';
import { document, element } from './xml.ts';

const maximum = z.coerce.number().int().min(0).default(1000);

type Page = {
  prefix: string;
  delimiter: string;
  limit: number;
  /** Everything up to this key was listed before; if it is a common prefix, everything below it, too. */
  after: string;
};
type Listed = { objects: StoredObject[]; prefixes: string[]; next: string | undefined };

/** ListObjectsV2, and ListObjects for older clients. */
export function listObjects(store: ObjectStore, bucket: string, query: URLSearchParams): string {
  store.isVersioned(bucket);
  const isVersion2 = query.get('list-type') === '2';
  const token = query.get('continuation-token');
  const page = pageOf(
    query,
    token === null
      ? (query.get(isVersion2 ? 'start-after' : 'marker') ?? '')
      : Buffer.from(token, 'base64url').toString(),
  );
  const listed = collect(store.objects(bucket, page.prefix, page.after), page);
  const name = namer(query);
  const next = listed.next;
  return document(
    'ListBucketResult',
    head(bucket, query, page, name) +
      (isVersion2
        ? element('KeyCount', listed.objects.length + listed.prefixes.length) +
          element('ContinuationToken', token) +
          element(
            'NextContinuationToken',
            next === undefined ? undefined : Buffer.from(next).toString('base64url'),
          )
        : element('Marker', name(page.after)) +
          element('NextMarker', next === undefined ? undefined : name(next))) +
      element('IsTruncated', String(next !== undefined)) +
      listed.objects.map((object) => `<Contents>${described(object, name)}</Contents>`).join('') +
      commonPrefixes(listed.prefixes, name),
  );
}

/**
 * ListObjectVersions. A page ends between two keys, so all versions of a key are in one page, which may exceed the
 * limit.
 */
export function listVersions(store: ObjectStore, bucket: string, query: URLSearchParams): string {
  store.isVersioned(bucket);
  const page = pageOf(query, query.get('key-marker') ?? '');
  const listed = collect(store.versions(bucket, page.prefix, page.after), page);
  const name = namer(query);
  return document(
    'ListVersionsResult',
    head(bucket, query, page, name) +
      element('KeyMarker', name(page.after)) +
      element('NextKeyMarker', listed.next === undefined ? undefined : name(listed.next)) +
      element('NextVersionIdMarker', listed.next === undefined ? undefined : '') +
      element('IsTruncated', String(listed.next !== undefined)) +
      listed.objects
        .map((object) => {
          const tag = object.isDeleteMarker ? 'DeleteMarker' : 'Version';
          const version = element('VersionId', object.version) + element('IsLatest', String(object.isLatest));
          return `<${tag}>${described(object, name)}${version}</${tag}>`;
        })
        .join('') +
      commonPrefixes(listed.prefixes, name),
  );
}

function pageOf(query: URLSearchParams, after: string): Page {
  return {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') ?? '',
    limit: Math.min(1000, maximum.parse(query.get('max-keys') ?? undefined)),
    after,
  };
}

function collect(rows: Iterable<StoredObject>, page: Page): Listed {
  const objects: StoredObject[] = [];
  const prefixes = new Set<string>();
  let last = '';
  for (const row of rows) {
    if (!row.key.startsWith(page.prefix)) break;
    const prefix = commonPrefixOf(row.key, page);
    if (prefix !== undefined && (prefixes.has(prefix) || page.after.startsWith(prefix))) continue;
    const isFull = objects.length + prefixes.size >= page.limit;
    if (isFull && row.key !== last) return { objects, prefixes: [...prefixes], next: last };
    last = prefix ?? row.key;
    if (prefix === undefined) objects.push(row);
    else prefixes.add(prefix);
  }
  return { objects, prefixes: [...prefixes], next: undefined };
}

function commonPrefixOf(key: string, page: Page): string | undefined {
  if (page.delimiter === '') return undefined;
  const at = key.indexOf(page.delimiter, page.prefix.length);
  return at < 0 ? undefined : key.slice(0, at + page.delimiter.length);
}

function head(bucket: string, query: URLSearchParams, page: Page, name: (key: string) => string): string {
  return (
    element('Name', bucket) +
    element('Prefix', name(page.prefix)) +
    element('MaxKeys', page.limit) +
    element('EncodingType', query.get('encoding-type')) +
    element('Delimiter', page.delimiter === '' ? undefined : name(page.delimiter))
  );
}

function described(object: StoredObject, name: (key: string) => string): string {
  const modified = new Date(object.modifiedAt).toISOString();
  const key = element('Key', name(object.key)) + element('LastModified', modified);
  if (object.isDeleteMarker) return key;
  return `${key}${element('ETag', `"${object.etag}"`)}${element('Size', object.bytes)}${element('StorageClass', 'STANDARD')}`;
}

function commonPrefixes(prefixes: readonly string[], name: (key: string) => string): string {
  return prefixes
    .map((prefix) => `<CommonPrefixes>${element('Prefix', name(prefix))}</CommonPrefixes>`)
    .join('');
}

/** With `encoding-type=url` keys are URL-encoded, because XML cannot contain every character. */
function namer(query: URLSearchParams): (key: string) => string {
  return query.get('encoding-type') === 'url'
    ? (key) => encodeURIComponent(key).replaceAll('%2F', '/')
    : (key) => key;
}
