import { encode, wrap } from 'nodemailer/lib/qp';

/** A text cut at its slots: `literals` has one member more than `slots`, and they alternate. */
export interface SlottedText {
  literals: string[];
  slots: string[];
}

/** Encodes one recipient's body: everything but the slots' values was encoded when the email was compiled. */
export type BodyFiller = (slotValue: (slot: string) => string) => Buffer[];

export interface EncodedBody {
  encoding: 'quoted-printable' | 'base64';
  fill: BodyFiller;
}

const lineLength = 76;
const softBreak = Buffer.from('=\r\n');

/** Quoted-printable reads well and stays small while few bytes are non-ASCII; base64 is smaller beyond (R7). */
export function encodeBody(text: SlottedText): EncodedBody {
  const bytes = Buffer.from(text.literals.join(''));
  let nonAscii = 0;
  for (const byte of bytes) if (byte > 127) nonAscii += 1;
  return nonAscii < bytes.length / 10
    ? { encoding: 'quoted-printable', fill: quotedPrintable(text) }
    : { encoding: 'base64', fill: base64(text) };
}

/** Every slot stands between two soft line breaks, which vanish when decoded, so that no line grows with its value. */
function quotedPrintable({ literals, slots }: SlottedText): BodyFiller {
  const encoded = literals.map((literal) => Buffer.from(wrap(encode(literal), lineLength)));
  return (slotValue) => {
    const pieces: Buffer[] = [];
    for (const [i, literal] of encoded.entries()) {
      pieces.push(literal);
      const slot = slots[i];
      if (slot === undefined) continue;
      if (literal.length > 0) pieces.push(softBreak);
      pieces.push(Buffer.from(wrap(encode(slotValue(slot)), lineLength)), softBreak);
    }
    return pieces;
  };
}

/**
 * Base64 works on groups of three bytes, and a value of any length shifts what follows: each literal is therefore
 * encoded three times, for 0, 1 and 2 bytes that the piece before leaves over.
 */
function base64({ literals, slots }: SlottedText): BodyFiller {
  const shifted = literals.map((literal) => [0, 1, 2].map((carried) => shift(Buffer.from(literal), carried)));
  return (slotValue) => {
    const pieces: Buffer[] = [];
    let carry: Uint8Array = new Uint8Array();
    for (const [i, variants] of shifted.entries()) {
      const variant = variants[carry.length];
      if (!variant) continue;
      const begun = Buffer.concat([carry, variant.head]);
      if (begun.length % 3 === 0) {
        pieces.push(lines(begun), variant.encoded);
        carry = variant.tail;
      } else carry = begun; // a literal too short to complete the group
      const slot = slots[i];
      if (slot === undefined) continue;
      const bytes = Buffer.concat([carry, Buffer.from(slotValue(slot))]);
      const whole = bytes.length - (bytes.length % 3);
      if (whole > 0) pieces.push(lines(bytes.subarray(0, whole)));
      carry = bytes.subarray(whole);
    }
    if (carry.length > 0) pieces.push(lines(carry));
    return pieces;
  };
}

interface Shifted {
  /** Completes the bytes carried in to a group of three; with them it is encoded per recipient. */
  head: Uint8Array;
  encoded: Buffer;
  /** Carried on to what follows. */
  tail: Uint8Array;
}

function shift(literal: Buffer, carried: number): Shifted {
  const headLength = Math.min((3 - carried) % 3, literal.length);
  const rest = literal.subarray(headLength);
  const whole = rest.length - (rest.length % 3);
  return {
    head: literal.subarray(0, headLength),
    encoded: lines(rest.subarray(0, whole)),
    tail: rest.subarray(whole),
  };
}

function lines(bytes: Uint8Array): Buffer {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
  return Buffer.from(text.replace(/.{1,76}/g, '$&\r\n'));
}
