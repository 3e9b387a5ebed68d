import type { Alarm } from '../_shared/domain/alarm.ts';
import { type Content, type Html, html } from '../_shared/runtime/html.ts';
import type { PageResponse } from '../_shared/runtime/page.ts';
import { alarmStrip } from './alarm-strip.ts';

export interface Shell {
  /** Shown next to the product's name. */
  newsroomName: string;
  /** Where sent mail can be read. Null in a newsroom that does not keep it; only the local one does. */
  inboxUrl: string | null;
  /** Null if CloudWatch does not answer. */
  alarms: readonly Alarm[] | null;
  /** Null on pages for everybody. */
  signedIn: { name: string; signOut: Content } | null;
}

export interface PageContent {
  title: string;
  /** The page's entry in the navigation. */
  section: 'releases' | 'contacts' | 'lists' | 'segments' | 'trail' | 'alarms' | 'inbox' | null;
  body: Content;
  status?: number;
}

/**
 * Nothing is loaded from elsewhere, only our own script runs, and no other page can frame ours. `http:` and `https:`
 * images are not allowed: a tracker in a release must not learn who looks at it here.
 */
const contentSecurityPolicy =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; " +
  "frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/** A whole page in the console's layout. */
export function pageOf(shell: Shell, { title, section, body, status = 200 }: PageContent): PageResponse {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · ${shell.newsroomName}</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/console.css">
<script src="/assets/console.js" defer></script>
</head>
<body>
<a class="skip" href="#main">Skip to the page</a>
<header class="masthead">
<a class="wordmark" href="/"><b>Dateline</b> <span>${shell.newsroomName}</span></a>
${(shell.signedIn !== null || section === 'inbox') && navigation(shell, section)}
${shell.signedIn && html`<div class="person"><span>${shell.signedIn.name}</span> ${shell.signedIn.signOut}</div>`}
</header>
${section !== 'alarms' && alarmStrip(shell.alarms)}
<main id="main">
${body}
</main>
</body>
</html>
`;
  return answerWith(page, status);
}

function navigation({ inboxUrl }: Shell, section: PageContent['section']): Html {
  const entry = (name: PageContent['section'], href: string, label: string) =>
    html`<li><a href="${href}"${name === section && html` aria-current="page"`}>${label}</a></li>`;
  return html`<nav aria-label="Main"><ul>
${entry('releases', '/', 'Releases')}
${entry('contacts', '/contacts', 'Contacts')}
${entry('lists', '/lists', 'Lists')}
${entry('segments', '/segments', 'Segments')}
${entry('trail', '/trail', 'Trail')}
${entry('alarms', '/alarms', 'Alarms')}
${inboxUrl !== null && entry('inbox', inboxUrl, 'Inbox')}
</ul></nav>`;
}

/** Only parts of a page. The script replaces the older parts with them. */
export function fragment(parts: Html): PageResponse {
  return answerWith(parts, 200);
}

function answerWith({ markup }: Html, status: number): PageResponse {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': contentSecurityPolicy,
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    },
    body: markup,
  };
}
