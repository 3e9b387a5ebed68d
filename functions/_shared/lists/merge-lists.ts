import type { Card } from '../domain/contact.ts';

/**
 * The contacts of several lists, each once, in the order of ids: a k-way merge of sorted streams. Of several copies of
 * a card the newest counts. An entry on a list that its card no longer names (after a crash between two writes) is
 * skipped.
 */
export async function* mergeLists(
  lists: readonly string[],
  streamList: (list: string) => AsyncIterable<Card>,
): AsyncGenerator<Card> {
  const sources = await Promise.all(
    lists.map(async (list) => {
      const iterator = entriesOf(list, streamList(list));
      return { iterator, head: await iterator.next() };
    }),
  );
  try {
    for (;;) {
      const least = sources.reduce<string | null>(
        (least, { head }) =>
          head.done || (least !== null && least <= head.value.contactId) ? least : head.value.contactId,
        null,
      );
      if (least === null) return;
      let newest: Card | null = null;
      for (const source of sources) {
        if (source.head.done || source.head.value.contactId !== least) continue;
        if (!newest || newest.revision < source.head.value.revision) newest = source.head.value;
        source.head = await source.iterator.next();
      }
      if (newest) yield newest;
    }
  } finally {
    await Promise.all(sources.map(({ iterator }) => iterator.return(undefined)));
  }
}

async function* entriesOf(list: string, entries: AsyncIterable<Card>): AsyncGenerator<Card> {
  for await (const entry of entries) if (entry.lists.includes(list)) yield entry;
}
