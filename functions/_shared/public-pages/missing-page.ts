import type { Language, Newsroom } from '../domain/newsroom.ts';
import { html } from '../runtime/html.ts';
import type { PageRequest, PageResponse } from '../runtime/page.ts';
import { publicPage } from './public-layout.ts';
import { readerLanguage } from './reader-language.ts';
import { words } from './words/words.ts';

/** The same answer for what does not exist, for a forged link, and for what must not be known to exist. */
export function missingPage(newsroom: Newsroom, request: PageRequest): PageResponse {
  const language: Language = readerLanguage(request, null, newsroom.defaultLanguage);
  const { title, text } = words[language].missing;
  return publicPage({
    hasChoiceOfLanguage: true,
    newsroom,
    language,
    title,
    status: 404,
    body: html`<h1>${title}</h1><p>${text}</p>`,
  });
}
