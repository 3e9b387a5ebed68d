/** Yields the same pages, and requests the next page while the current one is used. */
export async function* ahead<P>(pages: AsyncIterable<P>): AsyncGenerator<P> {
  const iterator = pages[Symbol.asyncIterator]();
  let next = iterator.next();
  try {
    for (;;) {
      const { done, value } = await next;
      if (done) return;
      next = iterator.next();
      // A failure of the next page must not count as unhandled before it is awaited.
      next.catch(() => undefined);
      yield value;
    }
  } finally {
    await iterator.return?.();
  }
}
