import type { Line } from '../formats/source.ts';
import { findDates } from '../moments/find-dates.ts';
import { oneOf } from '../words/phrases.ts';
import { ofEveryLanguage } from '../words/vocabularies.ts';
import { isEndMark, opensWithLabel, sectionOf } from './classify-line.ts';
import { addressesIn, telephonesIn } from './find-contacts.ts';
import { datelinePrefix } from './find-dateline.ts';
import { type Role, withRole } from './roles.ts';

const openings = oneOf(ofEveryLanguage((words) => words.contacts.openings));
const inlineContact = new RegExp(
  `^[^\\p{L}\\p{N}]{0,4}${openings}(?: (?:is|:))?\\s{0,9}[:-]\\s{0,9}\\S`,
  'u',
);
const dateThenContact = new RegExp(`^[^:]{6,40}?\\s{1,8}${openings}\\s{0,9}:\\s{0,9}\\S`, 'u');
const sentences = oneOf(ofEveryLanguage((words) => words.contacts.sentences));
const contactSentence = new RegExp(`^[^\\p{L}\\p{N}]{0,4}(?:\\d{1,2}[.)]\\s{1,3})?${sentences}`, 'u');

/** What the lines above have opened: nothing, or a section and the line that opened it. */
interface Open {
  role: SectionRole | null;
  by: Line | null;
}
type SectionRole = 'contact' | 'notes' | 'boilerplate';
const nothing: Open = { role: null, by: null };

/** The roles with the end marked, and contacts, notes and "About…", which run from their heading to the next one. */
export function markSections(lines: readonly Line[], given: readonly Role[]): Role[] {
  const roles = markEnd(lines, given);
  let open = nothing;
  let proseSeen = false;
  let ended = false;
  const after: Line[] = [];
  for (const [index, line] of lines.entries()) {
    const role = roles[line.id];
    if (role === 'end-mark') ended = true;
    if (role === 'end-mark' || role === 'label') open = nothing;
    if (role === 'embargo' && open.role !== 'contact') open = nothing;
    if (role === 'end-mark' || role === 'label' || role === 'embargo' || role === 'furniture') continue;
    const opening = openingOf(line, lines[index + 1]);
    if (opening !== null) {
      if (opening.role === 'notes' && !proseSeen) continue;
      roles[line.id] = opening.role;
      // What stands in one paragraph opens no section. It ends the contacts above it, but no other section.
      if (!opening.alone) open = { role: opening.role, by: line };
      else if (open.role === 'contact') open = nothing;
      continue;
    }
    if (ends(open, lines, index)) open = nothing;
    if (open.role !== null) roles[line.id] = open.role;
    else if (ended) {
      roles[line.id] = 'notes';
      after.push(line);
    } else if (line.text.length > 150) proseSeen = true;
  }
  return withRole(roles, footerOf(after), 'furniture');
}

function markEnd(lines: readonly Line[], roles: readonly Role[]): Role[] {
  const ends = lines.filter(
    ({ id, text }) => isEndMark(text) && (roles[id] === 'body' || roles[id] === 'furniture'),
  );
  return withRole(
    roles,
    ends.map(({ id }) => id),
    'end-mark',
  );
}

/** Many short lines below the end mark are a page's footer, not notes. */
function footerOf(after: readonly Line[]): number[] {
  const short = after.filter((line) => line.text.length < 45);
  return short.length >= 12 && short.length > after.length * 0.7 ? short.map(({ id }) => id) : [];
}

/** Whether an open section ends before a line. */
function ends({ role, by }: Open, lines: readonly Line[], index: number): boolean {
  const line = lines[index];
  if (role === null || !line) return false;
  return closes(line, role, by) || (role === 'contact' && leadsNowhere(lines, index));
}

function openingOf(line: Line, next: Line | undefined): { role: SectionRole; alone: boolean } | null {
  const { text } = line;
  if (line.kind === 'quote') return null;
  const reachable = addressesIn(text).length > 0 || telephonesIn(text).length > 0;
  if (inlineContact.test(line.folded) && text.length < 250) return { role: 'contact', alone: false };
  if (dateThenContact.test(line.folded) && findDates(text).length > 0)
    return { role: 'contact', alone: false };
  if (
    contactSentence.test(line.folded) &&
    reachable &&
    text.length < 450 &&
    !/individuals|residents|the public|customers|patients|tips?\b/i.test(text)
  )
    return { role: 'contact', alone: true };
  const section = sectionOf(text);
  if (section === null) {
    const lead = boldLead(line) ?? /^[^:：.。]{3,70}[:：]/u.exec(text)?.[0] ?? null;
    if (
      lead !== null &&
      text.length > lead.length + 30 &&
      sectionOf(lead.replace(/[:：]\s*$/u, '')) === 'boilerplate'
    )
      return { role: 'boilerplate', alone: true };
    return null;
  }
  if (line.kind === 'item' && line.inlines.some((inline) => inline.type === 'link')) return null;
  if (section === 'contacts') return { role: 'contact', alone: false };
  const headed =
    line.kind === 'heading' ||
    line.bold ||
    /[:：]\s*$/u.test(text) ||
    line.last ||
    (next?.text.length ?? 0) > 100 ||
    text === text.toUpperCase();
  if (!headed || /[.!?]$/.test(text)) return null;
  return { role: section === 'notes' ? 'notes' : 'boilerplate', alone: false };
}

function boldLead(line: Line): string | null {
  const first = line.inlines[0];
  return first && first.type === 'text' && first.bold && line.inlines.length > 1 ? first.text : null;
}

/** A new paragraph among the contacts, with no address or telephone in it or in the next lines. */
function leadsNowhere(lines: readonly Line[], index: number): boolean {
  const line = lines[index];
  if (!line?.first || line.kind !== 'paragraph') return false;
  const opened = lines[index - 1];
  if (opened && sectionOf(opened.text) === 'contacts') return false;
  return !lines.slice(index, index + 5).some(bringsContact);
}
function bringsContact(line: Line): boolean {
  return (
    addressesIn(line.text).length > 0 ||
    telephonesIn(line.text).length > 0 ||
    line.inlines.some((inline) => inline.type === 'link' && /^mailto:/i.test(inline.href)) ||
    /\sat\s.{1,40}\sdot\s|protected\]/.test(line.folded)
  );
}

function closes(line: Line, current: Role, openedBy: Line | null): boolean {
  if (line.kind === 'heading' || line.kind === 'title')
    return !(openedBy?.kind === 'heading' && line.level > openedBy.level);
  if (current !== 'contact') return false;
  if (opensWithLabel(line.text)) return true;
  const reachable = addressesIn(line.text).length > 0 || telephonesIn(line.text).length > 0;
  const prefix = datelinePrefix(line.text, 0);
  if (prefix !== null && prefix.certainty >= 2 && line.text.length > prefix.length + 20 && !reachable)
    return true;
  return !reachable && (line.text.length > 130 || (line.text.length > 90 && /[.!?]["”]?$/.test(line.text)));
}
