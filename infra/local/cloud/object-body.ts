import { createHash, type Hash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { Fault } from './fault.ts';

/** A completely received request body: its file, its length in bytes, and its hexadecimal MD5, which is the ETag. */
export type StoredBody = { file: string; bytes: number; md5: string };

/**
 * Streams a request's body into a new file in `directory`, removes the `aws-chunked` framing that current SDKs use, and
 * checks every digest in the request. If the body does not match, throws a Fault and leaves no file.
 */
export async function receiveBody(request: IncomingMessage, directory: string): Promise<StoredBody> {
  const file = join(directory, randomUUID());
  const digests = new Digests(request.headers);
  const trailers = new Map<string, string>();
  try {
    await pipeline(
      request,
      (source) => digests.watch(unframed(request.headers, source, trailers)),
      createWriteStream(file),
    );
    const announced = (name: string) => request.headers[name]?.toString() ?? trailers.get(name);
    digests.check(announced);
    return { file, bytes: digests.bytes, md5: digests.md5() };
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
}

function unframed(
  headers: IncomingHttpHeaders,
  source: AsyncIterable<Buffer>,
  trailers: Map<string, string>,
) {
  const isFramed =
    headers['content-encoding']?.includes('aws-chunked') ||
    headers['x-amz-content-sha256']?.toString().startsWith('STREAMING-');
  return isFramed ? decodeChunks(source, trailers) : source;
}

/** `<hex length>[;signature]\r\n<bytes>\r\n…0\r\n<trailer>:<value>\r\n\r\n` */
async function* decodeChunks(
  source: AsyncIterable<Buffer>,
  trailers: Map<string, string>,
): AsyncGenerator<Buffer> {
  const framing = new ChunkFraming(trailers);
  for await (const received of source) yield* framing.decode(received);
  if (!framing.isComplete) throw incomplete();
}

class ChunkFraming {
  readonly #trailers: Map<string, string>;
  #step: 'length' | 'bytes' | 'line end' | 'trailers' = 'length';
  #left = 0;
  #buffer: Buffer = Buffer.alloc(0);

  constructor(trailers: Map<string, string>) {
    this.#trailers = trailers;
  }

  get isComplete(): boolean {
    return this.#step === 'trailers';
  }

  /** The payload in the bytes received so far. */
  *decode(received: Buffer): Generator<Buffer> {
    this.#buffer = this.#buffer.length > 0 ? Buffer.concat([this.#buffer, received]) : received;
    for (;;) {
      if (this.#step === 'bytes') {
        const part = this.#cut(this.#left);
        if (part.length > 0) yield part;
        this.#left -= part.length;
        if (this.#left > 0) return;
        this.#step = 'line end';
      }
      const end = this.#buffer.indexOf('\r\n');
      if (end < 0) return;
      const line = this.#cut(end).toString('latin1');
      this.#cut(2);
      this.#readLine(line);
    }
  }

  #cut(bytes: number): Buffer {
    const part = this.#buffer.subarray(0, bytes);
    this.#buffer = this.#buffer.subarray(part.length);
    return part;
  }

  #readLine(line: string): void {
    if (this.#step === 'line end') this.#step = 'length';
    else if (this.#step === 'length') {
      this.#left = Number.parseInt(line, 16);
      if (!(this.#left >= 0)) throw new Fault('InvalidRequest', 'The chunked body is malformed.');
      this.#step = this.#left === 0 ? 'trailers' : 'bytes';
    } else {
      const colon = line.indexOf(':');
      if (colon > 0) this.#trailers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
    }
  }
}

function incomplete(): Fault {
  return new Fault('IncompleteBody', 'The request body terminated unexpectedly.');
}

/**
 * Digests that a client may send in addition to CRC32 and MD5, which are needed in any case. Each is computed only if
 * it was announced.
 */
const announcedHashes = { 'x-amz-checksum-sha1': 'sha1', 'x-amz-checksum-sha256': 'sha256' };

class Digests {
  bytes = 0;
  #crc32 = 0;
  readonly #md5 = createHash('md5');
  readonly #hashes = new Map<string, Hash>();
  #md5Hex: string | undefined;

  constructor(headers: IncomingHttpHeaders) {
    for (const [header, algorithm] of Object.entries(announcedHashes))
      if (headers[header] !== undefined || headers['x-amz-trailer']?.includes(header))
        this.#hashes.set(header, createHash(algorithm));
  }

  async *watch(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const part of source) {
      this.bytes += part.length;
      this.#crc32 = crc32(part, this.#crc32);
      this.#md5.update(part);
      for (const hash of this.#hashes.values()) hash.update(part);
      yield part;
    }
  }

  md5(): string {
    this.#md5Hex ??= this.#md5.digest('hex');
    return this.#md5Hex;
  }

  /** CRC32C and CRC64NVME are not checked, because Node does not implement them. */
  check(announced: (header: string) => string | undefined): void {
    const length = announced('x-amz-decoded-content-length');
    if (length !== undefined && Number(length) !== this.bytes) throw incomplete();
    const crc = Buffer.alloc(4);
    crc.writeUInt32BE(this.#crc32);
    expect('content-md5', announced('content-md5'), Buffer.from(this.md5(), 'hex').toString('base64'));
    expect('x-amz-checksum-crc32', announced('x-amz-checksum-crc32'), crc.toString('base64'));
    for (const [header, hash] of this.#hashes) expect(header, announced(header), hash.digest('base64'));
  }
}

function expect(header: string, announced: string | undefined, computed: string): void {
  if (announced !== undefined && announced !== computed)
    throw new Fault('BadDigest', `The ${header} you specified did not match the calculated checksum.`);
}
