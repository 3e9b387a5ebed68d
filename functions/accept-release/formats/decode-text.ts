import iconv from 'iconv-lite';
import type { Assumption, Problem } from '../../_shared/domain/report.ts';
import { problem } from '../problems.ts';
import { readLegacy } from './legacy-encodings.ts';

export interface DecodedText {
  text: string;
  problems: Problem[];
  assumptions: Assumption[];
}

/**
 * Bytes to text: a byte order mark first, then UTF-8, then what the page says of itself, then the legacy encoding in
 * which the bytes make the most sense. Nothing is guessed silently.
 */
export function decodeText(bytes: Uint8Array, kind: 'html' | 'text'): DecodedText {
  const marked = byMark(bytes);
  if (marked !== null) return checked(marked, []);
  const unmarked = utf16WithoutMark(bytes);
  if (unmarked !== null)
    return checked(unmarked, [
      problem('encoding-assumed', 'The file says nothing about its encoding; it was read as UTF-16.'),
    ]);
  const utf8 = strictUtf8(bytes);
  if (utf8 !== null) return checked(utf8, []);
  if (mostlyUtf8(bytes)) return checked(new TextDecoder('utf-8').decode(bytes), []);
  const stated = kind === 'html' ? statedCharset(bytes) : null;
  if (stated !== null && !/^utf-?(?:8|16)/i.test(stated) && iconv.encodingExists(stated)) {
    const text = iconv.decode(Buffer.from(bytes), stated);
    if (strangeness(text) < 0.02) return checked(text, []);
  }
  const { text, found, assumption } = readLegacy(bytes);
  return { ...checked(text, [found]), assumptions: [assumption] };
}

function byMark(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
    return new TextDecoder('utf-8').decode(bytes.subarray(3));
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes.subarray(2));
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes.subarray(2));
  return null;
}

function utf16WithoutMark(bytes: Uint8Array): string | null {
  const sample = bytes.subarray(0, 4000);
  if (sample.length < 8) return null;
  let [even, odd] = [0, 0];
  for (let index = 0; index < sample.length; index++)
    if (sample[index] === 0) index % 2 === 0 ? even++ : odd++;
  const half = sample.length / 2;
  if (odd > half * 0.3 && even < half * 0.02) return new TextDecoder('utf-16le').decode(bytes);
  if (even > half * 0.3 && odd < half * 0.02) return new TextDecoder('utf-16be').decode(bytes);
  return null;
}

function strictUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** A few broken bytes in what is plainly UTF-8: the damage is shown, not read as another encoding. */
function mostlyUtf8(bytes: Uint8Array): boolean {
  let good = 0;
  let bad = 0;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0;
    if (byte < 0x80) continue;
    const length = byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : byte >= 0xc2 ? 1 : 0;
    let whole = length > 0;
    for (let next = 1; next <= length; next++)
      if (((bytes[index + next] ?? 0) & 0xc0) !== 0x80) whole = false;
    if (whole) {
      good++;
      index += length;
    } else bad++;
  }
  return good >= 3 && good > bad * 4;
}

function statedCharset(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.subarray(0, 4096)).toString('latin1');
  return (
    /<meta[^>]{0,300}charset\s*=[\s"']{0,20}([\w-]{3,20})/i.exec(head)?.[1] ??
    /<\?xml[^>]{0,100}encoding\s*=\s*["']([\w-]{3,20})/i.exec(head)?.[1] ??
    null
  );
}

/** Share of characters that no writer types. */
function strangeness(text: string): number {
  const strange = text.match(/[\ufffd\u0080-\u009f]/g)?.length ?? 0;
  return strange / Math.max(1, text.length);
}

function checked(text: string, problems: Problem[]): DecodedText {
  const damaged = text.match(/\ufffd/g)?.length ?? 0;
  const all =
    damaged > 0
      ? [
          ...problems,
          problem(
            'text-damaged',
            `${damaged} ${damaged === 1 ? 'character' : 'characters'} could not be read.`,
          ),
        ]
      : problems;
  return { text, problems: all, assumptions: [] };
}
