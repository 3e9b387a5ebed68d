import { TextDecoder } from 'node:util';
import chardet from 'chardet';
import iconv from 'iconv-lite';

/** A file that can be read from the beginning several times. */
export type OpenFile = () => Promise<AsyncIterable<Uint8Array>>;

/** Bytes to examine when the encoding is guessed from the letters. */
const sampleBytes = 64 * 1024;

/** Encodings that are accepted as a guess from the letters. Any other guess is replaced by Windows-1252. */
const guessable = [
  'windows-1251',
  'windows-1253',
  'windows-1254',
  'windows-1256',
  'KOI8-R',
  'Shift_JIS',
  'EUC-KR',
  'Big5',
  'GB18030',
];

/**
 * The encoding of a text file: from its byte order mark; from its zero bytes (UTF-16 without a mark); UTF-8 if the
 * whole file is valid UTF-8; otherwise guessed from the letters that its bytes represent.
 */
export async function detectEncoding(open: OpenFile): Promise<string> {
  const strict = new TextDecoder('utf-8', { fatal: true });
  let first: Uint8Array | null = null;
  const telling: Uint8Array[] = [];
  let tellingBytes = 0;
  let isUtf8 = true;
  for await (const chunk of await open()) {
    if (!first) {
      first = chunk.subarray(0, 4096);
      const marked = markedEncoding(first);
      if (marked) return marked;
    }
    if (isUtf8) isUtf8 = decodes(strict, chunk);
    if (tellingBytes < sampleBytes && chunk.some((byte) => byte > 127)) {
      telling.push(chunk.subarray(0, sampleBytes));
      tellingBytes += chunk.length;
    }
  }
  if (isUtf8 && decodes(strict)) return 'utf-8';
  const guess = chardet.detect(Buffer.concat(telling));
  return guessable.find((encoding) => encoding === guess) ?? 'windows-1252';
}

function decodes(decoder: TextDecoder, chunk?: Uint8Array): boolean {
  try {
    decoder.decode(chunk, { stream: chunk !== undefined });
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

function markedEncoding(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const zeros = [0, 0];
  bytes.forEach((byte, i) => {
    if (byte === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  if (odd > bytes.length / 6 && even < odd / 4) return 'utf-16le';
  if (even > bytes.length / 6 && odd < even / 4) return 'utf-16be';
  return null;
}

/** The text of the file in pieces, without a byte order mark. */
export async function* decodeFile(open: OpenFile, encoding: string): AsyncGenerator<string> {
  const decoder = iconv.getDecoder(encoding, { stripBOM: true });
  for await (const chunk of await open()) {
    const text = decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length));
    if (text) yield text;
  }
  const rest = decoder.end();
  if (rest) yield rest;
}
