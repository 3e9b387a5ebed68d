import type { Readable } from 'node:stream';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { Bucket } from './bucket.ts';

/** Distinguishes two drops with the same key: the object's version, or its ETag if the bucket has no versioning. */
export type DropIdentity = string;

/** Puts a file into the bucket, as any S3 client would; the pipeline does the rest. `size` is in bytes. */
export async function dropObject(
  bucket: Bucket,
  key: string,
  body: Readable | string | Uint8Array,
  size: number,
): Promise<DropIdentity> {
  const { VersionId, ETag } = await bucket.client.send(
    new PutObjectCommand({ Bucket: bucket.name, Key: key, Body: body, ContentLength: size }),
  );
  return VersionId ?? (ETag ?? '').replaceAll('"', '');
}
