import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import * as z from 'zod';
import { Fault } from './fault.ts';
import { receiveBody, type StoredBody } from './object-body.ts';
import { type ObjectStore, preconditionFailed } from './object-store.ts';
import {
  conditionsOf,
  copySource,
  type Exchange,
  isoTime,
  keptHeaders,
  send,
  versionHeader,
} from './s3-exchange.ts';
import { refuseBadTags } from './s3-tags.ts';
import { startedAt, type UploadStore } from './upload-store.ts';
import { contentsOf, document, element, unescapeXml } from './xml.ts';

const people =
  '<Initiator><ID>local</ID></Initiator><Owner><ID>local</ID></Owner><StorageClass>STANDARD</StorageClass>';
const atMost = z.coerce.number().int().min(0).max(1000).catch(1000);

/** The S3 operations for multipart uploads. */
export class S3Uploads {
  readonly #objects: ObjectStore;
  readonly #uploads: UploadStore;

  constructor(objects: ObjectStore, uploads: UploadStore) {
    this.#objects = objects;
    this.#uploads = uploads;
  }

  start(exchange: Exchange): void {
    const { request, bucket, key } = exchange;
    const headers = keptHeaders(request.headers);
    refuseBadTags(headers);
    const id = this.#uploads.start(bucket, key, headers);
    const named = element('Bucket', bucket) + element('Key', key) + element('UploadId', id);
    send(exchange, 200, document('InitiateMultipartUploadResult', named));
  }

  /** UploadPart, and UploadPartCopy, which copies the part from another object. */
  async putPart(exchange: Exchange): Promise<void> {
    const { request, query } = exchange;
    const isCopy = request.headers['x-amz-copy-source'] !== undefined;
    const number = partNumber(query);
    const body = isCopy ? await this.#copied(exchange) : await receiveBody(request, this.#objects.incoming);
    try {
      this.#uploads.put(query.get('uploadId') ?? '', number, body);
    } finally {
      await rm(body.file, { force: true });
    }
    const etag = `"${body.md5}"`;
    const result = element('ETag', etag) + element('LastModified', isoTime(Date.now()));
    if (isCopy) send(exchange, 200, document('CopyPartResult', result));
    else send(exchange, 200, '', { etag });
  }

  async complete(exchange: Exchange): Promise<void> {
    const { request, query, bucket, key } = exchange;
    const named = contentsOf(await text(request), 'Part').map((part) => ({
      number: Number(contentsOf(part, 'PartNumber')[0]),
      etag: unescapeXml(contentsOf(part, 'ETag')[0] ?? '').replaceAll('"', ''),
    }));
    const id = query.get('uploadId') ?? '';
    const stored = await this.#uploads.complete(id, named, conditionsOf(request.headers));
    const result = element('Bucket', bucket) + element('Key', key) + element('ETag', `"${stored.etag}"`);
    send(exchange, 200, document('CompleteMultipartUploadResult', result), versionHeader(stored));
  }

  abort(exchange: Exchange): void {
    const id = exchange.query.get('uploadId') ?? '';
    this.#uploads.find(id);
    this.#uploads.abort(id);
    send(exchange, 204);
  }

  listParts(exchange: Exchange): void {
    const { query, bucket, key } = exchange;
    const id = query.get('uploadId') ?? '';
    this.#uploads.find(id);
    const after = Number(query.get('part-number-marker') ?? 0);
    const most = atMost.parse(query.get('max-parts') ?? undefined);
    const left = this.#uploads.parts(id).filter(({ part }) => part > after);
    const shown = left.slice(0, most);
    const parts = shown.map(
      (part) =>
        `<Part>${element('PartNumber', part.part)}${element('LastModified', this.#uploads.modifiedAt(part).toISOString())}${element('ETag', `"${part.md5}"`)}${element('Size', part.bytes)}</Part>`,
    );
    const head =
      element('Bucket', bucket) +
      element('Key', key) +
      element('UploadId', id) +
      people +
      element('PartNumberMarker', after) +
      element('NextPartNumberMarker', shown.at(-1)?.part ?? 0) +
      element('MaxParts', most) +
      element('IsTruncated', String(shown.length < left.length));
    send(exchange, 200, document('ListPartsResult', head + parts.join('')));
  }

  listUploads(exchange: Exchange): void {
    const { query, bucket } = exchange;
    const prefix = query.get('prefix') ?? '';
    const [afterKey, afterId] = [query.get('key-marker') ?? '', query.get('upload-id-marker') ?? ''];
    const most = atMost.parse(query.get('max-uploads') ?? undefined);
    const left = this.#uploads
      .list(bucket, prefix)
      .filter(({ key, id }) => key > afterKey || (key === afterKey && afterId !== '' && id > afterId));
    const shown = left.slice(0, most);
    const uploads = shown.map(
      (upload) =>
        `<Upload>${element('Key', upload.key)}${element('UploadId', upload.id)}${people}${element('Initiated', startedAt(upload).toISOString())}</Upload>`,
    );
    const head =
      element('Bucket', bucket) +
      element('Prefix', prefix) +
      element('KeyMarker', afterKey) +
      element('UploadIdMarker', afterId) +
      element('NextKeyMarker', shown.at(-1)?.key) +
      element('NextUploadIdMarker', shown.at(-1)?.id) +
      element('MaxUploads', most) +
      element('IsTruncated', String(shown.length < left.length));
    send(exchange, 200, document('ListMultipartUploadsResult', head + uploads.join('')));
  }

  async #copied({ request }: Exchange): Promise<StoredBody> {
    const source = copySource(this.#objects, request.headers);
    const wanted = request.headers['x-amz-copy-source-if-match'];
    if (wanted !== undefined && String(wanted).replaceAll('"', '') !== source.etag)
      throw preconditionFailed();
    const range = copyRange(request.headers['x-amz-copy-source-range'], source.bytes);
    const file = join(this.#objects.incoming, randomUUID());
    const md5 = createHash('md5');
    await pipeline(
      createReadStream(this.#objects.pathOf(source), range),
      async function* (parts: AsyncIterable<Buffer>) {
        for await (const part of parts) {
          md5.update(part);
          yield part;
        }
      },
      createWriteStream(file),
    );
    return { file, bytes: range.end - range.start + 1, md5: md5.digest('hex') };
  }
}

function partNumber(query: URLSearchParams): number {
  const number = Number(query.get('partNumber'));
  if (Number.isInteger(number) && number >= 1 && number <= 10_000) return number;
  throw new Fault('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive', 400, {
    ArgumentName: 'partNumber',
    ArgumentValue: String(query.get('partNumber')),
  });
}

/** `bytes=0-9`. Both ends are required and must be within the source. */
function copyRange(header: string | string[] | undefined, bytes: number): { start: number; end: number } {
  if (header === undefined) return { start: 0, end: bytes - 1 };
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(String(header)) ?? [];
  const [start, end] = [Number(from), Number(to)];
  if (start <= end && end < bytes) return { start, end };
  throw new Fault('InvalidArgument', `Range specified is not valid for source object of size: ${bytes}`);
}
