import type { AuditLine } from '../_shared/domain/audit.ts';
import { html } from '../_shared/runtime/html.ts';
import type { PageResponse } from '../_shared/runtime/page.ts';
import { pageOf, type Shell } from './layout.ts';
import { trailOf } from './trail.ts';

/** All acts of one month (`YYYY-MM`, UTC), the latest first. */
export function trailPage(
  shell: Shell,
  month: string,
  lines: readonly AuditLine[],
  zone: string,
): PageResponse {
  const name = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' });
  return pageOf(shell, {
    title: 'Trail',
    section: 'trail',
    body: html`
<h1>Trail</h1>
<p class="lead">Every act of ${name.format(new Date(`${month}-01T00:00:00Z`))}: who, when, what. It cannot be edited.</p>
${trailOf(lines, zone, true)}
<nav class="pages" aria-label="Months"><a href="/trail?month=${monthFrom(month, -1)}">← month before</a> <a href="/trail?month=${monthFrom(month, 1)}">month after →</a></nav>`,
  });
}

function monthFrom(month: string, months: number): string {
  const date = new Date(`${month}-01T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + months);
  return date.toISOString().slice(0, 7);
}
