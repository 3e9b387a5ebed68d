import { html } from '../_shared/runtime/html.ts';
import type { PageResponse } from '../_shared/runtime/page.ts';
import { pageOf, type Shell } from './layout.ts';

export function missing(shell: Shell): PageResponse {
  return pageOf(shell, {
    title: 'Not found',
    section: null,
    status: 404,
    body: html`<h1>There is nothing here</h1><p>It may have had another name. <a href="/">See all releases</a>.</p>`,
  });
}

/** The form is not ours or is too old. Nothing was done. */
export function staleForm(shell: Shell): PageResponse {
  return pageOf(shell, {
    title: 'Please try again',
    section: null,
    status: 403,
    body: html`<h1>Please try again</h1><p>This form is older than a day or did not come from this console. Nothing was changed. <a href="/">Go back to the releases</a> and send it from there.</p>`,
  });
}

/** The requested act could not be done. */
export function refused(shell: Shell, words: string): PageResponse {
  return pageOf(shell, {
    title: 'Not done',
    section: null,
    status: 409,
    body: html`<h1>Not done</h1><p>${words}</p>`,
  });
}
