import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { Fault } from './fault.ts';
import type { State } from './state.ts';

export const headersSchema = z.record(z.string(), z.string());
export type ObjectHeaders = z.infer<typeof headersSchema>;

const objectRow = z.object({
  bucket: z.string(),
  key: z.string(),
  version: z.string(),
  isLatest: z.coerce.boolean(),
  isDeleteMarker: z.coerce.boolean(),
  etag: z.string(),
  bytes: z.number(),
  modifiedAt: z.number(),
  headers: z.string(),
  file: z.string(),
});
/** One version of an object. In a bucket without versioning `version` is the string `null`, as in S3. */
export type StoredObject = z.infer<typeof objectRow>;

export type ObjectChanged = {
  event:
    | 'ObjectCreated:Put'
    | 'ObjectCreated:Copy'
    | 'ObjectCreated:CompleteMultipartUpload'
    | 'ObjectRemoved:Delete'
    | 'ObjectRemoved:DeleteMarkerCreated';
  bucket: string;
  key: string;
  bytes: number;
  etag: string;
  version: string | null;
  sequencer: string;
};

export type Conditions = { ifMatch?: string; ifNoneMatch?: string };

const fileRow = z.object({ file: z.string() });

/** The ETag of an empty body, which S3 uses for delete markers. */
const emptyEtag = 'd41d8cd98f00b204e9800998ecf8427e';

const columns = 'bucket, key, version, isLatest, isDeleteMarker, etag, bytes, modifiedAt, headers, file';

/**
 * Buckets and object versions. Metadata are rows; bodies are immutable files. A body is written completely before its
 * row, and `onChanged` is called inside the row's transaction.
 */
export class ObjectStore {
  /** Bodies are received here. A file found here at the start was interrupted by a crash. */
  readonly incoming: string;
  /** The directory for the bodies of objects and parts. Each is a file that is never changed. */
  readonly bodies: string;
  readonly #state: State;
  readonly #now: () => number;
  readonly #onChanged: (changed: ObjectChanged) => void;
  readonly #isVersioned = new Map<string, boolean>();

  constructor(
    state: State,
    directory: string,
    clock: () => number,
    onChanged: (changed: ObjectChanged) => void,
  ) {
    this.#state = state;
    this.#now = clock;
    this.#onChanged = onChanged;
    this.incoming = join(directory, 'incoming');
    this.bodies = join(directory, 'bodies');
    state.define(`
      create table if not exists s3_objects(
        bucket text not null, key text not null, version text not null, isLatest integer not null,
        isDeleteMarker integer not null, etag text not null, bytes integer not null, modifiedAt integer not null,
        headers text not null, file text not null, primary key(bucket, key, version));
      create index if not exists s3_latest on s3_objects(bucket, key) where isLatest;
      create table if not exists s3_uploads(
        id text primary key, bucket text not null, key text not null, headers text not null);
      create table if not exists s3_parts(
        upload text not null, part integer not null, md5 text not null, bytes integer not null, file text not null,
        primary key(upload, part));`);
    rmSync(this.incoming, { recursive: true, force: true });
    mkdirSync(this.incoming, { recursive: true });
    mkdirSync(this.bodies, { recursive: true });
    this.#removeOrphans();
  }

  define(bucket: string, options: { isVersioned: boolean }): void {
    this.#isVersioned.set(bucket, options.isVersioned);
  }

  forget(bucket: string): void {
    this.#isVersioned.delete(bucket);
  }

  buckets(): { name: string; createdAt: Date }[] {
    const createdAt = statSync(this.bodies).birthtime;
    return [...this.#isVersioned.keys()].map((name) => ({ name, createdAt }));
  }

  isVersioned(bucket: string): boolean {
    const isVersioned = this.#isVersioned.get(bucket);
    if (isVersioned === undefined)
      throw new Fault('NoSuchBucket', 'The specified bucket does not exist', 404);
    return isVersioned;
  }

  /** The requested version, or the latest. Throws NoSuchKey if it is deleted. */
  find(bucket: string, key: string, version?: string): StoredObject {
    this.isVersioned(bucket);
    const found = version === undefined ? this.#latest(bucket, key) : this.#version(bucket, key, version);
    if (!found || found.isDeleteMarker)
      throw version === undefined
        ? new Fault('NoSuchKey', 'The specified key does not exist.', 404)
        : new Fault('NoSuchVersion', 'The specified version does not exist.', 404);
    return found;
  }

  /** The file with the body; it is never changed. */
  pathOf(object: StoredObject): string {
    return join(this.bodies, object.file);
  }

  put(
    event: ObjectChanged['event'],
    target: { bucket: string; key: string; headers: ObjectHeaders } & Conditions,
    body: { file: string; bytes: number; etag: string },
  ): StoredObject {
    try {
      return this.#state.transaction(() => this.#put(event, target, body));
    } finally {
      rmSync(body.file, { force: true });
    }
  }

  #put(
    event: ObjectChanged['event'],
    target: { bucket: string; key: string; headers: ObjectHeaders } & Conditions,
    body: { file: string; bytes: number; etag: string },
  ): StoredObject {
    const { bucket, key } = target;
    const isVersioned = this.isVersioned(bucket);
    checkConditions(target, this.#latest(bucket, key));
    const file = randomUUID();
    const stored: StoredObject = {
      bucket,
      key,
      version: isVersioned ? randomBytes(24).toString('base64url') : 'null',
      isLatest: true,
      isDeleteMarker: false,
      etag: body.etag,
      bytes: body.bytes,
      modifiedAt: this.#now(),
      headers: JSON.stringify(target.headers),
      file,
    };
    renameSync(body.file, join(this.bodies, file));
    if (!isVersioned) this.#drop(bucket, key, 'null');
    this.#insertLatest(stored);
    this.#onChanged({
      event,
      bucket,
      key,
      bytes: body.bytes,
      etag: body.etag,
      version: isVersioned ? stored.version : null,
      sequencer: this.#sequencer(),
    });
    return stored;
  }

  async copy(
    source: StoredObject,
    target: { bucket: string; key: string; headers: ObjectHeaders } & Conditions,
  ): Promise<StoredObject> {
    const file = join(this.incoming, randomUUID());
    await copyFile(this.pathOf(source), file);
    return this.put('ObjectCreated:Copy', target, { file, bytes: source.bytes, etag: source.etag });
  }

  /**
   * Deletes the latest version (which leaves a delete marker in a versioned bucket), or the named version permanently.
   */
  remove(bucket: string, key: string, version?: string): { version: string | null; isDeleteMarker: boolean } {
    return this.#state.transaction(() => {
      const isVersioned = this.isVersioned(bucket);
      if (version !== undefined || !isVersioned) {
        const dropped = this.#drop(bucket, key, version ?? 'null');
        if (dropped)
          this.#onChanged({
            event: 'ObjectRemoved:Delete',
            bucket,
            key,
            bytes: 0,
            etag: '',
            version: isVersioned ? dropped.version : null,
            sequencer: this.#sequencer(),
          });
        return { version: version ?? null, isDeleteMarker: dropped?.isDeleteMarker ?? false };
      }
      const marker = randomBytes(24).toString('base64url');
      this.#insertLatest({
        bucket,
        key,
        version: marker,
        isLatest: true,
        isDeleteMarker: true,
        etag: '',
        bytes: 0,
        modifiedAt: this.#now(),
        headers: '{}',
        file: '',
      });
      this.#onChanged({
        event: 'ObjectRemoved:DeleteMarkerCreated',
        bucket,
        key,
        bytes: 0,
        etag: emptyEtag,
        version: marker,
        sequencer: this.#sequencer(),
      });
      return { version: marker, isDeleteMarker: true };
    });
  }

  /** Live objects in the order of keys, starting with the first key after `after`. */
  objects(bucket: string, prefix: string, after: string): Generator<StoredObject> {
    return this.#state.each(
      objectRow,
      `select ${columns} from s3_objects
         where bucket = ? and isLatest and not isDeleteMarker and key >= ? and key > ? order by key`,
      bucket,
      prefix,
      after,
    );
  }

  /** Every version and delete marker, in the order of keys, newest first. */
  versions(bucket: string, prefix: string, after: string): Generator<StoredObject> {
    return this.#state.each(
      objectRow,
      `select ${columns} from s3_objects where bucket = ? and key >= ? and key > ? order by key, rowid desc`,
      bucket,
      prefix,
      after,
    );
  }

  /** Replaces the headers of a version. They include its tags. */
  describe({ bucket, key, version }: StoredObject, headers: ObjectHeaders): void {
    this.#state.run(
      'update s3_objects set headers = ? where bucket = ? and key = ? and version = ?',
      JSON.stringify(headers),
      bucket,
      key,
      version,
    );
  }

  #latest(bucket: string, key: string): StoredObject | undefined {
    return this.#state.one(
      objectRow,
      `select ${columns} from s3_objects where bucket = ? and key = ? and isLatest`,
      bucket,
      key,
    );
  }

  #version(bucket: string, key: string, version: string): StoredObject | undefined {
    return this.#state.one(
      objectRow,
      `select ${columns} from s3_objects where bucket = ? and key = ? and version = ?`,
      bucket,
      key,
      version,
    );
  }

  #insertLatest(object: StoredObject): void {
    this.#state.run(
      'update s3_objects set isLatest = 0 where bucket = ? and key = ? and isLatest',
      object.bucket,
      object.key,
    );
    this.#state.run(
      `insert into s3_objects(${columns}) values(?, ?, ?, 1, ?, ?, ?, ?, ?, ?)`,
      object.bucket,
      object.key,
      object.version,
      object.isDeleteMarker ? 1 : 0,
      object.etag,
      object.bytes,
      object.modifiedAt,
      object.headers,
      object.file,
    );
  }

  #drop(bucket: string, key: string, version: string): StoredObject | undefined {
    const object = this.#version(bucket, key, version);
    if (!object) return undefined;
    this.#state.run(
      'delete from s3_objects where bucket = ? and key = ? and version = ?',
      bucket,
      key,
      version,
    );
    if (object.isLatest)
      this.#state.run(
        `update s3_objects set isLatest = 1 where rowid =
           (select max(rowid) from s3_objects where bucket = ? and key = ?)`,
        bucket,
        key,
      );
    if (object.file !== '') this.removeFile(object.file);
    return object;
  }

  /** Removes a file of `bodies` after the current transaction is durable. */
  removeFile(file: string): void {
    this.#state.afterCommit(() => rmSync(join(this.bodies, file), { force: true }));
  }

  /** Removes bodies whose row was never committed, or whose row was removed just before a crash. */
  #removeOrphans(): void {
    const known = new Set<string>();
    for (const { file } of this.#state.each(fileRow, 'select file from s3_objects')) known.add(file);
    for (const { file } of this.#state.each(fileRow, 'select file from s3_parts')) known.add(file);
    for (const file of readdirSync(this.bodies))
      if (!known.has(file)) rmSync(join(this.bodies, file), { force: true });
  }

  /** Increases with every event of a key, also across restarts, because consumers compare it to order events. */
  #sequencer(): string {
    this.#lastSequence = Math.max(this.#lastSequence + 1, this.#now() * 1000);
    return this.#lastSequence.toString(16).toUpperCase().padStart(16, '0');
  }
  #lastSequence = 0;
}

function checkConditions(conditions: Conditions, current: StoredObject | undefined): void {
  const live = current?.isDeleteMarker ? undefined : current;
  if (conditions.ifMatch !== undefined && !live)
    throw new Fault('NoSuchKey', 'The specified key does not exist.', 404);
  const isMatched =
    conditions.ifMatch === undefined ||
    conditions.ifMatch === `"${live?.etag}"` ||
    conditions.ifMatch === live?.etag;
  if (!isMatched || (conditions.ifNoneMatch === '*' && live)) throw preconditionFailed();
}

export function headersOf(object: StoredObject): ObjectHeaders {
  return headersSchema.parse(JSON.parse(object.headers));
}

export function preconditionFailed(): Fault {
  return new Fault(
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
    412,
  );
}
