import type { Catalogue } from '../../templates/catalogues/catalogue.ts';
import type { Block, Image } from '../_shared/domain/document.ts';
import { type Slot, slotToken } from '../_shared/domain/email.ts';
import { describeDate, describeInstant, describeInUtc, momentIn } from '../_shared/domain/moment.ts';
import type { Language, Newsroom } from '../_shared/domain/newsroom.ts';
import { pathSegment } from '../_shared/domain/path-segment.ts';
import { isOwed } from '../_shared/domain/release.ts';
import type { Dateline, Instant, MediaContact } from '../_shared/domain/report.ts';
import type { EditionInput } from './edition-input.ts';
import { fillMessage, isolatedIn } from './message.ts';
import { describeFile } from './picture-words.ts';
import { oneLine } from './plain-text.ts';
import { openingOf, preheaderOf } from './preheader.ts';
import { embargoLine, subjectOf } from './subject.ts';
import type { Markup, Scope, Value } from './template.ts';

/** Writes a document's blocks, as HTML or as text. */
export interface Writing {
  blocks(blocks: readonly Block[]): Markup | string;
  body(blocks: readonly Block[], dateline: string | null): Markup | string;
  picture(image: Image): Markup | string;
  pictures(images: readonly Image[]): Markup | string;
}

export function brandScope(newsroom: Newsroom, language: Language): Scope {
  const { brand, name } = newsroom;
  return {
    name,
    logo: brand.logoUrl === null ? null : { url: brand.logoUrl, alt: name },
    address: brand.address.map((line) => isolatedIn(language, line)),
    website: brand.website,
    site: isolatedIn(language, brand.website.replace(/^https?:\/\//, '').replace(/\/$/, '')),
    social: brand.social,
  };
}

/** The groups of a catalogue that templates may use. */
export function wordsScope(catalogue: Catalogue): Scope {
  const { plural, ...words } = catalogue;
  return words;
}

/** `Ha Noi, Viet Nam – 12 June 2025 –` */
function describeDateline(dateline: Dateline, language: Language): string | null {
  const parts = [dateline.place, dateline.date && describeDate(dateline.date, language)];
  const known = parts.filter((part) => part !== null && part !== '');
  return known.length === 0 ? null : `${known.join(' – ')} –`;
}

function describeMoment(at: Instant, zone: string, language: Language): Scope {
  return {
    when: isolatedIn(language, describeInstant(at, zone, language)),
    utc: isolatedIn(language, describeInUtc(at, zone, language)),
  };
}

function embargoScope(input: EditionInput, zone: string, words: Catalogue, local: string): Scope | null {
  if (input.embargo === null) return null;
  const { language } = input.text;
  const { fullDate, time, offset, zoneName } = momentIn(input.embargo, zone, language);
  const isolated = (text: string): string => isolatedIn(language, text);
  return {
    fullDate: isolated(fullDate),
    time: isolated(time),
    offset: isolated(offset),
    zoneName: isolated(zoneName),
    utc: isolated(describeInUtc(input.embargo, zone, language)),
    line: embargoLine(input.embargo, words, zone, language),
    local: isolated(local),
  };
}

function correctionScope(input: EditionInput, words: Catalogue): Scope | null {
  const { correction } = input;
  if (correction === null) return null;
  return {
    note: correction.note,
    changes: correction.changes.map(({ before, after }) => ({
      before,
      after,
      beforeWords: `${after === null ? words.correction.removed : words.correction.was}${words.colon}`,
      afterWords: `${before === null ? words.correction.added : words.correction.now}${words.colon}`,
    })),
  };
}

function movedScope({ moved, text }: EditionInput, zone: string): Scope | null {
  if (moved === null) return null;
  return { from: moved.from === null ? null : describeMoment(moved.from, zone, text.language) };
}

function liftScope(input: EditionInput, words: Catalogue, zone: string): Scope | null {
  const { lift } = input;
  if (lift === null) return null;
  return {
    sentence: lift.broken === null ? words.lift.lifted : words.lift.endedEarly,
    broken: lift.broken,
    ...describeMoment(lift.at, zone, input.text.language),
  };
}

function retraction(words: Catalogue, newsroom: Newsroom, language: Language): string {
  return fillMessage(words.kill.ask, { organisation: newsroom.name }, language);
}

function killScope(input: EditionInput, words: Catalogue, newsroom: Newsroom): Scope | null {
  const { kill, text } = input;
  if (kill === null) return null;
  return {
    ask: retraction(words, newsroom, text.language),
    reason: kill.reason,
    ...describeMoment(kill.at, newsroom.zone, text.language),
  };
}

/** The `tel:` link (RFC 3966) of the first phone number; null if there is none. */
function dialled(phone: string): string | null {
  const [first = ''] = phone.split(/[/;,]|\bor\b|ext|x/i);
  // Remove the (0) of +44 (0)20 …: it is only dialled within the country.
  const digits = first
    .trim()
    .replace(/^(\+.*?)\(0\)/, '$1')
    .replace(/(?!^\+)\D/g, '');
  return digits.length < 4 ? null : `tel:${digits}`;
}

function contactScope(contact: MediaContact, language: Language): Scope {
  const { name, organisation, email, phone } = contact;
  return {
    name,
    organisation,
    email: email && isolatedIn(language, email),
    mailto: email && `mailto:${encodeURIComponent(email).replaceAll('%40', '@')}`,
    phone: phone && isolatedIn(language, phone),
    tel: phone && dialled(phone),
  };
}

/** A section of the document with its own heading, or with our default heading if it has none. */
function partScope(blocks: readonly Block[], heading: string, writing: Writing): Scope | null {
  if (blocks.length === 0) return null;
  return { heading: blocks[0]?.type === 'heading' ? null : heading, content: writing.blocks(blocks) };
}

export function imagesWithin(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) => {
    if (block.type === 'image') return [block.image.file];
    if (block.type === 'quote') return imagesWithin(block.blocks);
    return block.type === 'list' ? block.items.flatMap(imagesWithin) : [];
  });
}

/** Pictures that no block of the body shows. The first is shown above the story, the others below it. */
function looseImages(input: EditionInput): readonly Image[] {
  const placed = new Set(imagesWithin(input.text.body));
  return input.text.images.filter(({ file }) => !placed.has(file));
}

function labelOf(input: EditionInput, words: Catalogue): string {
  switch (input.edition) {
    case 'embargoed':
      return words.label.embargoed;
    case 'general':
      return input.embargo === null
        ? `${words.label.release} · ${words.label.immediate}`
        : words.label.release;
    case 'lift-notice':
      return input.lift?.broken == null ? words.label.lifted : words.label.endedEarly;
    case 'embargo-moved':
      return words.label.moved;
    case 'correction':
      return words.label.correction;
    case 'kill':
      return words.label.kill;
  }
}

/** The most important text for a reader, to be shown beside the subject. */
function noteworthy(input: EditionInput, words: Catalogue, newsroom: Newsroom): string {
  switch (input.edition) {
    case 'kill':
      return retraction(words, newsroom, input.text.language);
    case 'lift-notice':
      return input.lift?.broken == null ? words.lift.lifted : words.lift.endedEarly;
    case 'embargo-moved':
      return words.moved.text;
    case 'correction':
      return input.correction?.note ?? words.correction.replaces;
    case 'embargoed':
    case 'general':
      return openingOf(input.text);
  }
}

/** The preview text of an edition, which inboxes show beside its subject. */
export function editionPreheader(input: EditionInput, words: Catalogue, newsroom: Newsroom): string {
  return preheaderOf(noteworthy(input, words, newsroom), input.text.language);
}

/** All names that the templates of an edition may use. */
export function editionScope(
  input: EditionInput,
  newsroom: Newsroom,
  words: Catalogue,
  writing: Writing,
  proof: Scope | null,
): Scope {
  const { text } = input;
  const slot = (name: Slot): string => slotToken(name, input.nonce);
  const [lead, ...gallery] = looseImages(input);
  const story: Record<string, Value> = {
    title: oneLine(text.title),
    // A kill or a moved embargo names the release but does not repeat its content.
    standfirst: isOwed(input.edition) ? null : (text.subtitle ?? text.summary),
    lead: lead ? writing.picture(lead) : null,
    body: writing.body(text.body, describeDateline(text.dateline, text.language)),
    gallery: gallery.length === 0 ? null : writing.pictures(gallery),
    notes: partScope(text.notesToEditors, words.release.notes, writing),
    about: partScope(text.boilerplate, words.release.about, writing),
    files: filesScope(input),
    contacts:
      text.contacts.length === 0
        ? null
        : { list: text.contacts.map((one) => contactScope(one, text.language)) },
  };
  return {
    ...story,
    words: wordsScope(words),
    brand: brandScope(newsroom, text.language),
    subject: subjectOf(input, words, newsroom.zone),
    preheader: editionPreheader(input, words, newsroom),
    label: labelOf(input, words),
    embargo: embargoScope(input, newsroom.zone, words, slot('embargo-local')),
    correction: correctionScope(input, words),
    moved: movedScope(input, newsroom.zone),
    lift: liftScope(input, words, newsroom.zone),
    kill: killScope(input, words, newsroom),
    webUrl: slot('web-url'),
    leaving: true,
    unsubscribeUrl: slot('unsubscribe-url'),
    preferencesUrl: slot('preferences-url'),
    because: fillMessage(
      words.footer.because,
      { list: slot('list-name'), organisation: newsroom.name },
      text.language,
    ),
    proof,
  };
}

/** Whether this URL is the link of that file: the last segment of its path is the file name. */
export function leadsTo(url: string, file: string): boolean {
  return url.endsWith(`/${pathSegment(file)}`);
}

/** The attachments that the text in this language names, with the titles it gives them. */
function filesScope({ text, attachments }: EditionInput): Scope | null {
  const list = text.attachments.map(({ file, title }) => {
    const link = attachments.find(({ url }) => leadsTo(url, file));
    if (!link) return { url: file, title: title ?? file, about: null };
    return {
      url: link.url,
      title: title ?? link.title,
      about: describeFile(link.mediaType, link.bytes, text.language),
    };
  });
  return list.length === 0 ? null : { list };
}
