import { joinPieces, type Piece } from '../domain/message-pieces.ts';
import type { Mail } from './mail-sender.ts';

/**
 * The body of SendRawEmail: a form, as SES's query API takes it, with the message in base64.
 *
 * Nearly all of a message is the same for everybody, and is encoded once. Base64 encodes groups of three bytes, so the
 * same bytes are encoded in three ways, depending on how many of them complete the group that was begun before them.
 */
export class FormBody {
  readonly #head: string;
  readonly #encoded = new WeakMap<Uint8Array, (EncodedPiece | undefined)[]>();

  constructor(configurationSet: string) {
    this.#head = `Action=SendRawEmail&Version=2010-12-01&ConfigurationSetName=${encode(configurationSet)}`;
  }

  write({ from, to, tags, raw }: Mail): Buffer {
    const fields = [this.#head, `&Source=${encode(from)}`, `&Destinations.member.1=${encode(to)}`];
    for (const [i, [name, value]] of Object.entries(tags).entries())
      fields.push(`&Tags.member.${i + 1}.Name=${encode(name)}&Tags.member.${i + 1}.Value=${encode(value)}`);
    return joinPieces([...fields, '&RawMessage.Data=', ...this.#encodePieces(raw)]);
  }

  #encodePieces(raw: readonly Piece[]): Piece[] {
    const written: Piece[] = [];
    // Bytes as Latin-1 text, one character each, that are not written yet.
    let open = '';
    for (const piece of raw) {
      if (typeof piece === 'string') open += piece;
      else if (piece.length < worthKeeping) open += latin1(piece);
      else {
        const { head, encoded, tail } = this.#encodeOnce(piece, (3 - (open.length % 3)) % 3);
        written.push(encodeBytes(Buffer.from(open + head, 'latin1')), encoded);
        open = tail;
      }
    }
    written.push(encodeBytes(Buffer.from(open, 'latin1')));
    return written;
  }

  #encodeOnce(piece: Uint8Array, headLength: number): EncodedPiece {
    const ways = this.#encoded.get(piece) ?? [];
    this.#encoded.set(piece, ways);
    const way = ways[headLength] ?? encodeFrom(piece, headLength);
    ways[headLength] = way;
    return way;
  }
}

/** Bytes. Below this, encoding again is as quick as looking up. */
const worthKeeping = 64;

interface EncodedPiece {
  /** Completes the group that was begun before this piece. */
  head: string;
  encoded: Buffer;
  /** Begins a group that the next piece completes. */
  tail: string;
}

function encodeFrom(piece: Uint8Array, headLength: number): EncodedPiece {
  const end = piece.length - ((piece.length - headLength) % 3);
  return {
    head: latin1(piece.subarray(0, headLength)),
    encoded: Buffer.from(encodeBytes(piece.subarray(headLength, end)), 'latin1'),
    tail: latin1(piece.subarray(end)),
  };
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

function encode(value: string): string {
  return encodeURIComponent(value);
}

function encodeBytes(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    .toString('base64')
    .replaceAll('+', '%2B')
    .replaceAll('/', '%2F')
    .replaceAll('=', '%3D');
}
