import { inflateRawSync } from 'node:zlib';
import type { Problem } from '../_shared/domain/report.ts';
import { problem } from './problems.ts';

/** A Word document's parts, each inflated only when asked for and never beyond its limit. */
export interface Zip {
  names: string[];
  /** The part's bytes; null when there is none of that name; a problem when it cannot be read safely. */
  read(name: string): Uint8Array | null | Problem;
}

interface Entry {
  name: string;
  method: number;
  compressedSize: number;
  size: number;
  offset: number;
}

const maximumEntries = 3000;
/** Bytes a single part may inflate to: a long report's text is a tenth of it. */
export const maximumPartBytes = 12_000_000;
const maximumTotalBytes = 40_000_000;

const damaged = () => problem('file-damaged', 'The Word document is damaged: its parts cannot be found.');
const bomb = () =>
  problem('file-suspicious', 'The Word document unpacks to far more than a release can hold.');

/** Opens an archive by its central directory. Sizes are checked as declared and again as counted while inflating. */
export function openZip(bytes: Uint8Array): Zip | Problem {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOfDirectory(view);
  if (end === null) return damaged();
  const count = view.getUint16(end + 10, true);
  const directory = view.getUint32(end + 16, true);
  if (count === 0xffff || directory === 0xffffffff) return bomb();
  if (count > maximumEntries)
    return problem('file-suspicious', `The Word document has ${count} parts, far more than any real one.`);
  const entries = readDirectory(view, bytes, directory, count);
  if (!(entries instanceof Map)) return entries;
  let total = 0;
  return {
    names: [...entries.keys()],
    read(name) {
      const entry = entries.get(name.toLowerCase());
      if (!entry) return null;
      if (entry.size > maximumPartBytes) return bomb();
      const inflated = inflate(view, bytes, entry);
      if (!(inflated instanceof Uint8Array)) return inflated;
      total += inflated.length;
      return total > maximumTotalBytes ? bomb() : inflated;
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
): Map<string, Entry> | Problem {
  const entries = new Map<string, Entry>();
  let at = start;
  for (let index = 0; index < count; index++) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== 0x02014b50) return damaged();
    const flags = view.getUint16(at + 8, true);
    if ((flags & 1) === 1) return problem('file-protected', 'The Word document is protected by a password.');
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
    if (entries.has(key))
      return problem('file-suspicious', `The Word document holds “${name.slice(0, 60)}” twice.`);
    entries.set(key, entry);
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

function inflate(view: DataView, bytes: Uint8Array, entry: Entry): Uint8Array | Problem {
  const { offset } = entry;
  if (offset + 30 > view.byteLength || view.getUint32(offset, true) !== 0x04034b50) return damaged();
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  const packed = bytes.subarray(start, start + entry.compressedSize);
  if (packed.length < entry.compressedSize) return damaged();
  if (entry.method === 0) return packed.length > maximumPartBytes ? bomb() : packed;
  if (entry.method !== 8) return damaged();
  try {
    return inflateRawSync(packed, { maxOutputLength: maximumPartBytes });
  } catch (error) {
    return error instanceof RangeError ? bomb() : damaged();
  }
}
