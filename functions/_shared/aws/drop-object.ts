import type { Readable } from 'node:stream';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { Bucket } from './bucket.ts';

/** What makes two drops of one key different: the object's version, or its ETag where the bucket keeps no versions. */
export type DropIdentity = string;

/** Puts a file into the bucket as any S3 client would; the pipeline takes it from there. `size` in bytes. */
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
