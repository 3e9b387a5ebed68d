import { createHash } from 'node:crypto';
import { directionOf } from '../domain/languages/languages.ts';
import { type Language, languages, type Newsroom } from '../domain/newsroom.ts';
import { type Content, Html, html } from '../runtime/html.ts';
import type { PageResponse } from '../runtime/page.ts';
import { languageName } from './language-name.ts';
import { publicStyle } from './public-style.ts';

export interface PublicPage {
  newsroom: Newsroom;
  language: Language;
  title: string;
  body: Content;
  status?: number;
  /** Whether the page exists in every language and can be requested in another one with `?language=`. */
  hasChoiceOfLanguage?: boolean;
  /** The sources of pictures besides the brand's logo, e.g. `'self'` for those of a release. */
  pictures?: string;
}

/** A page for journalists: one column, no script, and nothing from elsewhere except the newsroom's logo. */
export function publicPage({
  newsroom,
  language,
  title,
  body,
  status = 200,
  hasChoiceOfLanguage = false,
  pictures = '',
}: PublicPage): PageResponse {
  const style = publicStyle(newsroom);
  const hash = createHash('sha256').update(style).digest('base64');
  const logo = newsroom.brand.logoUrl;
  const page = html`<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} · ${newsroom.name}</title>
<link rel="icon" href="data:,">
<style>${new Html(style)}</style>
</head>
<body>
<header><a href="${newsroom.brand.website}">${logoOrName(newsroom, logo)}</a></header>
<main>
${body}
</main>
<footer>
${hasChoiceOfLanguage && languageLinks(language)}
<address>${newsroom.brand.address.map((line) => html`${line}<br>`)}</address></footer>
</body>
</html>
`;
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; style-src 'sha256-${hash}'; img-src data: ${pictures} ${logo ?? ''}; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
      // The address contains a token. Other sites must not learn it when a link is followed.
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex',
    },
    body: page.markup,
  };
}

function languageLinks(current: Language): Content {
  return html`<ul class="languages">${languages.map(
    (each) =>
      html`<li><a href="?language=${each}" hreflang="${each}" lang="${each}"${each === current && html` aria-current="true"`}>${languageName(each)}</a></li>`,
  )}</ul>`;
}

function logoOrName({ name, brand }: Newsroom, logo: string | null): Content {
  return logo
    ? html`<img src="${logo}" width="${brand.logoWidth}" height="${brand.logoHeight}" alt="${name}">`
    : html`<span class="wordmark">${name}</span>`;
}
