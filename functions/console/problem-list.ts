import type { Assumption, Problem } from '../_shared/domain/report.ts';
import { type Content, html } from '../_shared/runtime/html.ts';

/** The problems with their fixes, then the assumptions. */
export function problemList(problems: readonly Problem[], assumptions: readonly Assumption[] = []): Content {
  if (problems.length === 0 && assumptions.length === 0) return null;
  return html`<ul class="problems">
${problems.map(
  ({ severity, message, fix, where }) =>
    html`<li class="${severity}"><p>${message}${where.line !== undefined && html` <span class="soft">line ${where.line}</span>`}</p><p class="hint">${fix}</p></li>`,
)}
${assumptions.map(({ message }) => html`<li class="assumption"><p>Assumed: ${message}</p></li>`)}
</ul>`;
}
