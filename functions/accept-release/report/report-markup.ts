import type { Role, Span } from '../fields/roles.ts';

/** Text for HTML, in content and in quoted attributes. */
export function safe(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

export const roleWords: Partial<Record<Role, string>> = {
  label: 'label, left out',
  title: 'headline',
  subtitle: 'subtitle',
  dateline: 'dateline',
  embargo: 'embargo',
  contact: 'contact',
  notes: 'notes to editors',
  boilerplate: 'about',
  'end-mark': 'end mark',
  furniture: 'left out',
};

const maximumLineLength = 6000;

/** A line's text with the stretches marked in which fields were found. */
export function highlighted(line: string, spans: readonly Omit<Span, 'line'>[]): string {
  const text = line.slice(0, maximumLineLength);
  const sorted = [...spans].sort((a, b) => a.start - b.start);
  let at = 0;
  let html = '';
  for (const span of sorted) {
    const start = Math.min(Math.max(span.start, at), text.length);
    const end = Math.min(Math.max(span.end, start), text.length);
    if (end === start) continue;
    html += `${safe(text.slice(at, start))}<mark class="f-${span.field}" title="${span.field}">${safe(text.slice(start, end))}</mark>`;
    at = end;
  }
  return html + safe(text.slice(at));
}
