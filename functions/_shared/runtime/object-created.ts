import * as z from 'zod';

/**
 * One object that was created or deleted, according to S3. A drop is identified by bucket, key and version id (or ETag
 * without versioning).
 */
export interface ObjectCreated {
  bucket: string;
  /** Decoded: the name that the uploader gave. */
  key: string;
  versionId: string | null;
  etag: string;
  /** Bytes. */
  size: number;
}

/** The body of a queue message from S3, parsed from JSON. */
export const objectCreatedSchema = z.object({
  Records: z
    .array(
      z.object({
        eventName: z.string(),
        s3: z.object({
          bucket: z.object({ name: z.string() }),
          object: z.object({
            key: z.string(),
            versionId: z.string().optional(),
            eTag: z.string().default(''),
            size: z.number().default(0),
          }),
        }),
      }),
    )
    .default([]),
});

/**
 * The created objects in an S3 event notification (the parsed body of a queue message). S3 encodes keys like form data,
 * with `+` for a space. The `s3:TestEvent`, sent when a notification is configured, has no records and gives nothing.
 */
export function objectsCreated(body: unknown): ObjectCreated[] {
  return objectsOf(body, /^(?:s3:)?ObjectCreated:/);
}

/**
 * The created and the deleted objects. A deletion may concern one version only or add a delete marker, so the caller
 * must look up the current object.
 */
export function objectsChanged(body: unknown): ObjectCreated[] {
  return objectsOf(body, /^(?:s3:)?Object(?:Created|Removed):/);
}

function objectsOf(body: unknown, events: RegExp): ObjectCreated[] {
  return objectCreatedSchema.parse(body).Records.flatMap(({ eventName, s3 }) =>
    events.test(eventName)
      ? [
          {
            bucket: s3.bucket.name,
            key: decodeURIComponent(s3.object.key.replaceAll('+', ' ')),
            versionId: s3.object.versionId ?? null,
            etag: s3.object.eTag.replaceAll('"', ''),
            size: s3.object.size,
          },
        ]
      : [],
  );
}

/**
 * Directory markers and files that editors, sync tools and operating systems leave behind. Nobody dropped these on
 * purpose.
 */
export function isClutter(key: string): boolean {
  const name = key.slice(key.lastIndexOf('/') + 1);
  return (
    name === '' ||
    name.startsWith('.') ||
    name.startsWith('~$') ||
    name.endsWith('~') ||
    key.includes('__MACOSX/') ||
    /^(thumbs\.db|desktop\.ini)$/i.test(name) ||
    /\.(tmp|part|crdownload|swp)$/i.test(name)
  );
}
