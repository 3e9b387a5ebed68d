import { createInflateRaw, inflateRawSync } from 'node:zlib';

/**
 * The parts of an office file (Word, Excel). Each part is inflated only when it is read, and never beyond its limit.
 */
export interface Zip {
  /** In lower case; parts are found by these names. */
  names: string[];
  /** The bytes of a part; null if there is no part of this name. */
  read(name: string): Uint8Array | null | ZipTrouble;
  /**
   * The bytes of a part in pieces, for parts that are too large for memory; null if there is no part of this name.
   * Throws `ZipError` where the part breaks off.
   */
  stream(name: string): AsyncIterable<Uint8Array> | null;
}

/** Why an archive or one of its parts is not read. */
export type ZipTrouble =
  | { trouble: 'damaged' | 'protected' | 'unpacks-too-far' }
  | { trouble: 'too-many-parts'; parts: number }
  | { trouble: 'part-twice'; name: string };

export class ZipError extends Error {
  readonly trouble: ZipTrouble;

  constructor(trouble: ZipTrouble) {
    super(trouble.trouble);
    this.trouble = trouble;
  }
}

/** Bytes that one part, and all parts together, may inflate to. */
export interface ZipLimits {
  partBytes: number;
  totalBytes: number;
}

interface Entry {
  name: string;
  method: number;
  compressedSize: number;
  size: number;
  offset: number;
}

const maximumEntries = 3000;

const damaged: ZipTrouble = { trouble: 'damaged' };
const tooFar: ZipTrouble = { trouble: 'unpacks-too-far' };

export function isZipTrouble(value: object): value is ZipTrouble {
  return 'trouble' in value;
}

/**
 * Opens an archive by its central directory. The declared size of a part is checked first; then the bytes are counted
 * while inflating.
 */
export function openZip(bytes: Uint8Array, { partBytes, totalBytes }: ZipLimits): Zip | ZipTrouble {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOfDirectory(view);
  if (end === null) return damaged;
  const count = view.getUint16(end + 10, true);
  const directory = view.getUint32(end + 16, true);
  if (count === 0xffff || directory === 0xffffffff) return tooFar;
  if (count > maximumEntries) return { trouble: 'too-many-parts', parts: count };
  const entries = readDirectory(view, bytes, directory, count);
  if (!(entries instanceof Map)) return entries;
  let total = 0;
  return {
    names: [...entries.keys()],
    read(name) {
      const entry = entries.get(name.toLowerCase());
      if (!entry) return null;
      if (entry.size > partBytes) return tooFar;
      const packed = packedBytes(view, bytes, entry);
      const inflated = packed && inflate(packed, entry, partBytes);
      if (!(inflated instanceof Uint8Array)) return inflated ?? damaged;
      total += inflated.length;
      return total > totalBytes ? tooFar : inflated;
    },
    stream(name) {
      const entry = entries.get(name.toLowerCase());
      if (!entry) return null;
      return inflateStream(packedBytes(view, bytes, entry), entry, (more, part) => {
        total += more;
        if (entry.size > partBytes) return false;
        return part <= partBytes && total <= totalBytes;
      });
    },
  };
}

function endOfDirectory(view: DataView): number | null {
  const least = Math.max(0, view.byteLength - 65_600);
  for (let at = view.byteLength - 22; at >= least; at--)
    if (view.getUint32(at, true) === 0x06054b50) return at;
  return null;
}

function readDirectory(
  view: DataView,
  bytes: Uint8Array,
  start: number,
  count: number,
): Map<string, Entry> | ZipTrouble {
  const entries = new Map<string, Entry>();
  let at = start;
  for (let index = 0; index < count; index++) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== 0x02014b50) return damaged;
    const flags = view.getUint16(at + 8, true);
    if ((flags & 1) === 1) return { trouble: 'protected' };
    const nameLength = view.getUint16(at + 28, true);
    const name = new TextDecoder()
      .decode(bytes.subarray(at + 46, at + 46 + nameLength))
      .replaceAll('\\', '/');
    const entry: Entry = {
      name,
      method: view.getUint16(at + 10, true),
      compressedSize: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    };
    const key = name.toLowerCase();
    if (entries.has(key)) return { trouble: 'part-twice', name };
    entries.set(key, entry);
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/** The compressed bytes of a part; null if they are incomplete or the compression method is not supported. */
function packedBytes(view: DataView, bytes: Uint8Array, entry: Entry): Uint8Array | null {
  const { offset } = entry;
  if (offset + 30 > view.byteLength || view.getUint32(offset, true) !== 0x04034b50) return null;
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  const packed = bytes.subarray(start, start + entry.compressedSize);
  if (packed.length < entry.compressedSize) return null;
  return entry.method === 0 || entry.method === 8 ? packed : null;
}

function inflate(packed: Uint8Array, { method }: Entry, partBytes: number): Uint8Array | ZipTrouble {
  if (method === 0) return packed.length > partBytes ? tooFar : packed;
  try {
    return inflateRawSync(packed, { maxOutputLength: partBytes });
  } catch (error) {
    return error instanceof RangeError ? tooFar : damaged;
  }
}

async function* inflateStream(
  packed: Uint8Array | null,
  { method }: Entry,
  mayGoOn: (moreBytes: number, partBytes: number) => boolean,
): AsyncGenerator<Uint8Array> {
  if (!packed) throw new ZipError(damaged);
  let part = 0;
  const count = (chunk: Uint8Array) => {
    part += chunk.length;
    if (!mayGoOn(chunk.length, part)) throw new ZipError(tooFar);
    return chunk;
  };
  if (method === 0) {
    yield count(packed);
    return;
  }
  const inflating = createInflateRaw();
  inflating.end(packed);
  try {
    for await (const chunk of inflating) yield count(chunk);
  } catch (error) {
    throw error instanceof ZipError ? error : new ZipError(damaged);
  } finally {
    inflating.destroy();
  }
}
