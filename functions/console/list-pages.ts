import type { Card, List } from '../_shared/domain/contact.ts';
import { html } from '../_shared/runtime/html.ts';
import type { PageResponse } from '../_shared/runtime/page.ts';
import { pageOf, type Shell } from './layout.ts';
import { languageName } from './words.ts';

export const entriesPerPage = 100;

/** All lists with their numbers of people, counted up to `countedTo`. */
export function listsPage(
  shell: Shell,
  lists: readonly (List & { people: number })[],
  countedTo: number,
): PageResponse {
  return pageOf(shell, {
    title: 'Lists',
    section: 'lists',
    body: html`
<h1>Lists</h1>
${lists.length === 0 && html`<p class="lead">No list yet. Put a CSV or Excel file under <code>lists/</code> in the bucket; its name becomes the list’s.</p>`}
<ul class="releases">${lists.map(
      ({ list, title, people }) =>
        html`<li><span class="soft">${list}</span><div><h3><a href="/lists/${encodeURIComponent(list)}">${title}</a></h3></div><p class="numbers meta">${people >= countedTo ? `more than ${countedTo.toLocaleString('en')}` : people.toLocaleString('en')} people</p></li>`,
    )}</ul>`,
  });
}

/** A part of a list's people, in the order of contact ids. `next` is where the next part begins. */
export function listPage(
  shell: Shell,
  { list, people, next }: { list: List; people: readonly Card[]; next: string | null },
): PageResponse {
  return pageOf(shell, {
    title: list.title,
    section: 'lists',
    body: html`
<p class="crumbs"><a href="/lists">Lists</a> / ${list.list}</p>
<h1>${list.title}</h1>
${people.length === 0 && html`<p class="empty">nobody</p>`}
${
  people.length > 0 &&
  html`<div class="scroll" tabindex="0" role="region" aria-label="People on ${list.title}"><table>
<thead><tr><th scope="col">Person</th><th scope="col">Outlet</th><th scope="col">Beats</th><th scope="col">Regions</th><th scope="col">Languages</th></tr></thead>
<tbody>${people.map(
    (card) => html`<tr>
<th scope="row" dir="auto"><a href="/contacts/${card.contactId}">${card.name ?? card.email}</a>${card.name && html`<br><span class="meta">${card.email}</span>`}</th>
<td dir="auto">${card.outlet}</td><td>${card.beats.join(', ')}</td><td>${card.regions.join(', ')}</td><td>${card.languages.map(languageName).join(', ')}</td></tr>`,
  )}</tbody></table></div>`
}
${next && html`<nav class="pages" aria-label="Pages"><a href="?after=${next}">next →</a></nav>`}`,
  });
}
