import { type Card, contactIdSchema } from '../_shared/domain/contact.ts';
import type { PageRequest, PageResponse } from '../_shared/runtime/page.ts';
import type { ConsoleDependencies } from './console-dependencies.ts';
import type { Shell } from './layout.ts';
import { entriesPerPage, listPage, listsPage } from './list-pages.ts';
import { missing } from './refusals.ts';

/** The overview counts lists up to this number. A freeze counts exactly. */
const countedTo = 10_000;

export async function showLists(
  shell: Shell,
  { readLists, streamList }: ConsoleDependencies,
): Promise<PageResponse> {
  const lists = await Promise.all(
    (await readLists()).map(async (list) => {
      let people = 0;
      for await (const _ of streamList(list.list)) if (++people >= countedTo) break;
      return { ...list, people };
    }),
  );
  return listsPage(shell, lists, countedTo);
}

export async function showList(
  shell: Shell,
  { readLists, streamList }: ConsoleDependencies,
  request: PageRequest,
  name: string,
): Promise<PageResponse> {
  const list = (await readLists()).find((known) => known.list === name);
  if (!list) return missing(shell);
  const people: Card[] = [];
  let next: string | null = null;
  for await (const card of streamList(name, contactIdSchema.safeParse(request.query.get('after')).data)) {
    if (people.length === entriesPerPage) {
      next = people.at(-1)?.contactId ?? null;
      break;
    }
    people.push(card);
  }
  return listPage(shell, { list, people, next });
}
