import type { Delivery, RecipientRecord, RecipientState } from '../_shared/domain/delivery.ts';
import { html } from '../_shared/runtime/html.ts';
import type { PageResponse } from '../_shared/runtime/page.ts';
import { pageOf, type Shell } from './layout.ts';
import { counted, editionName, languageName, reasonWords, whenWords } from './words.ts';

/** Lines of one page; a delivery may have a million. */
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

export interface RecipientsContent {
  delivery: Delivery;
  records: readonly RecipientRecord[];
  /** The state looked for, or null for all. */
  state: RecipientState | null;
  isMore: boolean;
  zone: string;
}

/** Who got an edition, who did not, and why. */
export function recipientsPage(
  shell: Shell,
  { delivery, records, state, isMore, zone }: RecipientsContent,
): PageResponse {
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
<nav class="tabs" aria-label="State">${filters.map(
      (filter) =>
        html`<a href="?${filter && `state=${filter}`}"${filter === state && html` aria-current="true"`}>${filter?.replaceAll('-', ' ') ?? 'all'}</a>`,
    )}</nav>
${records.length === 0 && html`<p class="empty">nobody</p>`}
${
  records.length > 0 &&
  html`<div class="scroll" tabindex="0" role="region" aria-label="Recipients"><table>
<thead><tr><th scope="col">Recipient</th><th scope="col">Language</th><th scope="col">State</th><th scope="col">Why</th><th scope="col">When</th></tr></thead>
<tbody>${records.map(
    (record) => html`<tr>
<th scope="row"><a href="/contacts/${record.contactId}">${record.email ?? 'anonymised'}</a></th>
<td>${languageName(record.language)}</td>
<td><span class="state ${tones[record.state]}">${record.state.replaceAll('-', ' ')}</span></td>
<td>${record.reason && reasonWords(record.reason)}</td><td>${whenWords(record.at, zone)}</td></tr>`,
  )}</tbody></table></div>`
}
${isMore && html`<p class="hint">The first ${recipientsPerPage} are shown; all of them: <code>npx dateline deliveries ${delivery.releaseId} --edition ${delivery.edition}</code></p>`}`,
  });
}
