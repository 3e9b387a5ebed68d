import type { TrailPart } from '../_shared/aws/audit-store.ts';
import type { Card, Standing } from '../_shared/domain/contact.ts';
import type { Newsroom } from '../_shared/domain/newsroom.ts';
import { type Content, type Html, html } from '../_shared/runtime/html.ts';
import type { PageResponse } from '../_shared/runtime/page.ts';
import { type FormKeys, formTo, mayPost } from './form.ts';
import { pageOf, type Shell } from './layout.ts';
import { trailOf } from './trail.ts';
import { fact, languageName, reasonWords, whenWords } from './words.ts';

/** Finds one person by their address. Admins know the address, not the contact id. */
export function lookUpPage(
  shell: Shell,
  { address, isMissing }: { address: string; isMissing: boolean },
): PageResponse {
  return pageOf(shell, {
    title: 'Contacts',
    section: 'contacts',
    status: isMissing ? 404 : 200,
    body: html`
<h1>Contacts</h1>
<p class="lead">Everybody on the media lists, found by their address.</p>
<form class="search" role="search" action="/contacts">
<label for="q">Email address</label>
<div class="row"><input id="q" name="q" type="email" required autocomplete="off" value="${address}"><button>Look up</button></div>
</form>
${isMissing && html`<div class="panel attention" role="status"><p>${address} is on no list. Drop a CSV or Excel file under <code>lists/</code> or use <code>npx dateline contacts import</code> to add people.</p></div>`}
<p>Or read through a <a href="/lists">list</a>.</p>`,
  });
}

export interface ContactPageContent {
  card: Card | null;
  standing: Standing;
  trail: TrailPart;
  newsroom: Newsroom;
  keys: FormKeys;
  notice: string | null;
}

/** One person: their card, their standing, and what can be done. */
export function contactPage(shell: Shell, content: ContactPageContent): PageResponse {
  const { card, standing, trail, newsroom, notice } = content;
  return pageOf(shell, {
    title: card?.name ?? card?.email ?? 'Contact',
    section: 'contacts',
    body: html`
<p class="crumbs"><a href="/contacts">Contacts</a></p>
<h1 dir="auto">${card?.name ?? card?.email ?? 'Erased contact'}</h1>
${notice && html`<div class="panel good" role="status"><p>${notice}</p></div>`}
${standingWords(standing, newsroom.zone)}
${card && cardFacts(card, newsroom.zone)}
${actions(content)}
<h2 id="trail">Trail</h2>
${trailOf(`CONTACT#${standing.contactId}`, trail, newsroom.zone)}`,
  });
}

function standingWords({ suppressed, accreditation, pausedUntil, leftLists }: Standing, zone: string): Html {
  return html`
${suppressed && html`<div class="panel bad"><p><b>Is not written to: ${reasonWords(suppressed.reason)}</b>, since ${whenWords(suppressed.at, zone)}.</p><p class="hint">${suppressed.evidence}</p></div>`}
<dl class="facts">
${fact(
  'Accredited',
  accreditation
    ? html`<span class="state good">yes</span> since ${whenWords(accreditation.at, zone)} by ${accreditation.by}, terms ${accreditation.termsVersion}<br><span class="soft">${accreditation.evidence}</span>`
    : html`<span class="state">no</span> <span class="soft">gets nothing before an embargo lifts</span>`,
)}
${pausedUntil && fact('Paused until', whenWords(pausedUntil, zone))}
${leftLists.length > 0 && fact('Left', leftLists.join(', '))}
</dl>`;
}

function cardFacts(card: Card, zone: string): Html {
  const optional = (name: string, value: Content) =>
    value && fact(name, html`<span dir="auto">${value}</span>`);
  return html`<dl class="facts">
${fact('Address', card.email)}
${optional('Outlet', [card.outlet, card.outletKind].filter(Boolean).join(' · '))}
${optional('Role', card.role)}
${optional('Phone', card.phone)}
${optional('Beats', card.beats.join(', '))}
${optional('Regions', card.regions.join(', '))}
${optional('Languages', card.languages.map(languageName).join(', '))}
${optional('Zone', card.zone)}
${fact(
  'Lists',
  card.lists.map((list, i) => html`${i > 0 && ', '}<a href="/lists/${encodeURIComponent(list)}">${list}</a>`),
)}
${optional('Tier', card.tier)}
${card.consent && fact('Consent', html`${card.consent.source}, ${whenWords(card.consent.at, zone)}<br><span class="soft">${card.consent.evidence}</span>`)}
${optional('Notes', card.notes)}
</dl>`;
}

function actions({ card, standing, keys }: ContactPageContent): Content {
  if (!card || !mayPost(keys, `/contacts/${card.contactId}/suppress`)) return null;
  const action = (act: string, summary: string, question: string, button: Html) =>
    html`<details><summary>${summary} …</summary>${formTo(
      keys,
      `/contacts/${card.contactId}/${act}`,
      html`<div class="field"><label for="${act}-why">${question}</label><textarea id="${act}-why" name="reason" required maxlength="1000"></textarea></div>
${button}`,
    )}</details>`;
  return html`<div class="decisions">
${
  standing.accreditation
    ? action('revoke', 'Take accreditation away', 'Why?', html`<button class="grave">Take it away</button>`)
    : action(
        'accredit',
        'Accredit',
        'What do you go by? (a signed form, a press card)',
        html`<button>Accredit for embargoed material</button>`,
      )
}
${!standing.suppressed && action('suppress', 'Write to them no more', 'Why?', html`<button class="grave">Suppress</button>`)}
</div>`;
}
