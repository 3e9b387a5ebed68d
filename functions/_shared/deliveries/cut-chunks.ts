import type { Chunk } from '../domain/delivery.ts';

/** Recipients per chunk. Each chunk costs one queue message, one S3 read and one item. */
export const chunkSize = 2000;

/**
 * The chunks of a recipients file, numbered from `first`. They depend on the file alone: a second run after a crash cuts
 * the same chunks.
 */
export async function* cutChunks(
  deliveryId: string,
  lines: AsyncIterable<Buffer>,
  size: number,
  first = 0,
): AsyncGenerator<Chunk> {
  let chunk = first;
  let recipients = 0;
  let start = 0;
  let next = 0;
  for await (const line of lines) {
    recipients += 1;
    next += line.length;
    if (recipients < size) continue;
    yield freshChunk(deliveryId, chunk, { start, end: next - 1, recipients });
    chunk += 1;
    recipients = 0;
    start = next;
  }
  if (recipients > 0) yield freshChunk(deliveryId, chunk, { start, end: next - 1, recipients });
}

function freshChunk(
  deliveryId: string,
  chunk: number,
  range: Pick<Chunk, 'start' | 'end' | 'recipients'>,
): Chunk {
  return {
    deliveryId,
    chunk,
    ...range,
    state: 'open',
    stoppedBecause: null,
    owner: null,
    leaseUntil: 0,
    done: 0,
    highWater: 0,
    touched: 0,
    parkedUntil: null,
    counts: { sent: 0, refused: 0, unknown: 0, leftOut: 0 },
    putBacks: 0,
    putBackAfter: 0,
  };
}
