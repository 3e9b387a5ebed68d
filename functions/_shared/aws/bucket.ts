import type { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { NodeHttpHandler } from '@smithy/node-http-handler';

/** The newsroom's bucket. */
export interface Bucket {
  client: S3Client;
  name: string;
}

export function connectBucket(name: string): Bucket {
  return {
    name,
    client: new S3Client({
      maxAttempts: 4,
      requestHandler: new NodeHttpHandler({ connectionTimeout: 2000, requestTimeout: 20_000 }),
    }),
  };
}

/** S3 refuses to look for a longer key. Bytes. */
const longestKey = 1024;

function canBeKey(key: string): boolean {
  return key !== '' && Buffer.byteLength(key) <= longestKey;
}

/** A whole object, or null if there is none. For what is known to be small; streams go through `readObjectStream`. */
export async function readObject(bucket: Bucket, key: string): Promise<Uint8Array | null> {
  if (!canBeKey(key)) return null;
  try {
    const { Body } = await bucket.client.send(new GetObjectCommand({ Bucket: bucket.name, Key: key }));
    return Body ? await Body.transformToByteArray() : new Uint8Array();
  } catch (error) {
    if (error instanceof NoSuchKey) return null;
    throw error;
  }
}

/** Bytes `start`..`end` (inclusive) of an object, or all of it, as a stream. */
export async function readObjectStream(
  bucket: Bucket,
  key: string,
  range?: { start: number; end: number },
): Promise<Readable> {
  const { Body } = await bucket.client.send(
    new GetObjectCommand({
      Bucket: bucket.name,
      Key: key,
      Range: range ? `bytes=${range.start}-${range.end}` : undefined,
    }),
  );
  // In Node the SDK's body is a Readable; the type also covers browsers.
  if (!Body || !('pipe' in Body)) throw new Error(`no readable body for ${key}`);
  return Body;
}

export async function writeObject(
  bucket: Bucket,
  key: string,
  body: string | Uint8Array,
  contentType: string,
): Promise<void> {
  await bucket.client.send(
    new PutObjectCommand({ Bucket: bucket.name, Key: key, Body: body, ContentType: contentType }),
  );
}

/** What an object was described with when it was put, names in lower case; null if there is none. */
export async function readMetadata(bucket: Bucket, key: string): Promise<Record<string, string> | null> {
  try {
    const { Metadata } = await bucket.client.send(new HeadObjectCommand({ Bucket: bucket.name, Key: key }));
    return Metadata ?? {};
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}

/** Deletes an object; one that is not there is deleted already. */
export async function deleteObject(bucket: Bucket, key: string): Promise<void> {
  await bucket.client.send(new DeleteObjectCommand({ Bucket: bucket.name, Key: key }));
}

/** An object's size in bytes, or null if there is none. */
export async function sizeOfObject(bucket: Bucket, key: string): Promise<number | null> {
  if (!canBeKey(key)) return null;
  try {
    const { ContentLength } = await bucket.client.send(
      new HeadObjectCommand({ Bucket: bucket.name, Key: key }),
    );
    return ContentLength ?? 0;
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}

/** An address at which S3 itself hands out one object for a minute, as a download of that name. */
export async function addressOfObject(bucket: Bucket, key: string, name: string): Promise<string> {
  const command = new GetObjectCommand({
    Bucket: bucket.name,
    Key: key,
    ResponseContentDisposition: `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
  });
  return getSignedUrl(bucket.client, command, { expiresIn: 60 });
}

/** Keys and sizes under a prefix, in key order; `modifiedAt` is an instant. */
export async function* listObjects(
  bucket: Bucket,
  prefix: string,
): AsyncGenerator<{ key: string; size: number; etag: string; modifiedAt: string }> {
  const pages = paginateListObjectsV2({ client: bucket.client }, { Bucket: bucket.name, Prefix: prefix });
  for await (const page of pages)
    for (const { Key, Size, ETag, LastModified } of page.Contents ?? [])
      if (Key)
        yield {
          key: Key,
          size: Size ?? 0,
          etag: (ETag ?? '').replaceAll('"', ''),
          modifiedAt: (LastModified ?? new Date()).toISOString(),
        };
}
