import type { Delivery, RecipientState } from '../_shared/domain/delivery.ts';
import { type Html, html } from '../_shared/runtime/html.ts';
import type { PageResponse } from '../_shared/runtime/page.ts';
import { type FormKeys, formTo, mayPost } from './form.ts';
import { pageOf, type Shell } from './layout.ts';
import { counted, editionName, languageName, reasonWords, whenWords } from './words.ts';

/** Lines per page. A delivery may have a million recipients. */
export const recipientsPerPage = 200;

const tones: Partial<Record<RecipientState, string>> = {
  sent: 'good',
  delivered: 'good',
  sending: 'moving',
  bounced: 'bad',
  complained: 'bad',
  refused: 'bad',
  unknown: 'caution',
  parked: 'caution',
};

export interface RecipientLine {
  contactId: string;
  email: string;
  language: string | null;
  state: RecipientState;
  reason: string | null;
  at: string | null;
}

export interface RecipientsContent {
  delivery: Delivery;
  lines: readonly RecipientLine[];
  /** Shows only this state. Null shows all. */
  state: RecipientState | null;
  isMore: boolean;
  zone: string;
  keys: FormKeys;
  /** How many a person has just decided. Null if none. */
  settled: string | null;
}

/** Who got an edition, who did not, and why. */
export function recipientsPage(shell: Shell, content: RecipientsContent): PageResponse {
  const { delivery, lines, state, isMore, zone, settled } = content;
  const filters: (RecipientState | null)[] = [
    null,
    'delivered',
    'sent',
    'bounced',
    'complained',
    'refused',
    'unknown',
    'left-out',
  ];
  return pageOf(shell, {
    title: `${editionName(delivery.edition)} of ${delivery.releaseId}`,
    section: 'releases',
    body: html`
<p class="crumbs"><a href="/">Releases</a> / <a href="/releases/${encodeURIComponent(delivery.releaseId)}">${delivery.releaseId}</a> / version ${delivery.version}</p>
<h1>${editionName(delivery.edition)}</h1>
<p class="lead">${counted(delivery.recipients, 'recipient')}</p>
${settled !== null && html`<div class="panel good" role="status"><p>${counted(Number(settled) || 0, 'recipient')} settled.</p></div>`}
${state === 'unknown' && lines.length > 0 && settleForm(content)}
<nav class="tabs" aria-label="State">${filters.map(
      (filter) =>
        html`<a href="?${filter && `state=${filter}`}"${filter === state && html` aria-current="true"`}>${filter?.replaceAll('-', ' ') ?? 'all'}</a>`,
    )}</nav>
${lines.length === 0 && html`<p class="empty">nobody</p>`}
${
  lines.length > 0 &&
  html`<div class="scroll" tabindex="0" role="region" aria-label="Recipients"><table>
<thead><tr><th scope="col">Recipient</th><th scope="col">Language</th><th scope="col">State</th><th scope="col">Why</th><th scope="col">When</th></tr></thead>
<tbody>${lines.map(
    (line) => html`<tr>
<th scope="row"><a href="/contacts/${line.contactId}">${line.email}</a></th>
<td>${line.language && languageName(line.language)}</td>
<td><span class="state ${tones[line.state]}">${line.state.replaceAll('-', ' ')}</span></td>
<td>${line.reason && reasonWords(line.reason)}</td><td>${line.at && whenWords(line.at, zone)}</td></tr>`,
  )}</tbody></table></div>`
}
${isMore && html`<p class="hint">The first ${recipientsPerPage} are shown; all of them: <code>npx dateline deliveries ${delivery.releaseId} --edition ${delivery.edition}</code></p>`}`,
  });
}

/** SES's events settle most unknowns. A person decides the rest. */
function settleForm({ delivery, keys }: RecipientsContent): Html {
  const action = `/releases/${encodeURIComponent(delivery.releaseId)}/recipients/${delivery.deliveryId}`;
  return html`<section class="panel attention"><h2>Nobody can tell whether these were sent</h2>
<p>The sender died or got no answer in between. If SES says later that it took one of them, that settles it. Sending again may reach somebody twice.</p>
${
  mayPost(keys, action) &&
  html`<div class="decisions">
<details><summary>Take them for sent …</summary>${formTo(keys, action, html`<input type="hidden" name="as" value="sent"><button>Take all of them for sent</button>`)}</details>
<details><summary>Send them again …</summary>${formTo(keys, action, html`<input type="hidden" name="as" value="resend"><button class="grave">Send to all of them once more</button>`)}</details>
</div>`
}</section>`;
}
