import type { Piece } from '../_shared/domain/message-pieces.ts';

/** A text cut at its slots. `literals` and `slots` alternate; `literals` has one element more. */
export interface SlottedText {
  literals: string[];
  slots: string[];
}

/**
 * Adds one recipient's body to `pieces`. Everything except the slots' values was encoded when the email was compiled.
 */
export type BodyFiller = (pieces: Piece[], slotValue: (slot: string) => string) => void;

export interface EncodedBody {
  encoding: 'quoted-printable' | 'base64';
  fill: BodyFiller;
}

/** Quoted-printable is readable, and small while few bytes are non-ASCII; above that base64 is smaller. */
export function encodeBody(text: SlottedText): EncodedBody {
  const bytes = Buffer.from(text.literals.join(''));
  let nonAscii = 0;
  for (const byte of bytes) if (byte > 127) nonAscii += 1;
  return nonAscii < bytes.length / 10
    ? { encoding: 'quoted-printable', fill: quotedPrintable(text) }
    : { encoding: 'base64', fill: base64(text) };
}

/**
 * Each slot is between two soft line breaks, which vanish when decoded. So the length of a line does not depend on the
 * value.
 */
function quotedPrintable({ literals, slots }: SlottedText): BodyFiller {
  const encoded = literals.map((literal, i) => {
    const before = i > 0 ? softBreak : '';
    const after = i < slots.length && literal !== '' ? softBreak : '';
    return Buffer.from(before + quote(literal) + after);
  });
  return (pieces, slotValue) => {
    for (const [i, literal] of encoded.entries()) {
      pieces.push(literal);
      const slot = slots[i];
      if (slot !== undefined) pieces.push(quote(slotValue(slot)));
    }
  };
}

const softBreak = '=\r\n';
/** A line has at most 76 characters; one is for the soft break. */
const lineLength = 75;
const plain = /^[\x20-\x3c\x3e-\x7e]*[\x21-\x3c\x3e-\x7e]$/;
const escapes = Array.from({ length: 256 }, (_, byte) =>
  byte === 9 || (byte >= 32 && byte <= 126 && byte !== 61)
    ? String.fromCharCode(byte)
    : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`,
);

/** Quoted-printable (RFC 2045, 6.7) of a text whose lines end in CRLF. */
function quote(text: string): string {
  if (text.length <= lineLength && plain.test(text)) return text;
  return text.split('\r\n').map(quoteLine).join('\r\n');
}

function quoteLine(line: string): string {
  let quoted = '';
  let length = 0;
  for (const byte of Buffer.from(line)) {
    const written = escapes[byte] ?? '';
    if (length + written.length > lineLength) {
      quoted += softBreak;
      length = 0;
    }
    quoted += written;
    length += written.length;
  }
  // A space at the end of a line may be removed in transit, so it is escaped.
  return quoted.replace(/[ \t]$/, (blank) => (blank === ' ' ? '=20' : '=09'));
}

/**
 * Base64 encodes groups of three bytes, so the length of a value shifts everything behind it. Each literal is therefore
 * encoded three times: for 0, 1 and 2 bytes left over from the piece before it.
 */
function base64({ literals, slots }: SlottedText): BodyFiller {
  const shifted = literals.map((literal) => [0, 1, 2].map((carried) => shift(Buffer.from(literal), carried)));
  return (pieces, slotValue) => {
    let carry: Buffer = nothing;
    for (const [i, variants] of shifted.entries()) {
      const variant = variants[carry.length];
      if (!variant) continue;
      const begun = join(carry, variant.head);
      if (begun.length % 3 === 0) {
        pieces.push(lines(begun), variant.encoded);
        carry = variant.tail;
      } else carry = begun; // the literal is too short to complete the group
      const slot = slots[i];
      if (slot === undefined) continue;
      const bytes = join(carry, Buffer.from(slotValue(slot)));
      const whole = bytes.length - (bytes.length % 3);
      pieces.push(lines(bytes.subarray(0, whole)));
      carry = bytes.subarray(whole);
    }
    pieces.push(lines(carry));
  };
}

interface Shifted {
  /** Completes the carried bytes to a group of three. Encoded again for each recipient. */
  head: Buffer;
  encoded: Buffer;
  /** Carried over to the next piece. */
  tail: Buffer;
}

function shift(literal: Buffer, carried: number): Shifted {
  const headLength = Math.min((3 - carried) % 3, literal.length);
  const rest = literal.subarray(headLength);
  const whole = rest.length - (rest.length % 3);
  return {
    head: literal.subarray(0, headLength),
    encoded: Buffer.from(lines(rest.subarray(0, whole))),
    tail: rest.subarray(whole),
  };
}

const nothing = Buffer.alloc(0);

function join(a: Buffer, b: Buffer): Buffer {
  if (a.length === 0) return b;
  return b.length === 0 ? a : Buffer.concat([a, b]);
}

function lines(bytes: Buffer): string {
  return bytes.length === 0 ? '' : bytes.toString('base64').replace(/.{1,76}/g, '$&\r\n');
}
