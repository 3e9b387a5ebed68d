import type { TrailPart } from '../_shared/aws/audit-store.ts';
import { type Html, html } from '../_shared/runtime/html.ts';
import type { PageResponse } from '../_shared/runtime/page.ts';
import { pageOf, type Shell } from './layout.ts';
import { subjectLink, trailLines } from './trail.ts';

/** Acts of one month (`YYYY-MM`, UTC). */
export function trailPage(shell: Shell, month: string, part: TrailPart, zone: string): PageResponse {
  const name = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' });
  return pageOf(shell, {
    title: 'Trail',
    section: 'trail',
    body: html`
<h1>Trail</h1>
<p class="lead">Every act of ${name.format(new Date(`${month}-01T00:00:00Z`))}, the latest first: who, when, what. It cannot be edited.</p>
${trailLines(part.lines, zone, true)}
${pages({ month }, part)}
<nav class="pages" aria-label="Months"><a href="/trail?month=${monthFrom(month, -1)}">← month before</a> <a href="/trail?month=${monthFrom(month, 1)}">month after →</a></nav>`,
  });
}

/** Acts on one subject, such as a release. */
export function subjectTrailPage(shell: Shell, subject: string, part: TrailPart, zone: string): PageResponse {
  return pageOf(shell, {
    title: 'Trail',
    section: 'trail',
    body: html`
<h1>Trail</h1>
<p class="lead">Every act on ${subjectLink(subject)}, the latest first.</p>
${trailLines(part.lines, zone)}
${pages({ subject }, part)}`,
  });
}

function pages(of: Record<string, string>, { older }: TrailPart): Html {
  const address = (more: Record<string, string>) =>
    `/trail?${new URLSearchParams({ ...of, ...more }).toString()}`;
  return html`<nav class="pages" aria-label="Pages"><a href="${address({})}">Latest</a>${older !== null && html` <a href="${address({ before: older })}">Older</a>`}</nav>`;
}

function monthFrom(month: string, months: number): string {
  const date = new Date(`${month}-01T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + months);
  return date.toISOString().slice(0, 7);
}
