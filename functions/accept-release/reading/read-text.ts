import type { Block, Image } from '../../_shared/domain/document.ts';
import type { Language, Newsroom } from '../../_shared/domain/newsroom.ts';
import type { Text } from '../../_shared/domain/release.ts';
import type { Assumption, Dateline, Instant, MediaContact, Problem } from '../../_shared/domain/report.ts';
import type { Declaration } from '../declarations/declaration.ts';
import type { Declared, DeclaredField } from '../declarations/declared-schema.ts';
import { splitFrontMatter } from '../declarations/front-matter.ts';
import { type Merged, mergeDeclarations } from '../declarations/merge-declarations.ts';
import { takeDeclaration } from '../declarations/take-declaration.ts';
import { textOfBlocks, trimRules } from '../fields/compose-body.ts';
import { languageCode } from '../fields/detect-language.ts';
import { addressesIn, findContacts } from '../fields/find-contacts.ts';
import { cityOf } from '../fields/find-dateline.ts';
import { readDeclaredMoment } from '../fields/find-embargo.ts';
import { findTopics } from '../fields/find-topics.ts';
import { understand } from '../fields/understand.ts';
import type { Understanding } from '../fields/understanding.ts';
import { decodeText } from '../formats/decode-text.ts';
import { readHtml } from '../formats/html/read-html.ts';
import { readMarkdown } from '../formats/markdown/read-markdown.ts';
import { looksLikeMarkdown, readPlainText } from '../formats/read-plain-text.ts';
import { type Kind, sniffKind } from '../formats/sniff-kind.ts';
import type { Source } from '../formats/source.ts';
import { readWord } from '../formats/word/read-word.ts';
import { maximumBytes, maximumLines, maximumTextLength } from '../limits.ts';
import { findDates, isoDate } from '../moments/find-dates.ts';
import { type ProblemCode, problem } from '../problems.ts';
import { cleanText, fold } from '../words/clean-text.ts';
import type { DroppedFile, Provenance } from './reading.ts';
import { isFarAhead, settleEmbargo } from './settle-embargo.ts';

/** One text of a release, read and merged with what was declared for it. */
export interface TextReading {
  key: string;
  name: string;
  source: Source | null;
  understanding: Understanding | null;
  declared: Declared;
  title: string | null;
  subtitle: string | null;
  language: Language | null;
  dateline: Dateline;
  embargo: Instant | null;
  sendAt: Instant | null;
  contacts: MediaContact[];
  images: Image[];
  topics: string[];
  regions: string[];
  sender: { name: string | null; replyTo: string | null } | null;
  problems: Problem[];
  assumptions: Assumption[];
  provenance: Record<string, Provenance>;
  /** Null when rejected. */
  text: Text | null;
}

export interface TextContext {
  newsroom: Newsroom;
  now: Instant;
  zoneIsGiven: boolean;
  id: string;
}
interface Sibling {
  name: string;
  size: number;
}

interface Declarations {
  own: Declaration[];
  shared: Declaration[];
}

export function readText(
  file: DroppedFile,
  declarations: Declarations,
  siblings: readonly Sibling[],
  context: TextContext,
): TextReading {
  const name = file.key.split('/').at(-1) ?? file.key;
  const reading = blankReading(file.key, name);
  const kind = file.refused ?? (file.oversize ? tooLarge(name) : sniffKind(file.key, file.bytes));
  if (typeof kind !== 'string')
    return { ...reading, problems: [kind, ...declarations.own.flatMap((one) => one.problems)] };
  const limit = kind === 'docx' ? maximumBytes.docx : maximumBytes.text;
  if (file.bytes.length > limit) return { ...reading, problems: [tooLarge(name)] };
  const opened = openSource(kind, file.bytes);
  const taken = opened.source && takeDeclaration(opened.source);
  const all = [
    ...(opened.declaration ? [opened.declaration] : []),
    ...(taken?.declaration ? [taken.declaration] : []),
    ...declarations.own,
    ...declarations.shared,
  ];
  const merged = mergeDeclarations(all);
  reading.declared = merged.values;
  reading.problems.push(...opened.problems, ...all.flatMap((one) => one.problems), ...merged.problems);
  reading.assumptions.push(...opened.assumptions);
  if (!taken) return reading;
  reading.source = taken.source;
  reading.problems.push(...taken.problems);
  fill(reading, taken.source, merged, siblings, context);
  return reading;
}

function tooLarge(name: string): Problem {
  return problem('file-too-large', `“${name}” is larger than the text of a release can be.`);
}

function blankReading(key: string, name: string): TextReading {
  return {
    key,
    name,
    source: null,
    understanding: null,
    declared: {},
    title: null,
    subtitle: null,
    language: null,
    dateline: { place: null, city: null, date: null },
    embargo: null,
    sendAt: null,
    contacts: [],
    images: [],
    topics: [],
    regions: [],
    sender: null,
    problems: [],
    assumptions: [],
    provenance: {},
    text: null,
  };
}

interface Opened {
  source: Source | null;
  declaration: Declaration | null;
  problems: Problem[];
  assumptions: Assumption[];
}

function openSource(kind: Kind, bytes: Uint8Array): Opened {
  if (kind === 'docx') {
    const source = readWord(bytes);
    return 'blocks' in source
      ? { source, declaration: null, problems: source.problems, assumptions: [] }
      : { source: null, declaration: null, problems: [source], assumptions: [] };
  }
  const decoded = decodeText(bytes, kind === 'html' ? 'html' : 'text');
  // Other signs than line ends end lines too, once the text is clean.
  const text = decoded.text.length > maximumTextLength ? null : cleanText(decoded.text);
  if (text === null || hasTooManyLines(text))
    return {
      source: null,
      declaration: null,
      problems: [problem('file-too-large', 'The text is far longer than a release can be.')],
      assumptions: [],
    };
  const problems = [...decoded.problems];
  if (hasControls(decoded.text))
    problems.push(problem('text-cleaned', 'Invisible control characters stood in the text.'));
  const front = splitFrontMatter(text);
  problems.push(...front.problems.filter((one) => !front.declaration?.problems.includes(one)));
  const source = parse(kind, front.body, front.firstLine);
  const both = 'blocks' in source ? source.problems : [source];
  return {
    source: 'blocks' in source ? source : null,
    declaration: front.declaration,
    problems: [...problems, ...both],
    assumptions: decoded.assumptions,
  };
}

function parse(kind: Kind, text: string, firstLine: number): Source | Problem {
  const isPage = kind === 'html' || (kind === 'text' && /^\s*<(?:!doctype html|html)[\s>]/i.test(text));
  if (isPage) return readHtml(text, firstLine);
  if (kind === 'markdown' || looksLikeMarkdown(text)) return readMarkdown(text, firstLine);
  return readPlainText(text, firstLine);
}

function hasTooManyLines(text: string): boolean {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1))
    if (++lines > maximumLines) return true;
  return false;
}

function hasControls(text: string): boolean {
  return /[\0-\x08\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]/.test(text);
}

function fill(
  reading: TextReading,
  source: Source,
  merged: Merged,
  siblings: readonly Sibling[],
  context: TextContext,
): void {
  const { values } = merged;
  const declaredPlace = placeOf(values);
  const declaredDate = declaredDateOf(values, reading.problems, merged);
  const language = declaredLanguage(reading, values, merged, context);
  const understanding = understand(source, {
    zone: context.newsroom.zone,
    zoneIsGiven: context.zoneIsGiven,
    now: context.now,
    language,
    place: declaredPlace,
    date: declaredDate,
  });
  reading.understanding = understanding;
  reading.problems.push(...understanding.problems);
  reading.assumptions.push(...understanding.assumptions);
  settleLanguage(reading, language, understanding, source, context.newsroom.defaultLanguage);
  settleTitle(reading, understanding, merged);
  settleDateline(reading, understanding, merged, { place: declaredPlace, date: declaredDate }, context);
  settleContacts(reading, understanding, merged);
  const settled = settleEmbargo(understanding, values.embargo, merged.origin.embargo ?? null, context.now);
  reading.embargo = merged.problems.some((one) => one.code === 'embargo-contradiction')
    ? null
    : settled.instant;
  reading.problems.push(...settled.problems);
  reading.assumptions.push(...settled.assumptions);
  if (settled.provenance) reading.provenance.embargo = settled.provenance;
  settleSendAt(reading, values, merged, understanding, context);
  settleImages(reading, understanding, values, siblings);
  settleTopics(reading, values, understanding, context);
  settleSender(reading, values);
  const body = trimRules(understanding.composed.body);
  if (!body.some(hasWords))
    reading.problems.push(problem('body-missing', 'There is no text below the headline.', { field: 'body' }));
  warnAboutGaps(reading, understanding);
  if (reading.title !== null && reading.language !== null)
    reading.text = textOf(reading, body, understanding, values);
}

function hasWords(block: Block): boolean {
  return textOfBlocks([block]).trim() !== '';
}

function declare(reading: TextReading, field: string, merged: Merged, name: DeclaredField): void {
  const origin = merged.origin[name];
  reading.provenance[field] = {
    from: 'declared',
    source: origin?.source ?? 'front matter',
    line: origin?.line ?? null,
  };
}
const foundAt = (line: number | null): Provenance => ({ from: 'found', source: 'text', line });

function declaredLanguage(
  reading: TextReading,
  values: Declared,
  merged: Merged,
  context: TextContext,
): Language | null {
  const inName = languageInName(reading.key, context.id);
  if (values.language) {
    const code = languageCode(values.language);
    if (code === null)
      reading.problems.push(
        problem('language-unsupported', `The newsroom does not write “${values.language}”.`, {
          field: 'language',
        }),
      );
    else if (inName !== null && inName !== code)
      reading.problems.push(
        problem('language-contradiction', `“language” says ${code}, the file’s name says ${inName}.`, {
          field: 'language',
        }),
      );
    declare(reading, 'language', merged, 'language');
    return code;
  }
  if (inName !== null) reading.provenance.language = { from: 'declared', source: 'file name', line: null };
  return inName;
}

/** `forum.vi.md`: the last part of the stem, in a folder's texts only or after another part. */
function languageInName(key: string, id: string): Language | null {
  const stem = (key.split('/').at(-1) ?? '').replace(/\.[^.]*$/, '');
  const match = /[._]([a-z]{2})(?:-[a-z]{2,4})?$/i.exec(stem);
  if (!match?.[1]) return /^[a-z]{2}$/i.test(stem) && key.includes(`${id}/`) ? languageCode(stem) : null;
  return languageCode(match[1]);
}

function settleLanguage(
  reading: TextReading,
  declared: Language | null,
  understanding: Understanding,
  source: Source,
  newsroomLanguage: Language,
): void {
  const { language, sure, unsupported, brief } = understanding.language;
  const stated = source.statedLanguage === null ? null : languageCode(source.statedLanguage);
  if (declared !== null) {
    reading.language = declared;
    if (sure && language !== null && language !== declared)
      reading.problems.push(
        problem(
          'language-contradiction',
          `The release is declared to be in “${declared}”, but its text is in “${language}”.`,
          { field: 'language' },
        ),
      );
    return;
  }
  if (reading.problems.some((one) => one.code === 'language-unsupported')) return;
  if (unsupported && sure) {
    reading.problems.push(
      problem('language-unsupported', 'The text is in a language that the newsroom does not write.', {
        field: 'language',
      }),
    );
    return;
  }
  if (language !== null && sure) {
    reading.language = language;
    reading.provenance.language = foundAt(null);
    return;
  }
  const fallback = language ?? stated ?? (brief ? newsroomLanguage : null);
  if (fallback !== null && (language === null || stated === null || stated === language)) {
    reading.language = fallback;
    reading.provenance.language = { from: 'assumed', source: 'text', line: null };
    reading.assumptions.push({
      field: 'language',
      message: `little text to tell the language by; read as ${fallback}`,
    });
    return;
  }
  reading.language = language;
  reading.problems.push(
    problem('language-unsure', 'The language of the text could not be told.', { field: 'language' }),
  );
}

function settleTitle(reading: TextReading, understanding: Understanding, merged: Merged): void {
  const { values } = merged;
  reading.title = values.title || null;
  if (reading.title !== null) declare(reading, 'title', merged, 'title');
  else if (understanding.title) {
    reading.title = understanding.title.text;
    reading.provenance.title = foundAt(understanding.title.at);
  }
  if (values.title && understanding.title && !alike(values.title, understanding.title.text))
    reading.problems.push(
      problem(
        'field-contradiction',
        `The headline is declared as “${values.title.slice(0, 160)}”, but the text says “${understanding.title.text.slice(0, 160)}”.`,
        { field: 'title', line: understanding.title.at },
      ),
    );
  settleSubtitle(reading, understanding, merged);
  if (reading.subtitle === reading.title) reading.subtitle = null;
  if (reading.title === null)
    reading.problems.push(
      problem(
        'title-missing',
        'No headline was found. The first paragraph is text, not a headline, and is never used as one.',
        { line: understanding.lines[0]?.at ?? 1, field: 'title' },
      ),
    );
  else if (reading.title.length > 320)
    reading.problems.push(
      problem('title-too-long', `The headline has ${reading.title.length} characters.`, { field: 'title' }),
    );
}

function settleSubtitle(reading: TextReading, understanding: Understanding, merged: Merged): void {
  const { title, subtitle } = merged.values;
  const { subtitle: seen, headlineTwin: twin } = understanding;
  // Declared whole, a headline of two lines leaves nothing for a subtitle.
  const found = title && seen && contains(title, seen.text) ? null : seen;
  reading.subtitle = subtitle || found?.text || null;
  if (subtitle) declare(reading, 'subtitle', merged, 'subtitle');
  else if (found) reading.provenance.subtitle = foundAt(found.at);
  if (twin && !title && !(subtitle && twin.stands === 'below'))
    reading.problems.push(
      problem(
        'headline-unsure',
        twin.stands === 'below'
          ? `“${twin.text.slice(0, 160)}” was read as the subtitle; it may be the headline’s second line.`
          : `“${twin.text.slice(0, 160)}” above the headline looks just like it, and stays in the text; it may be its first line.`,
        { line: twin.at, field: 'title' },
      ),
    );
}

/** The same words, or one of them shortened: `Forum opens` and `Forum opens in Ha Noi`. */
function alike(one: string, other: string): boolean {
  return contains(one, other) || contains(other, one);
}
function contains(whole: string, part: string): boolean {
  const plain = (text: string) =>
    fold(text.normalize('NFD').replace(/\p{M}/gu, ''))
      .replace(/[^\p{L}\p{N}]+/gu, '')
      .replaceAll('đ', 'd');
  return plain(whole).includes(plain(part));
}

function placeOf(values: Declared): string | null {
  const { dateline } = values;
  if (typeof dateline === 'string') {
    const [date] = findDates(dateline);
    const place = date ? `${dateline.slice(0, date.start)}` : dateline;
    const tidy = place
      .slice(0, 300)
      .replace(/(?:,?\s*(?:le|den|am|ngày|el|on))?[\s,–—(-]+$/u, '')
      .trim();
    return tidy === '' ? null : tidy;
  }
  return dateline?.place || dateline?.city || null;
}

function declaredDateOf(values: Declared, problems: Problem[], merged: Merged): string | null {
  const { dateline } = values;
  const written = (typeof dateline === 'string' ? dateline : dateline?.date) ?? values.date ?? null;
  if (written === null || written === '') return null;
  const [date] = findDates(written);
  const iso = date && !date.dayOrMonthFirst ? isoDate(date) : null;
  const line = merged.origin.dateline?.line ?? merged.origin.date?.line ?? null;
  const isPlaceOnly = typeof dateline === 'string' && written === dateline && !date && values.date == null;
  if (iso === null && !isPlaceOnly)
    problems.push(
      problem(
        'dateline-date-impossible',
        `“${written.slice(0, 60)}” is not one exact date.`,
        { field: 'dateline', ...(line !== null && { line }) },
        'Write the date as 2025-06-12.',
      ),
    );
  return iso;
}

function settleDateline(
  reading: TextReading,
  understanding: Understanding,
  merged: Merged,
  declared: { place: string | null; date: string | null },
  context: TextContext,
): void {
  const seen = understanding.dateline;
  const city = typeof merged.values.dateline === 'object' ? (merged.values.dateline?.city ?? null) : null;
  reading.dateline = {
    place: declared.place ?? seen.place,
    city: declared.place === null ? seen.city : (city ?? cityOf(declared.place)),
    date: declared.date ?? seen.date,
  };
  if (declared.place !== null || declared.date !== null)
    declare(reading, 'dateline', merged, merged.values.dateline ? 'dateline' : 'date');
  else if (seen.place !== null || seen.date !== null)
    reading.provenance.dateline = foundAt(understanding.datelineAt);
  const settled = reading.dateline.city;
  if (declared.place !== null && settled !== null && seen.city !== null && !alike(settled, seen.city))
    reading.problems.push(
      problem(
        'field-contradiction',
        `The dateline’s place is declared as “${declared.place}”, but the text says “${seen.place}”.`,
        { field: 'dateline' },
      ),
    );
  if (
    declared.date !== null &&
    seen.date !== null &&
    seen.date !== declared.date &&
    !understanding.dateFromPage
  )
    reading.problems.push(
      problem(
        'field-contradiction',
        `The dateline’s date is declared as ${declared.date}, but the text says ${seen.date}.`,
        { field: 'dateline' },
      ),
    );
  if (reading.dateline.place === null && reading.dateline.date === null) {
    if (!reading.problems.some((one) => one.code.startsWith('dateline-')))
      reading.problems.push(
        problem('dateline-missing', 'The text has no dateline: neither place nor date of the release.', {
          field: 'dateline',
        }),
      );
  } else if (
    reading.dateline.date === null &&
    !reading.problems.some((one) => one.code.startsWith('dateline-'))
  )
    reading.problems.push(
      problem('dateline-date-missing', 'The dateline has no date.', { field: 'dateline' }),
    );
  if (understanding.dateFromPage && declared.date === null && reading.dateline.date !== null)
    reading.assumptions.push({
      field: 'dateline',
      message: `no date in the text; ${reading.dateline.date} is the page’s date of publication`,
    });
  const distance =
    reading.dateline.date === null
      ? 0
      : Math.abs(Date.parse(reading.dateline.date) - Date.parse(context.now)) / 86_400_000;
  if (distance > 60)
    reading.problems.push(
      problem('dateline-far-from-today', `The release is dated ${reading.dateline.date}.`, {
        field: 'dateline',
      }),
    );
}

function settleContacts(reading: TextReading, understanding: Understanding, merged: Merged): void {
  const declared = merged.values.contacts;
  if (declared && declared.length > 0) {
    declare(reading, 'contacts', merged, 'contacts');
    reading.contacts = declared.flatMap((contact): MediaContact[] => {
      if ('text' in contact) return contactsFromText(contact.text);
      const organisation = [
        contact.title ?? contact.role ?? null,
        contact.organisation ?? contact.organization ?? null,
      ]
        .filter((part) => part)
        .join(', ');
      return [
        {
          name: contact.name || null,
          organisation: organisation || null,
          email: contact.email || null,
          phone: contact.phone || null,
        },
      ];
    });
    for (const { email } of reading.contacts)
      if (email !== null && addressesIn(email)[0] !== email)
        reading.problems.push(
          problem('contact-address-invalid', `“${email.slice(0, 80)}” is not an e-mail address.`, {
            field: 'contacts',
          }),
        );
  } else {
    reading.contacts = understanding.contacts;
    if (reading.contacts.length > 0) reading.provenance.contacts = foundAt(understanding.contactsAt);
  }
  const organisation = merged.values.organisation ?? null;
  if (organisation !== null)
    reading.contacts = reading.contacts.map((contact) => ({
      ...contact,
      organisation: contact.organisation ?? organisation,
    }));
  if (reading.contacts.length === 0 && !reading.problems.some((one) => one.code.startsWith('contact-')))
    reading.problems.push(
      problem('contact-missing', 'The release names no media contact.', { field: 'contacts' }),
    );
}

function contactsFromText(text: string): MediaContact[] {
  const line = {
    at: 1,
    inlines: [{ type: 'text' as const, text }],
    text,
    wraps: false,
    id: 0,
    block: 0,
    kind: 'paragraph' as const,
    level: 0,
    bold: false,
    first: true,
    last: true,
    folded: text.toLowerCase(),
  };
  return findContacts([line]).contacts;
}

function settleSendAt(
  reading: TextReading,
  values: Declared,
  merged: Merged,
  understanding: Understanding,
  context: TextContext,
): void {
  if (!values.sendAt) return;
  declare(reading, 'sendAt', merged, 'sendAt');
  const where = {
    field: 'sendAt',
    ...(merged.origin.sendAt?.line != null && { line: merged.origin.sendAt.line }),
  };
  const result = readDeclaredMoment(values.sendAt, 'sendAt', understanding.embargoContext);
  if (result.kind === 'unresolved') {
    reading.problems.push(problem('send-at-unresolved', result.message, where));
    return;
  }
  reading.sendAt = result.instant;
  reading.assumptions.push(...result.assumptions);
  if (reading.embargo !== null && Date.parse(reading.sendAt) > Date.parse(reading.embargo))
    reading.problems.push(
      problem('send-at-after-embargo', 'The release is to be sent after its embargo lifts.', where),
    );
  if (isFarAhead(reading.sendAt, context.now))
    reading.problems.push(
      problem(
        'send-at-far-ahead',
        `The release is to be sent in more than two years (${reading.sendAt}).`,
        where,
      ),
    );
  if (Date.parse(reading.sendAt) < Date.parse(context.now))
    reading.problems.push(
      problem('send-at-passed', 'The time to send has passed: it will be sent once approved.', where),
    );
}

function settleImages(
  reading: TextReading,
  understanding: Understanding,
  values: Declared,
  siblings: readonly Sibling[],
): void {
  const images: { image: Image; at: number | null }[] = understanding.composed.images.map(
    ({ image, at }) => ({ image, at }),
  );
  for (const declared of values.images ?? []) {
    const extra = {
      alt: 'alt' in declared ? (declared.alt ?? null) : null,
      caption: 'caption' in declared ? (declared.caption ?? null) : null,
      credit: 'credit' in declared ? (declared.credit ?? null) : null,
    };
    const same = images.find(({ image }) => sameFile(image.file, declared.file));
    if (same)
      Object.assign(same.image, {
        alt: extra.alt ?? same.image.alt,
        caption: extra.caption ?? same.image.caption,
        credit: extra.credit ?? same.image.credit,
      });
    else images.push({ image: { file: declared.file, ...extra }, at: null });
  }
  for (const { image, at } of images) checkImage(image, at, reading, siblings);
  reading.images = images.map(({ image }) => image);
  for (const attachment of values.attachments ?? [])
    if (!siblings.some((sibling) => sameFile(sibling.name, attachment.file)))
      reading.problems.push(
        problem('attachment-missing', `The attachment “${attachment.file}” is not beside the release.`, {
          field: 'attachments',
        }),
      );
}

function checkImage(
  image: Image,
  at: number | null,
  reading: TextReading,
  siblings: readonly Sibling[],
): void {
  const where = { field: 'images', ...(at !== null && { line: at }) };
  if (/^https:\/\//i.test(image.file)) {
    reading.problems.push(
      problem(
        'image-remote',
        `The picture ${image.file.slice(0, 120)} stays on its server; it is linked, not fetched.`,
        where,
      ),
    );
  } else {
    const beside = siblings.find((sibling) => sameFile(sibling.name, image.file));
    if (beside) image.file = beside.name;
    else
      reading.problems.push(
        problem(
          'image-missing',
          `The picture “${image.file.slice(0, 120)}” is not beside the release.`,
          where,
        ),
      );
    if (!/\.(?:jpe?g|png|gif|webp)$/i.test(image.file))
      reading.problems.push(
        problem(
          'image-not-sendable',
          `“${image.file.slice(0, 120)}” is not a picture that mail programs show.`,
          where,
        ),
      );
  }
  if (image.alt === null || image.alt.trim() === '')
    reading.problems.push(
      problem('image-without-alt', `The picture “${image.file.slice(0, 120)}” has no description.`, where),
    );
}

/** Same file in one folder: NFC, without `./`, and as bucket keys are written. */
function sameFile(one: string, other: string): boolean {
  const plain = (name: string) =>
    name
      .normalize('NFC')
      .replace(/^\.\//, '')
      .replace(/[?#].*$/, '');
  return plain(one) === plain(other);
}

function settleTopics(
  reading: TextReading,
  values: Declared,
  understanding: Understanding,
  context: TextContext,
): void {
  reading.regions = values.regions ?? [];
  if (values.topics) {
    reading.topics = values.topics;
    const unknown = values.topics.filter((topic) => context.newsroom.vocabulary[topic] === undefined);
    if (unknown.length > 0 && Object.keys(context.newsroom.vocabulary).length > 0)
      reading.problems.push(
        problem(
          'field-invalid',
          `“${unknown[0]}” is not one of the newsroom’s topics.`,
          { field: 'topics' },
          `Use one of: ${Object.keys(context.newsroom.vocabulary).join(', ')}.`,
        ),
      );
    return;
  }
  if (reading.language === null) return;
  const text = understanding.lines
    .filter((line) => understanding.roles[line.id] === 'body')
    .map((line) => line.text)
    .join('\n');
  reading.topics = findTopics(
    `${reading.title ?? ''} ${reading.subtitle ?? ''}`,
    text,
    reading.language,
    context.newsroom.vocabulary,
  );
  if (!values.lists && !values.segments)
    reading.assumptions.push({
      field: 'audience',
      message: `no audience declared; proposed: the list “${context.newsroom.defaultList}”${reading.topics.length > 0 ? ` and contacts for ${reading.topics.join(', ')}` : ''}`,
    });
}

function settleSender(reading: TextReading, values: Declared): void {
  const { sender } = values;
  if (!sender) return;
  reading.sender =
    typeof sender === 'string'
      ? { name: sender, replyTo: null }
      : { name: sender.name || null, replyTo: sender.replyTo || null };
  const { replyTo } = reading.sender;
  if (replyTo !== null && addressesIn(replyTo)[0] !== replyTo)
    reading.problems.push(
      problem('field-invalid', `“${replyTo.slice(0, 80)}” is not an e-mail address.`, { field: 'sender' }),
    );
}

const gaps: [RegExp, ProblemCode][] = [
  [
    /\[(?:insert|tbc|tbd|xx+|add|name|date|quote|to come|tk|link|placeholder|à compléter|einfügen|chèn|вставить)(?:[\s\w]{0,30})\]|\bTKTK\b|\bXX\/XX\b|lorem ipsum/iu,
    'placeholder-left',
  ],
  [
    /\{\{[^{}\n]{1,80}\}\}|\{%[^%\n]{1,80}%\}|\$\{[^}\n]{1,80}\}|<mj-[a-z]+|<%[^%]{1,80}%>/u,
    'template-syntax',
  ],
];
function warnAboutGaps(reading: TextReading, understanding: Understanding): void {
  for (const [pattern, code] of gaps) {
    const line = understanding.lines.find(
      (one) => understanding.roles[one.id] !== 'furniture' && pattern.test(one.text.slice(0, 20_000)),
    );
    const match = line && pattern.exec(line.text.slice(0, 20_000));
    if (line && match && !reading.problems.some((one) => one.code === code))
      reading.problems.push(
        problem(code, `“${match[0].slice(0, 60)}” stands in the text.`, { line: line.at }),
      );
  }
}

function textOf(
  reading: TextReading,
  body: Block[],
  understanding: Understanding,
  values: Declared,
): Text | null {
  if (reading.title === null || reading.language === null) return null;
  const boilerplate: Block[] = values.boilerplate
    ? values.boilerplate.split(/\n{2,}/).map((paragraph) => ({
        type: 'paragraph',
        inlines: [{ type: 'text', text: paragraph.replace(/\s+/g, ' ') }],
      }))
    : trimRules(understanding.composed.boilerplate);
  return {
    language: reading.language,
    title: reading.title,
    subtitle: reading.subtitle,
    summary: values.summary || null,
    dateline: reading.dateline,
    contacts: reading.contacts,
    ...(values.contacts && values.contacts.length > 0 && { contactsDeclared: true }),
    images: reading.images,
    attachments: (values.attachments ?? []).map((attachment) => ({
      file: attachment.file,
      title: 'title' in attachment ? (attachment.title ?? null) : null,
    })),
    body,
    boilerplate,
    notesToEditors: trimRules(understanding.composed.notes),
  };
}
