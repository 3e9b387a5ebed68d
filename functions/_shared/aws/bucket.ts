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

/** The maximum length of an S3 key, in bytes. */
const longestKey = 1024;

function canBeKey(key: string): boolean {
  return key !== '' && Buffer.byteLength(key) <= longestKey;
}

export type BucketObjects = ReturnType<typeof bucketObjects>;

export function bucketObjects(bucket: Bucket) {
  return { ...objectReads(bucket), ...objectFacts(bucket), ...objectWrites(bucket) };
}

function objectReads({ client, name: Bucket }: Bucket) {
  return {
    /** A whole object, or null if there is none. Only for small objects; use `readObjectStream` for others. */
    async readObject(key: string): Promise<Uint8Array | null> {
      if (!canBeKey(key)) return null;
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: key }));
        return Body ? await Body.transformToByteArray() : new Uint8Array();
      } catch (error) {
        if (error instanceof NoSuchKey) return null;
        throw error;
      }
    },

    /** Bytes `start`..`end` (inclusive) of an object, or all of it, as a stream. */
    async readObjectStream(key: string, range?: { start: number; end: number }): Promise<Readable> {
      const Range = range ? `bytes=${range.start}-${range.end}` : undefined;
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: key, Range }));
      // In Node the SDK's body is a Readable; its type also covers browsers.
      if (!Body || !('pipe' in Body)) throw new Error(`no readable body for ${key}`);
      return Body;
    },

    /** A URL at which S3 itself offers one object for a minute, as a download with this name. */
    addressOfObject(key: string, name: string): Promise<string> {
      const ResponseContentDisposition = `attachment; filename*=UTF-8''${encodeURIComponent(name)}`;
      const command = new GetObjectCommand({ Bucket, Key: key, ResponseContentDisposition });
      return getSignedUrl(client, command, { expiresIn: 60 });
    },
  };
}

function objectFacts({ client, name: Bucket }: Bucket) {
  const head = async (key: string) => {
    try {
      return await client.send(new HeadObjectCommand({ Bucket, Key: key }));
    } catch (error) {
      if (error instanceof NotFound) return null;
      throw error;
    }
  };
  return {
    /** The metadata of an object, with names in lower case. Null if there is no object. */
    async readMetadata(key: string): Promise<Record<string, string> | null> {
      const facts = await head(key);
      return facts && (facts.Metadata ?? {});
    },

    /** The size of an object in bytes, or null if there is none. */
    async sizeOfObject(key: string): Promise<number | null> {
      const facts = canBeKey(key) ? await head(key) : null;
      return facts && (facts.ContentLength ?? 0);
    },

    /** Keys and sizes under a prefix, in the order of keys. */
    async *listObjects(prefix: string): AsyncIterable<ListedObject> {
      for await (const page of paginateListObjectsV2({ client }, { Bucket, Prefix: prefix }))
        for (const { Key, Size, ETag, LastModified } of page.Contents ?? [])
          if (Key)
            yield {
              key: Key,
              size: Size ?? 0,
              etag: (ETag ?? '').replaceAll('"', ''),
              modifiedAt: (LastModified ?? new Date()).toISOString(),
            };
    },
  };
}

export interface ListedObject {
  key: string;
  /** Bytes. */
  size: number;
  etag: string;
  /** ISO instant. */
  modifiedAt: string;
}

function objectWrites({ client, name: Bucket }: Bucket) {
  return {
    async writeObject(key: string, body: string | Uint8Array, contentType: string): Promise<void> {
      await client.send(new PutObjectCommand({ Bucket, Key: key, Body: body, ContentType: contentType }));
    },

    /** Deletes an object. Succeeds if there is none. */
    async deleteObject(key: string): Promise<void> {
      await client.send(new DeleteObjectCommand({ Bucket, Key: key }));
    },
  };
}
