import { z } from 'zod';

/** One object that S3 says was created, or was deleted. Identity of a drop: bucket, key, version id (or ETag without versioning). */
export interface ObjectCreated {
  bucket: string;
  /** Decoded: as the uploader named it. */
  key: string;
  versionId: string | null;
  etag: string;
  /** Bytes. */
  size: number;
}

/** The body of a queue message that S3 put there, parsed from JSON. */
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
 * The objects that an S3 event notification says were created (parsed JSON of a queue message's body). S3 encodes keys once as in a form,
 * a space as `+`; the `s3:TestEvent` it sends when a notification is configured has no records and yields nothing.
 */
export function objectsCreated(body: unknown): ObjectCreated[] {
  return objectsOf(body, /^(?:s3:)?ObjectCreated:/);
}

/** The same with those that were deleted, a version of them or for a delete marker: what is there now must be looked up. */
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

/** Directory markers and what editors, sync tools and operating systems leave behind: nobody meant to drop these. */
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
