/**
 * A piece of a message: bytes, or ASCII text made for one recipient. The bytes of an edition are the same object in all
 * of its messages, so that whoever encodes them can do it once (form-body.ts).
 */
export type Piece = Uint8Array | string;

/** One allocation and one pass. */
export function joinPieces(pieces: readonly Piece[]): Buffer {
  let length = 0;
  for (const piece of pieces) length += piece.length;
  const message = Buffer.allocUnsafe(length);
  let at = 0;
  for (const piece of pieces) {
    if (typeof piece === 'string') message.write(piece, at, 'latin1');
    else message.set(piece, at);
    at += piece.length;
  }
  return message;
}
