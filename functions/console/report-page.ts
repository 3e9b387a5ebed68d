import { localTimeInWords } from '../_shared/domain/local-span.ts';
import type { Report } from '../_shared/domain/report.ts';
import { html } from '../_shared/runtime/html.ts';
import type { PageResponse } from '../_shared/runtime/page.ts';
import { pageOf, type Shell } from './layout.ts';
import { problemList } from './problem-list.ts';
import { fact, languageName } from './words.ts';

/** The report on a dropped file: its status, and how to fix the problems. */
export function reportPage(
  shell: Shell,
  { file, status, release, problems, assumptions }: Report,
): PageResponse {
  const tone = { accepted: 'good', held: 'caution', rejected: 'bad' }[status];
  const none = html`<span class="soft">not found</span>`;
  return pageOf(shell, {
    title: file,
    section: 'releases',
    body: html`
<p class="crumbs"><a href="/">Releases</a> / <a href="/releases/${encodeURIComponent(release.id)}">${release.id}</a></p>
<h1>${file}</h1>
<p><span class="state ${tone}">${status}</span></p>
${problems.length > 0 && html`<h2>What stands against it</h2>`}
${problemList(problems)}
<h2>What was understood</h2>
<dl class="facts">
${fact('Headline', release.title === null ? none : html`<span dir="auto">${release.title}</span>`)}
${release.subtitle !== null && fact('Below it', html`<span dir="auto">${release.subtitle}</span>`)}
${fact('Language', release.language === null ? none : languageName(release.language))}
${fact('Place', release.dateline.place ?? none)}
${fact('Date', release.dateline.date ?? none)}
${fact('Embargo', release.embargo ?? html`<span class="soft">none</span>`)}
${release.sendAtLocal ? fact('To be sent at', localTimeInWords(release.sendAtLocal)) : release.sendAt !== null && fact('To be sent at', release.sendAt)}
${fact('Press contacts', release.contacts.length === 0 ? none : release.contacts.map((one) => html`${[one.name, one.organisation, one.email, one.phone].filter(Boolean).join(' · ')}<br>`))}
</dl>
${problemList([], assumptions)}`,
  });
}
