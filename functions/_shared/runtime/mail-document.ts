import { filledHtml, type RenderedEmail } from '../domain/email.ts';
import { escapeHtml } from '../domain/escape-html.ts';
import { describeInstant } from '../domain/moment.ts';
import type { Newsroom } from '../domain/newsroom.ts';
import type { Instant } from '../domain/report.ts';
import type { PageResponse } from './page.ts';

/**
 * A mail as its reader sees it: without scripts, origin and forms. Pictures load from this site only, so that looking
 * at a proof informs no other server.
 */
export function mailDocument(markup: string): PageResponse {
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy':
        "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'; base-uri 'none'; form-action 'none'",
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex',
    },
    body: markup,
  };
}

/**
 * An edition as a recipient in the newsroom's zone and on the default list would see it. Its personal links lead
 * nowhere. `files`: the token for its pictures and files.
 */
export function proofDocument(
  email: RenderedEmail,
  newsroom: Newsroom,
  embargo: Instant | null,
  files: string,
): PageResponse {
  const links = { 'unsubscribe-url': '#', 'preferences-url': '#', 'web-url': '#' };
  const local = embargo ? describeInstant(embargo, newsroom.zone, email.language) : '';
  const values = {
    ...links,
    'file-token': files,
    'embargo-local': local,
    'list-name': newsroom.defaultList,
  };
  return mailDocument(filledHtml(email, values, escapeHtml));
}
