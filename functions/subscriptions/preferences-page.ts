import { Temporal } from 'temporal-polyfill';
import type { ContactTable } from '../_shared/aws/contact-table.ts';
import type { ListTable } from '../_shared/aws/list-table.ts';
import type { Card, Standing } from '../_shared/domain/contact.ts';
import type { LinkClaims } from '../_shared/domain/link-token.ts';
import { type Language, languages, type Newsroom } from '../_shared/domain/newsroom.ts';
import type { Instant } from '../_shared/domain/report.ts';
import { languageName } from '../_shared/public-pages/language-name.ts';
import { missingPage } from '../_shared/public-pages/missing-page.ts';
import { publicPage } from '../_shared/public-pages/public-layout.ts';
import { readerLanguage } from '../_shared/public-pages/reader-language.ts';
import { fill, words } from '../_shared/public-pages/words/words.ts';
import { type Content, html } from '../_shared/runtime/html.ts';
import type { PageRequest, PageResponse } from '../_shared/runtime/page.ts';
import { beatChoices } from './choices.ts';

export interface Wishes {
  beats: string[];
  languages: string[];
  leftLists: string[];
  pausedUntil: Instant | null;
}

export interface Dependencies
  extends Pick<ContactTable, 'readCard' | 'readStanding'>,
    Pick<ListTable, 'titleOfList'> {
  newsroom: Newsroom;
  verify: (token: string) => LinkClaims | null;
  saveWishes: (contactId: string, wishes: Wishes, at: Instant) => Promise<void>;
  /** A path with an unsubscribe link for the same person. */
  unsubscribePath: (contactId: string) => string;
  now: () => Date;
}

/** `/p/<token>`: a contact's beats, languages and lists, and until when they pause. */
export async function preferencesPage(
  request: PageRequest,
  dependencies: Dependencies,
): Promise<PageResponse> {
  const { newsroom, verify, readCard, readStanding } = dependencies;
  const claims = verify(request.segments[1] ?? '');
  if (!claims) return missingPage(newsroom, request);
  const card = await readCard(claims.contact);
  if (!card) return goneContact(newsroom, readerLanguage(request, null, newsroom.defaultLanguage));
  const standing = await readStanding(claims.contact);
  if (request.method === 'GET')
    return formPage(
      dependencies,
      card,
      standing,
      readerLanguage(request, card, newsroom.defaultLanguage),
      false,
    );
  const wishes = readWishes(request.body, card, standing, newsroom);
  await dependencies.saveWishes(claims.contact, wishes, dependencies.now().toISOString());
  const saved = { ...card, beats: wishes.beats, languages: wishes.languages };
  return formPage(
    dependencies,
    saved,
    { ...standing, leftLists: wishes.leftLists, pausedUntil: wishes.pausedUntil },
    readerLanguage(request, saved, newsroom.defaultLanguage),
    true,
  );
}

/** Reads the form. Beats and languages that the form does not show, because they are unknown here, are kept. */
function readWishes(body: URLSearchParams, card: Card, standing: Standing, newsroom: Newsroom): Wishes {
  const shown = Object.keys(newsroom.vocabulary);
  const isShown = (tag: string) => languages.some((language) => language === tag);
  const kept = body.getAll('list');
  const zone = card.zone ?? newsroom.zone;
  return {
    beats: [
      ...card.beats.filter((beat) => !shown.includes(beat)),
      ...body.getAll('beat').filter((beat) => shown.includes(beat)),
    ],
    languages: [
      ...new Set([
        ...body.getAll('language').filter(isShown),
        ...card.languages.filter((tag) => !isShown(tag)),
      ]),
    ],
    leftLists: [
      ...standing.leftLists.filter((list) => !card.lists.includes(list)),
      ...card.lists.filter((list) => !kept.includes(list)),
    ],
    pausedUntil: startOfDay(body.get('pausedUntil') ?? '', zone),
  };
}

/** The instant at which a day begins in a time zone. Null if it is not a valid day. */
function startOfDay(day: string, zone: string): Instant | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return null;
  try {
    return Temporal.PlainDate.from(day).toZonedDateTime(zone).toInstant().toString();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function dayOf(instant: Instant | null, zone: string): string {
  return instant === null
    ? ''
    : Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDate().toString();
}

async function formPage(
  { newsroom, titleOfList, unsubscribePath, now }: Dependencies,
  card: Card,
  standing: Standing,
  language: Language,
  isSaved: boolean,
): Promise<PageResponse> {
  const say = words[language].preferences;
  const zone = card.zone ?? newsroom.zone;
  const today = dayOf(now().toISOString(), zone);
  const pausedUntil = dayOf(standing.pausedUntil, zone);
  const lists = await Promise.all(card.lists.map(async (list) => ({ list, title: await titleOfList(list) })));
  return publicPage({
    hasChoiceOfLanguage: true,
    newsroom,
    language,
    title: say.title,
    body: html`<h1>${say.title}</h1>
${isSaved && html`<p class="note good" role="status">${say.saved}</p>`}
${
  standing.suppressed &&
  html`<p class="note bad">${say.suppressed} <a href="/subscribe?language=${language}">${words[language].unsubscribe.again}</a></p>`
}
<p>${fill(say.intro, { newsroom: newsroom.name })}</p>
<form method="post">
${beatChoices(newsroom, language, card.beats)}
${languageChoices(language, card.languages)}
${
  lists.length > 0 &&
  html`<fieldset><legend>${say.lists}</legend><div class="choices">${lists.map(
    ({ list, title }) =>
      html`<label class="choice"><input type="checkbox" name="list" value="${list}"${!standing.leftLists.includes(list) && html` checked`}> <span>${title}</span></label>`,
  )}</div></fieldset>`
}
<div class="field">
<label for="pausedUntil">${say.pause}</label>
<input id="pausedUntil" name="pausedUntil" type="date" min="${today}" value="${pausedUntil > today && pausedUntil}" aria-describedby="pause-hint">
<p id="pause-hint" class="hint">${say.pauseHint}</p>
</div>
<div class="actions"><button>${say.save}</button></div>
</form>
<p class="actions"><a href="${unsubscribePath(card.contactId)}">${say.leave}</a></p>`,
  });
}

function languageChoices(language: Language, preferred: readonly string[]): Content {
  const say = words[language].preferences;
  const own = preferred.filter((tag) => languages.some((known) => known === tag));
  return html`<fieldset><legend>${say.languages}</legend><p class="hint">${say.languagesHint}</p>
${say.choices.map(
  (label, i) => html`<div class="field"><label for="language-${i}">${label}</label>
<select id="language-${i}" name="language"><option value="">${say.none}</option>${languages.map(
    (each) =>
      html`<option value="${each}" lang="${each}"${own[i] === each && html` selected`}>${languageName(each)}</option>`,
  )}</select></div>`,
)}</fieldset>`;
}

function goneContact(newsroom: Newsroom, language: Language): PageResponse {
  const say = words[language].preferences;
  return publicPage({
    hasChoiceOfLanguage: true,
    newsroom,
    language,
    status: 410,
    title: say.title,
    body: html`<h1>${say.title}</h1><p>${say.gone}</p>`,
  });
}
