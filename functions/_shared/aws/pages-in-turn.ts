import { ahead } from './ahead.ts';

/** Streams begun at once while they are short, and while they are long. */
const shortOnes = 8;
const longOnes = 2;

interface Begun<P> {
  first: Promise<IteratorResult<P>>;
  rest: AsyncIterator<P>;
}

/**
 * The pages of several streams, one stream after the other. The first pages of the next streams are requested in
 * advance: of many at once while the streams have one page each, of one while they have more, so that memory holds three
 * full pages.
 */
export async function* pagesInTurn<P>(streams: readonly AsyncIterable<P>[]): AsyncGenerator<P> {
  const waiting = streams.map((stream) => stream[Symbol.asyncIterator]());
  const begun: Begun<P>[] = [];
  let atOnce = longOnes;
  try {
    for (;;) {
      while (begun.length < atOnce && waiting.length > 0) begun.push(...waiting.splice(0, 1).map(begin));
      const [stream] = begun;
      if (!stream) return;
      let pages = 0;
      for await (const page of ahead(wholeOf(stream))) {
        pages += 1;
        yield page;
      }
      begun.shift();
      atOnce = pages > 1 ? longOnes : shortOnes;
    }
  } finally {
    await Promise.allSettled(begun.map(({ rest }) => rest.return?.()));
  }
}

function begin<P>(rest: AsyncIterator<P>): Begun<P> {
  const first = rest.next();
  // A failure must not count as unhandled before it is awaited.
  first.catch(() => undefined);
  return { first, rest };
}

async function* wholeOf<P>({ first, rest }: Begun<P>): AsyncGenerator<P> {
  for (let next = await first; !next.done; next = await rest.next()) yield next.value;
}
