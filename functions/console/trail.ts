import type { TrailPart } from '../_shared/aws/audit-store.ts';
import type { AuditLine } from '../_shared/domain/audit.ts';
import { type Html, html } from '../_shared/runtime/html.ts';
import { whenWords } from './words.ts';

/** Lines on one page of the trail. */
export const trailSize = 50;
export const latest = { before: null, size: trailSize };

/** Audit lines as a list, in the order given. With `withSubject` each line names its subject. */
export function trailLines(lines: readonly AuditLine[], zone: string, withSubject = false): Html {
  if (lines.length === 0) return html`<p class="empty">nothing yet</p>`;
  return html`<ol class="trail" reversed>${lines.map(
    ({ at, by, act, reason, subject }) =>
      html`<li>${whenWords(at, zone)}<span>${withSubject && html`${subjectLink(subject)}: `}<b>${act.replaceAll('-', ' ')}</b> by ${by}${reason && html`: ${reason}`}</span></li>`,
  )}</ol>`;
}

/** The latest lines of one subject, for its own page. */
export function trailOf(subject: string, { lines, older }: TrailPart, zone: string): Html {
  return html`${trailLines(lines, zone)}
${older !== null && html`<p><a href="/trail?${new URLSearchParams({ subject, before: older }).toString()}">Older</a></p>`}`;
}

export function subjectLink(subject: string): Html {
  const [kind = '', ...rest] = subject.split('#');
  const id = rest.join('#');
  const folder = { RELEASE: 'releases', CONTACT: 'contacts', LIST: 'lists', SEGMENT: 'segments' }[kind];
  return folder
    ? html`<a href="/${folder}/${encodeURIComponent(id)}">${kind.toLowerCase()} ${id}</a>`
    : html`${subject.toLowerCase()}`;
}
