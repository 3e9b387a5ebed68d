import type { AuditLine } from '../_shared/domain/audit.ts';
import { type Html, html } from '../_shared/runtime/html.ts';
import { whenWords } from './words.ts';

/** Audit lines as a list, the latest first. With `withSubject` each line names its subject. */
export function trailOf(lines: readonly AuditLine[], zone: string, withSubject = false): Html {
  if (lines.length === 0) return html`<p class="empty">nothing yet</p>`;
  return html`<ol class="trail" reversed>${lines
    .toReversed()
    .map(
      ({ at, by, act, reason, subject }) =>
        html`<li>${whenWords(at, zone)}<span>${withSubject && html`${subjectLink(subject)}: `}<b>${act.replaceAll('-', ' ')}</b> by ${by}${reason && html`: ${reason}`}</span></li>`,
    )}</ol>`;
}

function subjectLink(subject: string): Html {
  const [kind = '', ...rest] = subject.split('#');
  const id = rest.join('#');
  const folder = { RELEASE: 'releases', CONTACT: 'contacts', LIST: 'lists', SEGMENT: 'segments' }[kind];
  return folder
    ? html`<a href="/${folder}/${encodeURIComponent(id)}">${kind.toLowerCase()} ${id}</a>`
    : html`${subject.toLowerCase()}`;
}
