import { catalogues } from '../../templates/catalogues/catalogues.ts';
import type { ContactTable } from '../_shared/aws/contact-table.ts';
import type { DeliveryTable } from '../_shared/aws/delivery-table.ts';
import type { ReleaseTable } from '../_shared/aws/release-table.ts';
import type { TextStore } from '../_shared/aws/text-store.ts';
import type { FileReader } from '../_shared/domain/file-link.ts';
import type { LinkClaims, LinkPurpose } from '../_shared/domain/link-token.ts';
import { describeDate, describeInstant, describeInUtc } from '../_shared/domain/moment.ts';
import type { Language, Newsroom } from '../_shared/domain/newsroom.ts';
import { pathSegment } from '../_shared/domain/path-segment.ts';
import type { Text, Version } from '../_shared/domain/release.ts';
import { publicVersion, type Release } from '../_shared/domain/release-life.ts';
import { releaseTag } from '../_shared/domain/release-tag.ts';
import type { Instant, MediaContact } from '../_shared/domain/report.ts';
import { renditionNameOf } from '../_shared/domain/stored-file.ts';
import { missingPage } from '../_shared/public-pages/missing-page.ts';
import { publicPage } from '../_shared/public-pages/public-layout.ts';
import { readerLanguage } from '../_shared/public-pages/reader-language.ts';
import { type Content, html } from '../_shared/runtime/html.ts';
import type { PageRequest, PageResponse } from '../_shared/runtime/page.ts';
import { documentHtml, inlinesHtml, type Pictures, pictureHtml } from './document-html.ts';
import { heldVersion } from './held-version.ts';
import { type Dependencies as FileDependencies, releaseFile } from './release-file.ts';

export interface Dependencies
  extends FileDependencies,
    Pick<ReleaseTable, 'readHead' | 'readVersion'>,
    Pick<TextStore, 'readText'>,
    Pick<ContactTable, 'readCard'>,
    Pick<DeliveryTable, 'readRecord'> {
  newsroom: Newsroom;
  verify: (purpose: LinkPurpose, token: string) => LinkClaims | null;
  fileToken: (reader: FileReader, of: { releaseId: string; version: number }) => string;
}

/** The version that a reader may see, and why. */
type Sight =
  | { kind: 'public'; version: number }
  | { kind: 'embargoed'; version: number; embargo: Instant; reader: string }
  | { kind: 'killed'; version: number; at: Instant; reason: string };

/**
 * `/r/<id>` and `/r/<id>/files/<token>/<file>`. Before its time a release gives the same answer as one that never
 * existed, except to an accredited contact with their own link. After a kill it answers 410 to everybody who could see
 * it or was sent it, and names the version they saw or were sent, not a later one.
 */
export async function releasePage(request: PageRequest, dependencies: Dependencies): Promise<PageResponse> {
  const [, releaseId = '', files, token = '', ...path] = request.segments;
  const missing = missingPage(dependencies.newsroom, request);
  if (request.method !== 'GET') return missing;
  const release = await dependencies.readHead(releaseId);
  if (!release) return missing;
  if (files === 'files') return releaseFile(dependencies, release, token, path.join('/'), missing);
  if (files !== undefined) return missing;
  const sight = await sightOf(dependencies, release, request.query.get('t'));
  if (!sight) return missing;
  const version = await dependencies.readVersion(releaseId, sight.version);
  if (!version) return missing;
  const card = sight.kind === 'embargoed' ? await dependencies.readCard(sight.reader) : null;
  const language = textLanguage(readerLanguage(request, card, version.texts[0]?.language ?? 'en'), version);
  const key = version.texts.find((one) => one.language === language)?.key ?? '';
  const text = await dependencies.readText(key);
  if (!text) return missing;
  return sight.kind === 'killed'
    ? withdrawn(dependencies.newsroom, text, sight)
    : shown(dependencies, request, { version, text, sight, zone: card?.zone ?? null });
}

async function sightOf(
  { verify, readStanding, readRecord, now }: Dependencies,
  release: Release,
  token: string | null,
): Promise<Sight | null> {
  const { live, killed } = release;
  const seen = publicVersion(release, now().toISOString());
  const claims = token === null ? null : verify('web', token);
  const reader = claims?.release === releaseTag(release.releaseId) ? claims.contact : null;
  if (killed) {
    const version =
      seen?.version ?? (reader === null ? null : await heldVersion(readRecord, release, reader));
    return version === null ? null : { kind: 'killed', version, at: killed.at, reason: killed.reason };
  }
  if (seen) return { kind: 'public', version: seen.version };
  if (reader === null || !live?.embargo) return null;
  const { accreditation, suppressed } = await readStanding(reader);
  if (accreditation === null || suppressed?.reason === 'erased') return null;
  return { kind: 'embargoed', version: live.version, embargo: live.embargo, reader };
}

function textLanguage(wanted: Language, { texts }: Version): Language {
  return texts.find(({ language }) => language === wanted)?.language ?? texts[0]?.language ?? wanted;
}

function withdrawn(
  newsroom: Newsroom,
  { title, language }: Text,
  { at, reason }: Extract<Sight, { kind: 'killed' }>,
): PageResponse {
  const { kill, label } = catalogues[language];
  const ask = kill.ask.replace('{organisation}', newsroom.name);
  return publicPage({
    newsroom,
    language,
    status: 410,
    title: `${label.kill}: ${title}`,
    body: html`<p class="note bad"><strong>${label.kill}</strong> · ${describeInstant(at, newsroom.zone, language)} · <bdi>${describeInUtc(at, newsroom.zone, language)}</bdi></p>
<h1>${title}</h1>
<p>${ask}</p>
<p>${kill.reason}: ${reason}</p>`,
  });
}

interface Shown {
  version: Version;
  text: Text;
  sight: Extract<Sight, { kind: 'public' | 'embargoed' }>;
  zone: string | null;
}

function shown(
  { newsroom, fileToken }: Dependencies,
  request: PageRequest,
  { version, text, sight, zone }: Shown,
): PageResponse {
  const { language } = text;
  const words = catalogues[language];
  const { releaseId } = version;
  const reader: FileReader =
    sight.kind === 'embargoed' ? { kind: 'contact', contactId: sight.reader } : { kind: 'anybody' };
  const token = fileToken(reader, version);
  const addressOf = (file: string) => `/r/${pathSegment(releaseId)}/files/${token}/${pathSegment(file)}`;
  const pictures: Pictures = {
    originalWords: words.release.original,
    addressOf: (file) =>
      isRemote(file)
        ? null
        : { shown: addressOf(renditionNameOf(file, /\.gif$/i.test(file))), original: addressOf(file) },
  };
  const [lead, ...others] = looseImages(text);
  const body = html`${sight.kind === 'embargoed' ? embargoNote(newsroom, sight.embargo, zone, language) : null}
${version.correction === null ? null : html`<p class="note good"><strong>${words.label.correction}.</strong> ${version.correction}</p>`}
<article>
<p class="hint">${words.label.release}</p>
<h1>${text.title}</h1>
${(text.subtitle ?? text.summary) ? html`<p class="standfirst">${text.subtitle ?? text.summary}</p>` : null}
${lead ? pictureHtml(lead, pictures) : null}
${storyHtml(text, pictures)}
${others.map((image) => pictureHtml(image, pictures))}
${partHtml(text.notesToEditors, words.release.notes, pictures)}
${partHtml(text.boilerplate, words.release.about, pictures)}
${filesHtml(text, addressOf, words.release.files)}
${contactsHtml(text.contacts, words.release.contacts)}
</article>
${otherLanguages(version, language, request.query.get('t'))}`;
  return publicPage({ newsroom, language, title: text.title, pictures: "'self'", body });
}

function embargoNote(newsroom: Newsroom, embargo: Instant, zone: string | null, language: Language): Content {
  const { embargo: words } = catalogues[language];
  const here = describeInstant(embargo, newsroom.zone, language);
  const there = zone === null ? here : describeInstant(embargo, zone, language);
  return html`<p class="note bad" role="note"><strong>${words.until} <bdi>${here}</bdi> · <bdi>${describeInUtc(embargo, newsroom.zone, language)}</bdi></strong><br>
${there === here ? null : html`${words.yourTime}: <bdi>${there}</bdi><br>`}
${words.rule}</p>`;
}

/** The dateline is put before the first paragraph, as in print. */
function storyHtml({ body, dateline, language }: Text, pictures: Pictures): Content {
  // Each part is isolated: a place in Latin letters must not change the direction of an Arabic date.
  const parts = [dateline.place, dateline.date && describeDate(dateline.date, language)]
    .filter((part) => part !== null && part !== '')
    .map((part) => html`<bdi>${part}</bdi> – `);
  const [first, ...rest] = body;
  if (parts.length === 0 || first?.type !== 'paragraph')
    return html`${parts.length === 0 ? null : html`<p><strong>${parts}</strong></p>`}${documentHtml(body, pictures)}`;
  return html`<p><strong>${parts}</strong>${inlinesHtml(first.inlines)}</p>
${documentHtml(rest, pictures)}`;
}

function partHtml(blocks: Text['body'], heading: string, pictures: Pictures): Content {
  if (blocks.length === 0) return null;
  const isHeaded = blocks[0]?.type === 'heading';
  return html`<section>${isHeaded ? null : html`<h2>${heading}</h2>`}${documentHtml(blocks, pictures)}</section>`;
}

function filesHtml({ attachments }: Text, addressOf: (file: string) => string, heading: string): Content {
  const files = attachments
    .filter(({ file }) => !isRemote(file))
    .map(({ file, title }) => html`<li><a href="${addressOf(file)}">${title ?? file}</a></li>\n`);
  return files.length === 0 ? null : html`<section><h2>${heading}</h2><ul>${files}</ul></section>`;
}

const isRemote = (file: string): boolean => /^[a-z][a-z0-9+.-]*:/i.test(file);

function contactsHtml(contacts: readonly MediaContact[], heading: string): Content {
  if (contacts.length === 0) return null;
  return html`<section><h2>${heading}</h2>${contacts.map(
    ({ name, organisation, email, phone }) =>
      html`<p>${[name, organisation].filter(Boolean).join(', ')}${email && html`<br><a href="mailto:${email}"><bdi>${email}</bdi></a>`}${
        phone && html`<br><a href="tel:${phone.replace(/(?!^\+)[^\d]/g, '')}"><bdi>${phone}</bdi></a>`
      }</p>\n`,
  )}</section>`;
}

function looseImages({ images, body }: Text): Text['images'] {
  const placed = new Set(body.flatMap((block) => (block.type === 'image' ? [block.image.file] : [])));
  return images.filter(({ file }) => !placed.has(file));
}

function otherLanguages({ texts }: Version, shownIn: Language, token: string | null): Content {
  const others = texts.filter(({ language }) => language !== shownIn);
  if (others.length === 0) return null;
  const query = (language: string) =>
    `?${new URLSearchParams({ language, ...(token === null ? {} : { t: token }) })}`;
  return html`<nav class="actions">${others.map(
    ({ language }) =>
      html`<a href="${query(language)}" lang="${language}" hreflang="${language}">${new Intl.DisplayNames(language, { type: 'language' }).of(language) ?? language}</a>\n`,
  )}</nav>`;
}
