import type { Offer } from '../_shared/decisions/send-to-one-more.ts';
import type { Newsroom } from '../_shared/domain/newsroom.ts';
import { type Content, html } from '../_shared/runtime/html.ts';
import type { PageResponse } from '../_shared/runtime/page.ts';
import type { ConsoleDependencies } from './console-dependencies.ts';
import { type FormKeys, formTo, mayPost } from './form.ts';
import { pageOf, type Shell } from './layout.ts';
import { sendingAlerts } from './sending-alerts.ts';
import { editionName, fact, languageName } from './words.ts';

const actionOf = (releaseId: string) => `/releases/${encodeURIComponent(releaseId)}/send`;

/** On the page of a release: whom to send it to. The page that follows shows what they would get. */
export function oneMoreForm(releaseId: string, keys: FormKeys): Content {
  if (!mayPost(keys, actionOf(releaseId))) return null;
  return html`<details id="send"><summary>Send to one more …</summary>
<p class="hint">For somebody who joined a list later, or whom you accredit now. You see what they would get before it is sent.</p>
${formTo(
  keys,
  actionOf(releaseId),
  html`<div class="field"><label for="send-to">Email address</label><input id="send-to" name="to" type="email" required autocomplete="off"></div>
<div class="field"><label for="send-evidence">To accredit them for it: what you go by (may be left empty)</label><input id="send-evidence" name="evidence" maxlength="1000"></div>
<button>Show what they would get</button>`,
)}</details>`;
}

export interface OneMoreContent {
  releaseId: string;
  offer: Offer;
  /** What they are accredited by first; null if they are not to be accredited. */
  evidence: string | null;
  /** Null if the mail is not rendered in their language: then they get it in another one. */
  subject: string | null;
  newsroom: Newsroom;
  keys: FormKeys;
  pace: Awaited<ReturnType<ConsoleDependencies['readPace']>>;
}

/** What one more person would get, and the form that confirms it. */
export function confirmOneMorePage(
  shell: Shell,
  { releaseId, offer, evidence, subject, newsroom, keys, pace }: OneMoreContent,
): PageResponse {
  const { version, edition, language, card } = offer;
  return pageOf(shell, {
    title: 'Send to one more',
    section: 'releases',
    body: html`
<p class="crumbs"><a href="/">Releases</a> / <a href="/releases/${encodeURIComponent(releaseId)}">${releaseId}</a></p>
<h1>Send it to one more?</h1>
${sendingAlerts(pace, keys, newsroom.zone)}
<dl class="facts">
${fact('To', html`<span dir="auto">${card.name ?? ''}</span> ${card.email}`)}
${fact('Edition', `${editionName(edition)}, version ${version}`)}
${fact('Language', languageName(language))}
${subject !== null && fact('Subject', html`<span dir="auto">${subject}</span>`)}
${evidence !== null && fact('Accredited first', evidence)}
</dl>
<p>Corrections, and a kill, reach them too. A mail cannot be called back.</p>
${formTo(
  keys,
  actionOf(releaseId),
  html`<input type="hidden" name="to" value="${card.email}"><input type="hidden" name="version" value="${version}"><input type="hidden" name="edition" value="${edition}">
${evidence !== null && html`<input type="hidden" name="evidence" value="${evidence}">`}
<button>Send it to ${card.email}</button>`,
)}`,
  });
}
