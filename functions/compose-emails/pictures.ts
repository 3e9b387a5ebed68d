import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import decodeJpeg, { init as initJpegDecoder } from '@jsquash/jpeg/decode.js';
import encodeJpeg, { init as initJpegEncoder } from '@jsquash/jpeg/encode.js';
import decodePng, { init as initPng } from '@jsquash/png/decode.js';
import decodeWebp, { init as initWebp } from '@jsquash/webp/decode.js';
import { imageSize } from 'image-size';
import type { codecFiles } from './codec-files.ts';
import { type Pixels, shrink } from './shrink.ts';

/** Node has this global, but its types lack it. */
declare const WebAssembly: { Module: new (bytes: Uint8Array) => object };

/**
 * A rendition for the mail: JPEG, which every mail program shows, at most 1,200 pixels wide. All pictures of a mail
 * together have at most 1 MB. The codecs are WebAssembly, so that a bundle made on any machine runs on Lambda's arm64.
 */
export interface Rendition {
  bytes: Uint8Array;
  mediaType: 'image/jpeg' | 'image/gif';
  width: number;
  height: number;
}

const mostBytes = 950_000;
/** A picture of 50 megapixels needs 400 MB when decoded, about as much as the function has. */
const mostPixels = 50_000_000;
/** Tried in order until the picture fits its share of the mail. The result of the last one is used in any case. */
const attempts = [
  { width: 1200, quality: 80 },
  { width: 1200, quality: 65 },
  { width: 900, quality: 65 },
  { width: 640, quality: 60 },
  { width: 480, quality: 45 },
] as const;

function codec(file: (typeof codecFiles)[number]): object {
  const bundled = fileURLToPath(new URL(`./codecs/${file.split('/').at(-1)}`, import.meta.url));
  const found = existsSync(bundled) ? bundled : createRequire(import.meta.url).resolve(file);
  return new WebAssembly.Module(readFileSync(found));
}

let ready: Promise<unknown> | undefined;

/** The codecs are compiled once per process, and only if a release has pictures. */
function prepareCodecs(): Promise<unknown> {
  ready ??= Promise.all([
    initJpegDecoder(codec('@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm')),
    initJpegEncoder(codec('@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm')),
    initPng(codec('@jsquash/png/codec/pkg/squoosh_png_bg.wasm')),
    initWebp(codec('@jsquash/webp/codec/dec/webp_dec.wasm')),
  ]);
  return ready;
}

const decoders: Record<string, (bytes: ArrayBuffer) => Promise<Pixels>> = {
  // Rotated according to its EXIF orientation. The rendition has no EXIF data.
  jpg: (bytes) => decodeJpeg(bytes, { preserveOrientation: true }),
  png: (bytes) => decodePng(bytes),
  webp: (bytes) => decodeWebp(bytes),
};

function measure(bytes: Uint8Array): { kind: string; width: number; height: number } | null {
  try {
    const { type = '', width, height } = imageSize(bytes);
    return { kind: type, width, height };
  } catch {
    return null;
  }
}

async function encode(pixels: Pixels, width: number, quality: number): Promise<Rendition> {
  const small = shrink(pixels, width);
  const bytes = new Uint8Array(await encodeJpeg(small, { quality }));
  return { bytes, mediaType: 'image/jpeg', width: small.width, height: small.height };
}

/**
 * A rendition of at most `share` bytes if one of the attempts achieves it. Null if the file is not a picture that mail
 * programs show.
 */
async function renderPicture(original: Uint8Array, share: number): Promise<Rendition | null> {
  const size = measure(original);
  if (!size || size.width * size.height > mostPixels) return null;
  // A JPEG would lose the animation, so a GIF is used unchanged if it is small enough.
  if (size.kind === 'gif')
    return original.length > share
      ? null
      : { bytes: original, mediaType: 'image/gif', width: size.width, height: size.height };
  const decode = decoders[size.kind];
  if (!decode) return null;
  let rendition: Rendition | null = null;
  try {
    const pixels = await decode(Uint8Array.from(original).buffer);
    for (const { width, quality } of attempts) {
      rendition = await encode(pixels, width, quality);
      if (rendition.bytes.length <= share) break;
    }
  } catch {
    // The codec failed on a broken file. The release is held for it, as for a missing file.
    return null;
  }
  return rendition;
}

/** File name → rendition. A file that is not a readable picture is left out; rendering then holds the release. */
export async function renderPictures(
  originals: ReadonlyMap<string, Uint8Array>,
): Promise<Map<string, Rendition>> {
  const renditions = new Map<string, Rendition>();
  if (originals.size === 0) return renditions;
  await prepareCodecs();
  const share = mostBytes / originals.size;
  // One picture at a time, because a decoded picture needs hundreds of megabytes.
  for (const [file, original] of originals) {
    const rendition = await renderPicture(original, share);
    if (rendition) renditions.set(file, rendition);
  }
  return renditions;
}
