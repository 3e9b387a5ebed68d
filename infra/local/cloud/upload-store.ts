import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as z from 'zod';
import { Fault } from './fault.ts';
import type { StoredBody } from './object-body.ts';
import {
  type Conditions,
  headersSchema,
  type ObjectHeaders,
  type ObjectStore,
  type StoredObject,
} from './object-store.ts';
import type { State } from './state.ts';

const uploadRow = z.object({ id: z.string(), bucket: z.string(), key: z.string(), headers: z.string() });
const partRow = z.object({ part: z.number(), md5: z.string(), bytes: z.number(), file: z.string() });
export type Upload = z.infer<typeof uploadRow>;
export type Part = z.infer<typeof partRow>;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html: every part but the last, in bytes. */
const smallestPart = 5 * 1024 * 1024;

/** Uploads in parts. The parts are files beside the bodies of the objects. */
export class UploadStore {
  readonly #objects: ObjectStore;
  readonly #state: State;
  readonly #now: () => number;

  constructor(objects: ObjectStore, state: State, now: () => number) {
    this.#objects = objects;
    this.#state = state;
    this.#now = now;
  }

  /** The id begins with the moment, so that uploads can be told in the order of their beginning. */
  start(bucket: string, key: string, headers: ObjectHeaders): string {
    this.#objects.isVersioned(bucket);
    const id = `${this.#now().toString(36)}.${randomUUID()}`;
    this.#state.run('insert into s3_uploads values(?, ?, ?, ?)', id, bucket, key, JSON.stringify(headers));
    return id;
  }

  find(id: string): Upload {
    const upload = this.#state.one(uploadRow, 'select * from s3_uploads where id = ?', id);
    if (!upload)
      throw new Fault(
        'NoSuchUpload',
        'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
        404,
        { UploadId: id },
      );
    return upload;
  }

  /** Of a bucket, in order of key. */
  list(bucket: string, prefix: string): Upload[] {
    this.#objects.isVersioned(bucket);
    const uploads = this.#state.all(
      uploadRow,
      'select * from s3_uploads where bucket = ? order by key, id',
      bucket,
    );
    return uploads.filter(({ key }) => key.startsWith(prefix));
  }

  /** In order of their numbers. */
  parts(id: string): Part[] {
    return this.#state.all(
      partRow,
      'select part, md5, bytes, file from s3_parts where upload = ? order by part',
      id,
    );
  }

  modifiedAt(part: Part): Date {
    return statSync(join(this.#objects.bodies, part.file)).mtime;
  }

  put(upload: string, part: number, body: StoredBody): void {
    const file = randomUUID();
    this.find(upload);
    this.#state.transaction(() => {
      this.#dropParts('select file from s3_parts where upload = ? and part = ?', upload, part);
      renameSync(body.file, join(this.#objects.bodies, file));
      this.#state.run(
        'insert or replace into s3_parts values(?, ?, ?, ?, ?)',
        upload,
        part,
        body.md5,
        body.bytes,
        file,
      );
    });
  }

  async complete(
    id: string,
    named: readonly { number: number; etag: string }[],
    conditions: Conditions,
  ): Promise<StoredObject> {
    const upload = this.find(id);
    const parts = this.#chosen(id, named);
    const file = join(this.#objects.incoming, randomUUID());
    const { bodies } = this.#objects;
    await pipeline(async function* () {
      for (const part of parts) yield* createReadStream(join(bodies, part.file));
    }, createWriteStream(file));
    const digest = createHash('md5').update(Buffer.concat(parts.map((part) => Buffer.from(part.md5, 'hex'))));
    const body = {
      file,
      bytes: parts.reduce((sum, part) => sum + part.bytes, 0),
      etag: `${digest.digest('hex')}-${parts.length}`,
    };
    const headers = headersSchema.parse(JSON.parse(upload.headers));
    const target = { bucket: upload.bucket, key: upload.key, headers, ...conditions };
    return this.#state.transaction(() => {
      this.abort(id);
      return this.#objects.put('ObjectCreated:CompleteMultipartUpload', target, body);
    });
  }

  abort(id: string): void {
    this.#state.transaction(() => {
      this.#dropParts('select file from s3_parts where upload = ?', id);
      this.#state.run('delete from s3_parts where upload = ?', id);
      this.#state.run('delete from s3_uploads where id = ?', id);
    });
  }

  /** The parts that the client names. LocalStack recorded the refusals from S3 (tests/aws/services/s3/test_s3.snapshot.json). */
  #chosen(id: string, named: readonly { number: number; etag: string }[]): Part[] {
    if (named.length === 0) throw new Fault('InvalidRequest', 'You must specify at least one part');
    if (named.some(({ number }, i) => i > 0 && number <= (named[i - 1]?.number ?? 0)))
      throw new Fault(
        'InvalidPartOrder',
        'The list of parts was not in ascending order. Parts must be ordered by part number.',
        400,
        { UploadId: id },
      );
    const stored = this.parts(id);
    const chosen = named.map(({ number, etag }) => {
      const part = stored.find((candidate) => candidate.part === number && candidate.md5 === etag);
      if (part) return part;
      throw new Fault(
        'InvalidPart',
        "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
        400,
        { UploadId: id, PartNumber: String(number), ETag: etag },
      );
    });
    const small = chosen.slice(0, -1).find(({ bytes }) => bytes < smallestPart);
    if (small)
      throw new Fault(
        'EntityTooSmall',
        'Your proposed upload is smaller than the minimum allowed size',
        400,
        {
          ETag: small.md5,
          MinSizeAllowed: String(smallestPart),
          PartNumber: String(small.part),
          ProposedSize: String(small.bytes),
        },
      );
    return chosen;
  }

  #dropParts(select: string, ...values: (string | number)[]): void {
    for (const { file } of this.#state.all(z.object({ file: z.string() }), select, ...values))
      this.#objects.removeFile(file);
  }
}

/** When an upload began. */
export function startedAt({ id }: Upload): Date {
  return new Date(Number.parseInt(id, 36));
}
