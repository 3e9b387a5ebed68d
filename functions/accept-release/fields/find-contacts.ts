import type { MediaContact, Problem } from '../../_shared/domain/report.ts';
import type { Line } from '../formats/source.ts';
import { problem } from '../problems.ts';
import { cleanLine, fold, trimmedBy } from '../words/clean-text.ts';

export interface FoundContacts {
  contacts: MediaContact[];
  problems: Problem[];
  /** Addresses that had to be put together from “at” and “dot”. */
  assumed: { email: string; written: string }[];
}

const address = /[\p{L}\p{N}._%+'-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){0,6}\.[\p{L}]{2,24}/gu;
const spelled =
  /(?<![\p{L}\p{N}._%+-])(?<user>[\p{L}\p{N}._%+-]{1,64})\s{0,2}(?:[([{]\s?(?:at|arobase|arroba|ät|@)\s?[)\]}]|\s(?:at|arobase|arroba)\s)\s{0,2}(?<host>[\p{L}\p{N}-]{1,63}(?:\s{0,2}(?:[([{]\s?(?:dot|point|punto|punkt|\.)\s?[)\]}]|\s(?:dot|point|punto|punkt)\s|\.)\s{0,2}[\p{L}\p{N}-]{1,63}){1,5})(?![\p{L}\p{N}])/giu;
const telephone =
  /(?<![\p{L}\p{N}@./-])(?:\+|00|\()?\(?\d[\d\s()./\u00a0\u2011\u2013-]{5,22}\d(?:\s?(?:ext\.?|x|extension|poste|доб\.?|máy lẻ)\s?\d{1,6})?(?![\d\p{L}@])/giu;

/** Every address in a text, as written. */
export function addressesIn(text: string): string[] {
  if (!text.includes('@')) return [];
  return [...text.matchAll(address)].map((match) => match[0].replace(/^['.-]+|['.-]+$/g, ''));
}

function spelledOut(text: string): { email: string; written: string }[] {
  return [...text.matchAll(spelled)].flatMap((match) => {
    const { user, host } = match.groups ?? {};
    if (user === undefined || host === undefined) return [];
    const dotted = host.replace(
      /\s{0,2}[([{]?\s?(?:\b(?:dot|point|punto|punkt)\b|\.)\s?[)\]}]?\s{0,2}/giu,
      '.',
    );
    return /^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,24}$/u.test(dotted)
      ? [{ email: `${user}@${dotted}`, written: match[0].trim() }]
      : [];
  });
}

/** Telephone numbers: seven digits at least, and no date. */
export function telephonesIn(text: string): string[] {
  return [...text.matchAll(telephone)]
    .map((match) => cleanLine(match[0]).replace(/^[\s.–-]+|[\s.–(-]+$/gu, ''))
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

const fieldLabel =
  /(?<![\p{L}])(?:e-?mails?|mail|courriels?|correo(?: electrónico)?|e-post|эл\. ?почта|электронная почта|почта|e-mail|thư điện tử|hộp thư|البريد الإلكتروني|بريد إلكتروني|الايميل|电子邮箱|電子郵箱|邮箱|電郵|电邮|电子邮件|邮件|電子郵件|tel(?:ephone|efon|éfono|efono)?|phones?|ph|mobile|mob|cell(?:ular)?|office|fax|t[ée]l(?:[ée]phone)?|portable|teléfonos?|móvil|celular|telefonnummer|handy|mobil|тел(?:ефон)?|моб|факс|điện thoại|đt|sđt|di động|هاتف|الهاتف|جوال|محمول|فاكس|电话|電話|手机|手機|传真|傳真|whatsapp|zalo|website|web|site|www|twitter|x|name|nom|nombre|ф\.?и\.?о\.?|họ (?:và )?tên|الاسم|姓名|联系人|聯絡人|switchboard|out of hours|press enquiries|ext|m|p|f|e|t|d|direct|o)\.?(?:\s*\((?:office|mobile|cell|m|o|tel|w|h)\))?\s*[:：]/giu;
const openingLabel =
  /^[\s*_"“(]*(?:(?:for )?(?:(?:media|press|news|further|more|additional) )*(?:contacts?|inquiries|enquiries|information|queries)(?: (?:information|details|person|presse|de presse|us|for media))?|contacts? (?:presse|m[ée]dias?)|contactos?(?: (?:de|para) (?:prensa|medios|la prensa))?|presse-?kontakt|medien-?kontakt|kontakt|ansprechpartner(?:in)?|rückfragen|контакты?(?: для (?:сми|прессы))?|контактное лицо|liên hệ(?: (?:báo chí|truyền thông))?|đầu mối liên hệ|للتواصل(?: الإعلامي)?|للاتصال|جهة الاتصال|媒体联系人?|媒体联系方式|新闻联系人?|联系人|联系方式|聯絡人|媒體聯絡人?)\s*[:：–—-]\s*/iu;

const organisationWords =
  /(?:office|organi[sz]ations?|world|international|national|government|fund|society|network|academy|college|school|hospital|museum|court|police|chamber|alliance|initiative|services|affairs|newsroom|ministry|department|press|media|team|agency|university|group|inc|ltd|llc|gmbh|ag|foundation|institute|council|communications?|relations|manager|director|officer|head|spokes\p{L}*|analyst|coordinator|specialist|advisor|adviser|assistant|secretary|editor|association|federation|committee|commission|bank|company|corp\p{L}*|enquir\p{L}*|inquir\p{L}*|inquries|general|desk|service|unit|centre|center|programme|program|project|union|authority|women|nations|viet ?nam|postgresql|responsable|directeur|directrice|chargée?|service|ministère|bureau|jefe|jefa|oficina|ministerio|gabinete|dirección|pressesprecher\p{L}*|leiter\p{L}*|referat|ministerium|stelle|пресс-\p{L}+|министерств\p{L}+|отдел\p{L}*|служб\p{L}+|директор|руководител\p{L}+|văn phòng|bộ|sở|ban|phòng|trưởng|cán bộ|chuyên viên|giám đốc|cục|vụ|viện|công ty|tập đoàn|مكتب|وزارة|مدير|مسؤول|إدارة|قسم|主任|经理|总监|部|处|司|公司|委员会|办公室|新闻处|中心)/iu;

/** A person's name: two to five capitalised words, or a short name in a script without capitals; no title of office. */
export function looksLikeName(text: string): boolean {
  const plain = text
    .replace(
      /^(?:mr|mrs|ms|mx|dr|prof|sir|m|mme|mlle|sr|sra|srta|herr|frau|ông|bà|anh|chị|г-н|г-жа|السيد|السيدة|أ|د)\.?\s+/iu,
      '',
    )
    .replace(/\s*\([^)]{0,30}\)$/u, '')
    .trim();
  if (plain === '' || plain.length > 50 || /[\d@:/;,!?]/.test(plain)) return false;
  if (/^[\p{Script=Han}·]{2,5}(?:\s?(?:先生|女士|小姐))?$/u.test(plain))
    return !organisationWords.test(plain);
  const words = plain.split(/\s+/);
  if (words.length < 2 || words.length > 6) return false;
  if (/^\p{Script=Arabic}/u.test(plain)) return words.length <= 4 && !organisationWords.test(fold(plain));
  const particles = /^(?:de|del|la|van|von|der|den|bin|ibn|al|el|da|dos|di|le|du|zu|y|e|ten|ter)$/iu;
  if (!words.every((word) => particles.test(word) || /^\p{Lu}[\p{L}\p{M}.'’-]*$/u.test(word))) return false;
  const wordwise = new RegExp(`(?<![\\p{L}])${organisationWords.source}(?![\\p{L}])`, 'iu');
  return !wordwise.test(plain);
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

/** `For media inquiries, please contact`: the sentence around a contact names nobody. */
const contactPhrase =
  /^[^\p{L}\p{N}]*(?:\d{1,2}[.)]\s+)?(?:for|please|media|press|journalists|reporters|pour|para|für|bei|за|для|по|mọi|để|لمزيد|للمزيد|للحصول|如需|欲了解|更多)(?=[\s\p{Script=Han}])[^:@]{0,110}?(?:contact|call|e-?mail(?: or call)?|write to|reach|visit|contacter|écrire à|appeler|joindre|contactar(?: con)?|comunicarse con|escribir a|wenden sie sich(?: bitte)? an|kontaktieren(?: sie)?|обращ\p{L}+(?: к| по)?|liên hệ(?: với)?|الاتصال|التواصل|联系|聯絡|联络)(?: us| with| at| to| à| a| an| с| مع| ب)?\s*[:：]?\s*/iu;
const sectionWord =
  /^(?:media|press|investors?|investor relations|public relations|general|for media|for press|presse|prensa|пресса|báo chí|media contacts?|press contacts?|contacts?)$/iu;

/** What is left of a contact line: names, offices, organisations. */
function wordsOf(text: string): string[] {
  const plain = text
    .replace(/[*_]{1,3}/g, ' ')
    .replace(openingLabel, ' ')
    .replace(contactPhrase, ' ')
    .replace(fieldLabel, ' | ')
    .replace(/(?<=^|[\s,，、])(?:电话|電話|手机|手機|电邮|電郵|邮箱|电子邮箱|传真)(?=[\s,，、]|$)/gu, ' | ')
    .replace(/\((?:\s|office|mobile|cell|o|m|tel|direct|work)*\)/giu, ' ')
    .replace(/https?:\/\/\S{1,300}|www\.\S{1,300}|(?:^|\s)@\w{2,30}/gi, ' ');
  return plain
    .split(/\s*(?:\||•|·|;|\t|–|—|,(?=\s)|、|，|،|\s-\s|\s\/\s|\bor\b(?=\s*$)|^(?:or|and|at|on|to)\b)\s*/iu)
    .map((word) =>
      trimmedBy(
        cleanLine(word)
          .replace(
            /^(?:or|and|on|at|by|via|please|to)\s+|\s+(?:on|at|via|by|or|and|unter|au|или|hoặc)$/giu,
            '',
          )
          .replace(/^[\s.,،:()/–-]+/u, ''),
        /[\s.,،:(/–-]/u,
      ),
    )
    .filter(
      (word) =>
        word.length > 1 &&
        /\p{L}/u.test(word) &&
        word.length < 160 &&
        !sectionWord.test(word) &&
        !/^(?:or|and|at|on|to|tel|email|phone|call|or call|e-mail us|email us|call us|us|by|via|please|contact|e-mail|at:|oder|ou|y|и|hoặc|please contact|website)$/iu.test(
          word,
        ),
    );
}
