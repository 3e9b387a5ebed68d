import { type Content, type Html, html } from '../_shared/runtime/html.ts';
import type { PageResponse } from '../_shared/runtime/page.ts';
import { pageOf, type Shell } from './layout.ts';
import type { ReleaseLine } from './release-view.ts';
import { counted, instantWords, languageName, stateLabel, whenWords } from './words.ts';

const groups: [heading: string, states: ReleaseLine['state'][]][] = [
  ['Waiting for you', ['awaiting-approval', 'held', 'rejected']],
  ['Under way', ['accepted', 'approved', 'sending', 'embargoed']],
  ['Done', ['sent', 'corrected', 'killed', 'cancelled', 'withdrawn']],
];

/** All releases, grouped by what the desk has to do. */
export function releasesPage(
  shell: Shell,
  { releases, zone, alerts }: { releases: readonly ReleaseLine[]; zone: string; alerts: Content },
): PageResponse {
  const isMoving = releases.some(
    ({ state }) => state === 'accepted' || state === 'sending' || state === 'embargoed',
  );
  return pageOf(shell, {
    title: 'Releases',
    section: 'releases',
    body: html`
<h1>Releases</h1>
${alerts}
<div id="releases"${isMoving && html` data-live`}>
${releases.length === 0 && html`<p class="lead">No release yet. Put a Word, Markdown, HTML or text file under <code>releases/</code> in the bucket, and it appears here.</p>`}
${groups.map(([heading, states]) => {
  const members = releases.filter(({ state }) => states.includes(state));
  return (
    members.length > 0 &&
    html`<h2>${heading}</h2>
<ul class="releases">${members.map((release) => releaseRow(release, zone))}</ul>`
  );
})}
</div>`,
  });
}

function releaseRow(
  { id, state, title, version, language, embargo, updatedAt, counts }: ReleaseLine,
  zone: string,
): Html {
  const about = [version === null ? null : `version ${version}`, language && languageName(language)]
    .filter(Boolean)
    .join(' · ');
  return html`<li>
${stateLabel(state)}
<div><h3 dir="auto"><a href="/releases/${encodeURIComponent(id)}">${title ?? id}</a></h3>
<p class="meta">${id}${about && ` · ${about}`} · changed ${whenWords(updatedAt, zone)}</p>
${embargo !== null && html`<p class="meta">Embargo ${instantWords(embargo, zone)}</p>`}</div>
<p class="numbers meta">${counts && sendingWords(counts)}</p>
</li>`;
}

function sendingWords({
  recipients,
  expected,
  sent,
  unknown,
  missing,
}: NonNullable<ReleaseLine['counts']>): Html {
  if (expected === 0) return html`${counted(recipients, 'recipient')}`;
  return html`${counted(sent, 'email')} sent
${missing > 0 && html`<progress max="${expected}" value="${expected - missing}">${expected - missing} of ${expected}</progress>`}
${unknown > 0 && html`<br><span class="state caution">${unknown} unknown</span>`}`;
}
