import { readAddress } from '../_shared/domain/address.ts';
import { type Language, languages, type Newsroom } from '../_shared/domain/newsroom.ts';
import { languageName } from '../_shared/public-pages/language-name.ts';
import { publicPage } from '../_shared/public-pages/public-layout.ts';
import { readerLanguage } from '../_shared/public-pages/reader-language.ts';
import { fill, words } from '../_shared/public-pages/words/words.ts';
import { html } from '../_shared/runtime/html.ts';
import type { PageRequest, PageResponse } from '../_shared/runtime/page.ts';
import { beatChoices } from './choices.ts';
import { type FormKeys, formField, formToken, looksHuman, trapField } from './form-token.ts';
import type { SignUpForm, SignUpOutcome } from './sign-up.ts';

export interface Dependencies extends FormKeys {
  newsroom: Newsroom;
  signUp: (form: SignUpForm, sourceIp: string | null) => Promise<SignUpOutcome>;
  now: () => Date;
}

/** `notSure`: perhaps a robot sent the form. A person presses the button once more. */
type Mistake = 'badEmail' | 'noConsent' | 'notSure';
const fieldOf: Record<Mistake, string> = { badEmail: 'email', noConsent: 'consent', notSure: 'send' };

/** `/subscribe`: a journalist signs up for the default list. The link that is mailed to them completes it. */
export async function subscribePage(request: PageRequest, dependencies: Dependencies): Promise<PageResponse> {
  const { newsroom } = dependencies;
  const language = readerLanguage(request, null, newsroom.defaultLanguage);
  if (request.method === 'GET') return formPage(dependencies, language, new URLSearchParams(), []);

  const { body } = request;
  const address = readAddress((body.get('email') ?? '').slice(0, 320));
  const mistakes: Mistake[] = [];
  if (!('email' in address)) mistakes.push('badEmail');
  if (body.get('consent') !== 'yes') mistakes.push('noConsent');
  if (mistakes.length === 0 && !looksHuman(dependencies, body, dependencies.now())) mistakes.push('notSure');
  if (!('email' in address) || mistakes.length > 0) return formPage(dependencies, language, body, mistakes);
  const outcome = await dependencies.signUp(
    {
      email: address.email,
      name: lineOf(body, 'name'),
      outlet: lineOf(body, 'outlet'),
      role: lineOf(body, 'role'),
      beats: body.getAll('beat').filter((beat) => Object.hasOwn(newsroom.vocabulary, beat)),
      language: languages.find((known) => known === body.get('language')) ?? language,
      list: newsroom.defaultList,
    },
    request.sourceIp,
  );
  const say = words[language].subscribe;
  if (outcome.kind === 'too-many') {
    const page = publicPage({
      hasChoiceOfLanguage: true,
      newsroom,
      language,
      status: 429,
      title: say.busyTitle,
      body: html`<h1>${say.busyTitle}</h1><p role="status">${say.busy}</p>`,
    });
    const seconds = Math.max(1, Math.ceil((outcome.until.getTime() - dependencies.now().getTime()) / 1000));
    return { ...page, headers: { ...page.headers, 'retry-after': String(seconds) } };
  }
  return publicPage({
    hasChoiceOfLanguage: true,
    newsroom,
    language,
    title: say.sentTitle,
    body: html`<h1>${say.sentTitle}</h1><p role="status">${say.sent}</p>`,
  });
}

/** One line of at most 200 characters, or null. A person's input is later written into headers and spreadsheets. */
function lineOf(body: URLSearchParams, field: string): string | null {
  const text = (body.get(field) ?? '')
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
  return text.slice(0, 200) || null;
}

function formPage(
  { newsroom, now, ...keys }: Dependencies,
  language: Language,
  body: URLSearchParams,
  mistakes: Mistake[],
): PageResponse {
  const say = words[language].subscribe;
  const has = (mistake: Mistake) => mistakes.includes(mistake);
  const text = (field: 'name' | 'outlet' | 'role', autocomplete: string) => html`<div class="field">
<label for="${field}">${say[field]} <small>(${say.optional})</small></label>
<input id="${field}" name="${field}" maxlength="200" autocomplete="${autocomplete}" value="${body.get(field) ?? ''}">
</div>`;
  return publicPage({
    hasChoiceOfLanguage: true,
    newsroom,
    language,
    status: mistakes.length > 0 ? 422 : 200,
    title: say.title,
    body: html`<h1>${say.title}</h1>
<p>${fill(say.intro, { newsroom: newsroom.name })}</p>
${
  mistakes.length > 0 &&
  html`<div class="note bad" role="alert"><strong>${say.invalid}</strong><ul>${mistakes.map(
    (mistake) => html`<li><a href="#${fieldOf[mistake]}">${say[mistake]}</a></li>`,
  )}</ul></div>`
}
<form method="post" action="/subscribe?language=${language}" novalidate>
<div class="field">
<label for="email">${say.email}</label>
<input id="email" name="email" type="email" autocomplete="email" dir="ltr" required maxlength="320" value="${body.get('email') ?? ''}"${has('badEmail') && html` aria-invalid="true"`}>
</div>
${text('name', 'name')}
${text('outlet', 'organization')}
${text('role', 'organization-title')}
<div class="field">
<label for="language">${say.language}</label>
<select id="language" name="language">${languages.map(
      (each) =>
        html`<option value="${each}" lang="${each}"${each === (body.get('language') ?? language) && html` selected`}>${languageName(each)}</option>`,
    )}</select>
</div>
${beatChoices(newsroom, language, body.getAll('beat'))}
<div class="consent">
<label class="choice"><input id="consent" type="checkbox" name="consent" value="yes" required${body.get('consent') === 'yes' && html` checked`}${has('noConsent') && html` aria-invalid="true"`}> <span>${say.consent}</span></label>
</div>
<div hidden><label>${say.trap} <input name="${trapField}" autocomplete="off" tabindex="-1"></label></div>
<input type="hidden" name="${formField}" value="${formToken(keys, body, now())}">
<div class="actions"><button id="send">${say.button}</button></div>
</form>`,
  });
}
