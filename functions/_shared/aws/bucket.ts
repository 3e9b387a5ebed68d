import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  type PutObjectCommandInput,
  paginateListObjectsV2,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { NodeHttpHandler } from '@smithy/node-http-handler';

/** The newsroom's bucket. */
export interface Bucket {
  client: S3Client;
  name: string;
  /**
   * Whether we may list the whole bucket. Who may not is told 403 by S3, and not 404, of an object that does not exist
   * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html); then 403 is read as “not there”. The
   * functions that strangers reach may not list.
   */
  mayList?: boolean;
}

export function connectBucket(name: string, { mayList = true } = {}): Bucket {
  return {
    name,
    mayList,
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

function isMissing(error: unknown, { mayList = true }: Bucket): boolean {
  if (error instanceof NoSuchKey || error instanceof NotFound) return true;
  return !mayList && error instanceof S3ServiceException && error.$metadata.httpStatusCode === 403;
}

function objectReads(bucket: Bucket) {
  const { client, name: Bucket } = bucket;
  return {
    /** A whole object, or null if there is none. Only for small objects; use `readObjectStream` for others. */
    async readObject(key: string): Promise<Uint8Array | null> {
      if (!canBeKey(key)) return null;
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: key }));
        return Body ? await Body.transformToByteArray() : new Uint8Array();
      } catch (error) {
        if (isMissing(error, bucket)) return null;
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

function objectFacts(bucket: Bucket) {
  const { client, name: Bucket } = bucket;
  const head = async (key: string) => {
    try {
      return await client.send(new HeadObjectCommand({ Bucket, Key: key }));
    } catch (error) {
      if (isMissing(error, bucket)) return null;
      throw error;
    }
  };
  return {
    /** The ETag and the metadata of an object, with names in lower case. Null if there is no object. */
    async readFacts(key: string): Promise<{ etag: string; metadata: Record<string, string> } | null> {
      const facts = await head(key);
      return facts && { etag: (facts.ETag ?? '').replaceAll('"', ''), metadata: facts.Metadata ?? {} };
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

    /** The folders directly under a prefix, with their slash: at most a thousand, in the order of their names. */
    async listFolders(prefix: string): Promise<string[]> {
      const command = new ListObjectsV2Command({ Bucket, Prefix: prefix, Delimiter: '/' });
      const { CommonPrefixes = [] } = await client.send(command);
      return CommonPrefixes.flatMap(({ Prefix }) => Prefix ?? []);
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

    /** Writes an object unless there is one. A retry of a write that arrived changes nothing. */
    writeObjectOnce: (key: string, body: string, contentType: string): Promise<void> =>
      putOnce(client, { Bucket, Key: key, Body: body, ContentType: contentType, IfNoneMatch: '*' }),

    /** Deletes an object. Succeeds if there is none. */
    async deleteObject(key: string): Promise<void> {
      await client.send(new DeleteObjectCommand({ Bucket, Key: key }));
    },
  };
}

const conflictTries = 5;

/**
 * S3 answers 412 if there is an object, and 409 while another request writes the same key
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html).
 */
async function putOnce(client: S3Client, put: PutObjectCommandInput): Promise<void> {
  for (let tried = 1; ; tried++) {
    try {
      await client.send(new PutObjectCommand(put));
      return;
    } catch (error) {
      const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
      if (status === 412) return;
      if (status !== 409 || tried === conflictTries) throw error;
      await sleep(100 * tried);
    }
  }
}
