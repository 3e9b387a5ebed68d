import type { Assumption, MediaContact, Problem } from '../../_shared/domain/report.ts';
import type { Line, Margin } from '../formats/source.ts';
import { findDates } from '../moments/find-dates.ts';
import { fold } from '../words/clean-text.ts';
import { oneOf } from '../words/phrases.ts';
import { ofEveryLanguage } from '../words/vocabularies.ts';
import { sectionOf } from './classify-line.ts';
import { addressesIn, findContacts, telephonesIn } from './find-contacts.ts';
import { lineOfText } from './lines-of.ts';
import type { Role, Span } from './roles.ts';

/** The media contacts that a text names, and where the first of them stands. */
export interface TextContacts {
  contacts: MediaContact[];
  at: number | null;
  problems: Problem[];
  assumptions: Assumption[];
}

/** Reads the lines that are marked as contacts, and what page headers and footers say of the press office. */
export function readContacts(
  lines: readonly Line[],
  roles: readonly Role[],
  margins: readonly Margin[],
): { found: TextContacts; spans: Span[] } {
  const own = lines.filter((line) => roles[line.id] === 'contact').map(withoutLeadingDate);
  const found = findContacts(
    own.filter((line) => sectionOf(line.text) !== 'contacts' || addressesIn(line.text).length > 0),
  );
  const contacts = [...found.contacts];
  for (const contact of marginContacts(margins))
    if (!contacts.some((known) => known.email === contact.email)) contacts.push(contact);
  const assumptions = found.assumed.map(({ email, written }) => ({
    field: 'contacts',
    message: `“${written}” read as ${email}`,
  }));
  return {
    found: { contacts, at: own[0]?.at ?? null, problems: found.problems, assumptions },
    spans: own.filter((line) => isContact(line, found.contacts)).map((line) => spanIn(line, lines[line.id])),
  };
}

function isContact({ text }: Line, contacts: readonly MediaContact[]): boolean {
  return (
    addressesIn(text).length > 0 ||
    telephonesIn(text).length > 0 ||
    contacts.some(({ name }) => name !== null && text.includes(name))
  );
}

/** From where the contact begins in its line, behind a date, to the line's end. */
function spanIn(contact: Line, line: Line | undefined): Span {
  const end = line?.text.length ?? 0;
  return { line: contact.id, start: end - contact.text.length, end, field: 'contacts' };
}

/** `May 10, 2019 Contact: Kimberlee Leach`: the date is the dateline's. */
function withoutLeadingDate(line: Line): Line {
  const [date] = findDates(line.text.slice(0, 40));
  if (!date || date.start > 2) return line;
  const text = line.text.slice(date.end).trim();
  return { ...line, text, inlines: [{ type: 'text', text }] };
}

const pressOffice = new RegExp(oneOf(ofEveryLanguage((words) => words.contacts.margins)), 'u');
/** Word's page headers and footers often hold the press office's address: kept when they say that they do. */
function marginContacts(margins: readonly Margin[]): MediaContact[] {
  return margins
    .filter(
      ({ where, text }) =>
        (where === 'page header' || where === 'page footer') && pressOffice.test(fold(text)),
    )
    .flatMap(({ text, at }) => findContacts([lineOfText(text, at ?? 1)]).contacts)
    .filter(({ email }) => email !== null);
}
