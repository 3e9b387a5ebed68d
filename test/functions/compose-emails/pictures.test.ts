import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { deflateSync } from 'node:zlib';
import encodeJpeg from '@jsquash/jpeg/encode.js';
import { imageSize } from 'image-size';
import { beforeAll, describe, expect, it } from 'vitest';
import { renderPictures } from '../../../functions/compose-emails/pictures.ts';
import { shrink } from '../../../functions/compose-emails/shrink.ts';

/** A PNG of one colour, or of noise that no codec can compress well. */
function png(width: number, height: number, colour: readonly number[] | 'noise'): Uint8Array {
  const rows = Buffer.alloc(height * (width * 4 + 1));
  let seed = 1;
  for (let at = 0; at < rows.length; at++) {
    const column = at % (width * 4 + 1);
    if (column === 0) continue;
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    rows[at] = colour === 'noise' ? (column % 4 === 0 ? 255 : seed >> 16) : (colour[(column - 1) % 4] ?? 0);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const chunks = [
    ['IHDR', header],
    ['IDAT', deflateSync(rows)],
    ['IEND', Buffer.alloc(0)],
  ] as const;
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    ...chunks.map(([type, data]) => chunk(type, data)),
  ]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const out = Buffer.alloc(data.length + 12);
  out.writeUInt32BE(data.length, 0);
  out.write(type, 4, 'latin1');
  out.set(data, 8);
  out.writeUInt32BE(crc32(out.subarray(4, 8 + data.length)), 8 + data.length);
  return out;
}

function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc >>> 0;
}

const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw==', 'base64');

async function renderOne(bytes: Uint8Array) {
  return (await renderPictures(new Map([['file', bytes]]))).get('file');
}

describe('a rendition', () => {
  it('is a JPEG of at most 1,200 pixels in the picture’s own proportions', async () => {
    const rendition = await renderOne(png(2400, 900, [10, 90, 160, 255]));
    expect(rendition).toMatchObject({ mediaType: 'image/jpeg', width: 1200, height: 450 });
    expect(imageSize(rendition?.bytes ?? new Uint8Array())).toMatchObject({
      type: 'jpg',
      width: 1200,
      height: 450,
    });
  });

  it('never enlarges', async () => {
    expect(await renderOne(png(300, 200, [0, 0, 0, 255]))).toMatchObject({ width: 300, height: 200 });
  });

  it('is null for a file that is no picture, or a broken one', async () => {
    const broken = png(40, 40, 'noise').slice(0, 200);
    const renditions = await renderPictures(
      new Map([
        ['text', Buffer.from('not a picture')],
        ['empty', new Uint8Array()],
        ['broken', broken],
        ['good', png(40, 40, [1, 2, 3, 255])],
      ]),
    );
    expect([...renditions.keys()]).toEqual(['good']);
  });

  it('is null for a picture that claims a billion pixels, without decoding it', async () => {
    const bomb = Buffer.from(png(1, 1, [0, 0, 0, 255]));
    bomb.writeUInt32BE(40_000, 16);
    bomb.writeUInt32BE(40_000, 20);
    expect(await renderOne(bomb)).toBeUndefined();
  });

  it('of a GIF is the GIF itself, which may be animated', async () => {
    expect(await renderOne(gif)).toMatchObject({ mediaType: 'image/gif', width: 1, height: 1 });
  });

  it('keeps five pictures that compress badly below 1 MB together', async () => {
    const noise = png(1300, 900, 'noise');
    const renditions = await renderPictures(new Map(['a', 'b', 'c', 'd', 'e'].map((file) => [file, noise])));
    const bytes = [...renditions.values()].reduce((sum, one) => sum + one.bytes.length, 0);
    expect(renditions.size).toBe(5);
    expect(bytes).toBeLessThanOrEqual(1_000_000);
  }, 60_000);
});

describe('a photograph taken sideways', () => {
  let sideways: Uint8Array;
  beforeAll(async () => {
    // Makes sure that the codec is initialised.
    await renderOne(png(2, 2, [0, 0, 0, 255]));
    const data = new Uint8ClampedArray(80 * 40 * 4).fill(200);
    const jpeg = Buffer.from(await encodeJpeg({ data, width: 80, height: 40, colorSpace: 'srgb' }));
    const exif = Buffer.from(
      'ffe1002245786966000049492a000800000001001201030001000000060000000000000000000000'.slice(0, 72),
      'hex',
    );
    exif.writeUInt16BE(exif.length - 2, 2);
    sideways = Buffer.concat([jpeg.subarray(0, 2), exif, jpeg.subarray(2)]);
  });

  it('is rotated upright', async () => {
    expect(imageSize(sideways)).toMatchObject({ width: 80, height: 40, orientation: 6 });
    expect(await renderOne(sideways)).toMatchObject({ width: 40, height: 80 });
  });
});

describe('shrinking', () => {
  it('takes the mean of the area that a pixel covers, on white', () => {
    const data = Uint8ClampedArray.from([0, 0, 0, 255, 255, 255, 255, 255, 100, 100, 100, 0, 0, 0, 0, 255]);
    expect([...shrink({ data, width: 2, height: 2 }, 1).data]).toEqual([128, 128, 128, 255]);
    expect([...shrink({ data, width: 4, height: 1 }, 3).data.slice(8)]).toEqual([64, 64, 64, 255]);
  });

  it('keeps a single colour a single colour at any ratio', () => {
    const data = new Uint8ClampedArray(37 * 11 * 4).map((_, at) => [10, 20, 30, 255][at % 4] ?? 0);
    const small = shrink({ data, width: 37, height: 11 }, 7);
    expect(small).toMatchObject({ width: 7, height: 2 });
    for (let at = 0; at < small.data.length; at += 4)
      expect([...small.data.slice(at, at + 4)]).toEqual([10, 20, 30, 255]);
  });
});

it('the codecs’ files are where the bundle copies them from', async () => {
  const { codecFiles } = await import('../../../functions/compose-emails/codec-files.ts');
  for (const file of codecFiles)
    expect(readFileSync(createRequire(import.meta.url).resolve(file)).subarray(0, 4)).toEqual(
      Buffer.from('\0asm', 'latin1'),
    );
});
