import { catalogues } from '../../templates/catalogues/catalogues.ts';
import type { Newsroom } from '../_shared/domain/newsroom.ts';
import { publicPage } from '../_shared/public-pages/public-layout.ts';
import { words as publicWords } from '../_shared/public-pages/words/words.ts';
import { type Content, html } from '../_shared/runtime/html.ts';
import type { PageResponse } from '../_shared/runtime/page.ts';

export const say = ({ defaultLanguage }: Newsroom) => publicWords[defaultLanguage].approval;

/** A page of one sentence, and what belongs to it. */
export function answer(
  newsroom: Newsroom,
  status: number,
  tone: 'good' | 'bad',
  sentence: string,
  stopped: string | null = null,
  more: Content = null,
): PageResponse {
  const language = newsroom.defaultLanguage;
  const { proof } = catalogues[language];
  return publicPage({
    newsroom,
    language,
    status,
    title: proof.approve,
    body: html`<p class="note ${tone}" role="status">${sentence}</p>${stopNote(stopped)}${more}`,
  });
}

export function stopNote(stopped: string | null): Content {
  return stopped && html`<p class="note bad" role="status" lang="en" dir="ltr">${stopped}</p>`;
}

export function facts(heading: string, lines: readonly Content[]): Content {
  return lines.length === 0
    ? null
    : html`<h2>${heading}</h2><ul>${lines.map((line) => html`<li>${line}</li>\n`)}</ul>`;
}
