import type { MediaContact, Problem } from '../../_shared/domain/report.ts';
import type { Line } from '../formats/source.ts';
import { problem } from '../problems.ts';
import { cleanLine, fold, trimmedBy } from '../words/clean-text.ts';
import { anywhere, asWords, oneOf } from '../words/phrases.ts';
import { ofEveryLanguage } from '../words/vocabularies.ts';

export interface FoundContacts {
  contacts: MediaContact[];
  problems: Problem[];
  /** Addresses that had to be put together from “at” and “dot”. */
  assumed: { email: string; written: string }[];
}

const address = /[\p{L}\p{N}._%+'-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){0,6}\.[\p{L}]{2,24}/gu;
const at = oneOf(ofEveryLanguage((words) => words.contacts.at));
const dot = oneOf(ofEveryLanguage((words) => words.contacts.dot));
const dotBetween = `\\s{0,2}(?:[([{]\\s?(?:${dot}|\\.)\\s?[)\\]}]|\\s${dot}\\s|\\.)\\s{0,2}`;
const part = '[\\p{L}\\p{N}-]{1,63}';
const spelled = new RegExp(
  `(?<![\\p{L}\\p{N}._%+-])(?<user>[\\p{L}\\p{N}._%+-]{1,64})\\s{0,2}(?:[([{]\\s?(?:${at}|@)\\s?[)\\]}]|\\s${at}\\s)\\s{0,2}` +
    `(?<host>${part}(?:${dotBetween}${part}){1,5})(?![\\p{L}\\p{N}])`,
  'giu',
);
const dots = new RegExp(dotBetween, 'giu');
const extension = oneOf(ofEveryLanguage((words) => words.contacts.extension));
const telephone = new RegExp(
  `(?<![\\p{L}\\p{N}@./-])(?:\\+|00|\\()?\\(?\\d[\\d\\s()./\\u00a0\\u2011\\u2013-]{5,22}\\d(?:\\s?${extension}\\s?\\d{1,6})?(?![\\d\\p{L}@])`,
  'giu',
);

/** Every address in a text, as written. */
export function addressesIn(text: string): string[] {
  if (!text.includes('@')) return [];
  return [...text.matchAll(address)].map((match) => trimmedBy(match[0].replace(/^['.-]+/, ''), /['.-]/));
}

function spelledOut(text: string): { email: string; written: string }[] {
  return [...text.matchAll(spelled)].flatMap((match) => {
    const { user, host } = match.groups ?? {};
    if (user === undefined || host === undefined) return [];
    const dotted = host.replace(dots, '.');
    return /^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,24}$/u.test(dotted)
      ? [{ email: `${user}@${dotted}`, written: match[0].trim() }]
      : [];
  });
}

/** Telephone numbers: seven digits at least, and no date. */
export function telephonesIn(text: string): string[] {
  return [...text.matchAll(telephone)]
    .map((match) => trimmedBy(cleanLine(match[0]).replace(/^[\s.–-]+/u, ''), /[\s.–(-]/u))
    .filter((number) => {
      const digits = number.replace(/\D/g, '').length;
      return (
        digits >= 7 &&
        digits <= 17 &&
        !/^\d{1,2}[./-]\d{1,2}[./-]\d{4}$|^\d{4}[./-]\d{1,2}[./-]\d{1,2}$|^\d{4}\s?[–-]\s?\d{4}$/u.test(
          number,
        )
      );
    });
}

const telephones = oneOf(ofEveryLanguage((words) => words.contacts.telephones));
const fieldLabel = new RegExp(
  `(?<!\\p{L})${oneOf(ofEveryLanguage((words) => words.contacts.fields))}\\.?(?:\\s{0,9}\\(${telephones}\\))?\\s{0,9}[:：]`,
  'giu',
);
const bareField = new RegExp(
  `(?<=^|[\\s,，、])${oneOf(ofEveryLanguage((words) => words.contacts.bareFields))}(?=[\\s,，、]|$)`,
  'giu',
);
const telephoneKind = new RegExp(`\\((?:\\s|${telephones})*\\)`, 'giu');
const openingLabel = new RegExp(
  `^[\\s*_"“(]*${oneOf(ofEveryLanguage((words) => words.contacts.labels))}\\s{0,9}[:：–—-]\\s*`,
  'iu',
);
const organisation = anywhere(ofEveryLanguage((words) => words.contacts.offices));
const title = new RegExp(`^${oneOf(ofEveryLanguage((words) => words.contacts.titles))}\\.?\\s+`, 'iu');
const particles = /^(?:de|del|la|van|von|der|den|bin|ibn|al|el|da|dos|di|le|du|zu|y|e|ten|ter)$/iu;

/** A person's name: two to five capitalised words, or a short name in a script without capitals; no title of office. */
export function looksLikeName(text: string): boolean {
  const plain = text
    .replace(title, '')
    .replace(/\([^)]{0,30}\)$/u, '')
    .trim();
  if (plain === '' || plain.length > 50 || /[\d@:/;,!?]/.test(plain)) return false;
  if (organisation.test(fold(plain))) return false;
  if (/^[\p{Script=Han}·]{2,5}(?:\s?(?:先生|女士|小姐))?$/u.test(plain)) return true;
  const words = plain.split(/\s+/);
  if (words.length < 2 || words.length > 6) return false;
  if (/^\p{Script=Arabic}/u.test(plain)) return words.length <= 4;
  return words.every((word) => particles.test(word) || /^\p{Lu}[\p{L}\p{M}.'’-]*$/u.test(word));
}

interface Draft {
  name: string | null;
  organisation: string[];
  emails: string[];
  phones: string[];
}
const empty = (): Draft => ({ name: null, organisation: [], emails: [], phones: [] });
const reachable = (draft: Draft) => draft.emails.length > 0 || draft.phones.length > 0;

/** The contacts that a contact section's lines name. One address or telephone closes a contact when a new name follows. */
export function findContacts(lines: readonly Line[]): FoundContacts {
  const result: FoundContacts = { contacts: [], problems: [], assumed: [] };
  let draft = empty();
  let block = -1;
  const close = () => {
    if (draft.name !== null || reachable(draft)) result.contacts.push(...finish(draft));
    draft = empty();
  };
  for (const line of lines) {
    const parts = readLine(line, result);
    const startsNew =
      parts.words.some((word) => looksLikeName(word)) || (block !== line.block && parts.words.length > 0);
    if (
      reachable(draft) &&
      (startsNew || (parts.emails.length > 0 && draft.emails.length > 0 && block !== line.block))
    )
      close();
    for (const word of parts.words)
      if (draft.name === null && looksLikeName(word)) draft.name = word;
      else if (draft.name !== null && looksLikeName(word) && reachable(draft)) {
        close();
        draft.name = word;
      } else draft.organisation.push(word);
    draft.emails.push(...parts.emails);
    draft.phones.push(...parts.phones);
    block = line.block;
  }
  close();
  result.contacts = distinct(result.contacts).slice(0, 50);
  return result;
}

function finish(draft: Draft): MediaContact[] {
  const emails = [...new Set(draft.emails)];
  const organisation = draft.organisation.join(', ').slice(0, 200);
  const base = { name: draft.name, organisation: organisation === '' ? null : organisation };
  const [first, ...others] = emails;
  return [
    { ...base, email: first ?? null, phone: draft.phones[0] ?? null },
    ...others.map((email) => ({ name: null, organisation: base.organisation, email, phone: null })),
  ].filter((contact) => contact.email !== null || contact.phone !== null || contact.name !== null);
}

function distinct(contacts: MediaContact[]): MediaContact[] {
  const seen = new Set<string>();
  return contacts.filter((contact) => {
    const key = contact.email?.toLowerCase() ?? `${contact.name}|${contact.phone}`;
    return seen.has(key) ? false : seen.add(key);
  });
}

function readLine(
  line: Line,
  result: FoundContacts,
): { words: string[]; emails: string[]; phones: string[] } {
  const emails: string[] = [];
  let text = line.text;
  for (const inline of line.inlines) {
    if (inline.type !== 'link' || !inline.href.toLowerCase().startsWith('mailto:')) continue;
    const target = mailtoAddress(inline.href);
    const shown = addressesIn(inline.text)[0];
    if (target === null) continue;
    if (shown !== undefined && shown.toLowerCase() !== target.toLowerCase()) {
      result.problems.push(
        problem('contact-address-conflict', `The link shows ${shown} but writes to ${target}.`, {
          line: line.at,
          field: 'contacts',
        }),
      );
      text = text.replace(inline.text, ' ');
    } else if (shown === undefined) emails.push(target);
  }
  for (const found of addressesIn(text)) {
    emails.push(found);
    text = text.replace(found, ' ');
  }
  for (const { email, written } of spelledOut(text)) {
    emails.push(email);
    result.assumed.push({ email, written });
    text = text.replace(written, ' ');
  }
  if (/\[email[\s\u00a0]protected\]/i.test(text)) {
    result.problems.push(
      problem(
        'contact-address-invalid',
        'A contact’s address was hidden by the web page it was copied from (“[email protected]”).',
        { line: line.at, field: 'contacts' },
        'Write the e-mail address out.',
      ),
    );
    text = text.replace(/\[email[\s\u00a0]protected\]/gi, ' ');
  }
  const phones = telephonesIn(text);
  for (const phone of phones) text = text.replace(phone, ' ');
  return { words: wordsOf(text), emails, phones };
}

/** The address of a `mailto:` link; null when it is none, or several. */
export function mailtoAddress(href: string): string | null {
  let target = href.replace(/^mailto:/i, '').split('?')[0] ?? '';
  try {
    target = decodeURIComponent(target);
  } catch {
    return null;
  }
  const [only] = addressesIn(target);
  return only !== undefined && only.length === target.trim().length ? only : null;
}

const begins = oneOf(ofEveryLanguage((words) => words.contacts.sentenceBegins));
const verbs = asWords(ofEveryLanguage((words) => words.contacts.verbs));
/** `For media inquiries, please contact`: the sentence around a contact names nobody. */
const contactPhrase = new RegExp(
  `^[^\\p{L}\\p{N}]*(?:\\d{1,2}[.)]\\s+)?${begins}(?=[\\s\\p{Script=Han}])[^:@]{0,110}?${verbs}\\s*[:：]?\\s*`,
  'iu',
);
const nobody = new RegExp(`^${oneOf(ofEveryLanguage((words) => words.contacts.nobody))}$`, 'iu');
const joinsBefore = oneOf(ofEveryLanguage((words) => words.contacts.joinsBefore));
const joinsAfter = oneOf(ofEveryLanguage((words) => words.contacts.joinsAfter));
const joins = new RegExp(`^${joinsBefore}\\s|\\s${joinsAfter}$`, 'giu');
const between = new RegExp(
  `[|•·;\\t–—、，،]|,(?=\\s)|\\s-\\s|\\s/\\s|(?<!\\p{L})or(?=\\s{0,3}$)|^${joinsBefore}(?!\\p{L})`,
  'iu',
);

/** What is left of a contact line: names, offices, organisations. */
function wordsOf(text: string): string[] {
  const plain = text
    .replace(/[*_]{1,3}/g, ' ')
    .replace(openingLabel, ' ')
    .replace(contactPhrase, ' ')
    .replace(fieldLabel, ' | ')
    .replace(bareField, ' | ')
    .replace(telephoneKind, ' ')
    .replace(/https?:\/\/\S{1,300}|www\.\S{1,300}|(?:^|\s)@\w{2,30}/gi, ' ');
  return plain
    .split(between)
    .map((word) =>
      trimmedBy(
        cleanLine(word)
          .replace(joins, '')
          .replace(/^[\s.,،:()/–-]+/u, ''),
        /[\s.,،:(/–-]/u,
      ),
    )
    .filter((word) => word.length > 1 && /\p{L}/u.test(word) && word.length < 160 && !nobody.test(word));
}
