import type { IncomingHttpHeaders } from 'node:http';
import { Fault } from './fault.ts';
import type { StoredObject } from './object-store.ts';
import { document, element } from './xml.ts';

/** The answer of GetObjectAttributes, limited to the requested attributes. Checksums are not stored. */
export function attributesOf(object: StoredObject, headers: IncomingHttpHeaders): string {
  const wanted = new Set(
    String(headers['x-amz-object-attributes'] ?? '')
      .split(',')
      .map((name) => name.trim()),
  );
  const parts = /-(\d+)$/.exec(object.etag)?.[1];
  const all: Record<string, string> = {
    ETag: element('ETag', object.etag),
    ObjectParts: parts ? `<ObjectParts>${element('PartsCount', parts)}</ObjectParts>` : '',
    StorageClass: element('StorageClass', 'STANDARD'),
    ObjectSize: element('ObjectSize', object.bytes),
  };
  const chosen = Object.entries(all).flatMap(([name, xml]) => (wanted.has(name) ? [xml] : []));
  return document('GetObjectAttributesResponse', chosen.join(''));
}

/** The ACL of every bucket and object: the bucket's owner owns all of them. */
export const ownersAcl = document(
  'AccessControlPolicy',
  '<Owner><ID>local</ID></Owner><AccessControlList><Grant>' +
    '<Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser"><ID>local</ID></Grantee>' +
    '<Permission>FULL_CONTROL</Permission></Grant></AccessControlList>',
);

/**
 * New buckets have ACLs disabled. They accept only an ACL that changes nothing.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
 */
export function refuseAcl(headers: IncomingHttpHeaders): void {
  const acl = headers['x-amz-acl'];
  const hasGrant = Object.keys(headers).some((name) => name.startsWith('x-amz-grant-'));
  if (hasGrant || (acl !== undefined && acl !== 'bucket-owner-full-control' && acl !== 'private'))
    throw new Fault('AccessControlListNotSupported', 'The bucket does not allow ACLs');
}

const longestKeyBytes = 1024;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
export function refuseLongKey(key: string): void {
  const bytes = Buffer.byteLength(key);
  if (bytes > longestKeyBytes)
    throw new Fault('KeyTooLongError', 'Your key is too long', 400, {
      Size: String(bytes),
      MaxSizeAllowed: String(longestKeyBytes),
    });
}
