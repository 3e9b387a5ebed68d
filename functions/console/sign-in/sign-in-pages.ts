import type { Actor, Right } from '../../_shared/domain/actor.ts';
import { whoMay } from '../../_shared/domain/actor.ts';
import { html } from '../../_shared/runtime/html.ts';
import { writeLog } from '../../_shared/runtime/logger.ts';
import type { PageResponse } from '../../_shared/runtime/page.ts';
import { pageOf, type Shell } from '../layout.ts';

const toSignIn = (to: string) => `/sign-in?to=${encodeURIComponent(to)}`;

/** The provider refused, or its reply does not belong to what was asked. */
export function notSignedIn(shell: Shell, why: string, to: string): PageResponse {
  return pageOf(shell, {
    title: 'Not signed in',
    section: null,
    status: 403,
    body: html`<h1>You are not signed in</h1><p>${why}</p><p><a class="button" href="${toSignIn(to)}">Sign in again</a></p>`,
  });
}

/** The provider cannot be reached. The log says why. */
export function noAnswer(shell: Shell, error: unknown): PageResponse {
  writeLog({
    stage: 'console',
    level: 'error',
    page: 'sign-in',
    error: error instanceof Error ? `${error.name}: ${error.message}` : 'unknown',
  });
  return pageOf(shell, {
    title: 'Signing in does not work now',
    section: null,
    status: 503,
    body: html`<h1>Signing in does not work now</h1>
<p>The service that knows who you are did not answer. Try again in a minute. Approval links in mails work all the same, and an operator can use the command line.</p>
<p><a class="button" href="/sign-in">Try again</a></p>`,
  });
}

export function signedOut(shell: Shell, endAddress: string | null): PageResponse {
  return pageOf(shell, {
    title: 'Signed out',
    section: null,
    body: html`<h1>You are signed out</h1>
<p>Of this newsroom, in this browser.${endAddress !== null && html` <a href="${endAddress}">Sign out of the service that knows who you are, too</a>, if others use this computer.`}</p>
<p><a class="button" href="/sign-in">Sign in</a></p>`,
  });
}

/** A form was sent, and the session is over. Nothing was done. */
export function sessionOver(shell: Shell): PageResponse {
  return pageOf(shell, {
    title: 'Sign in again',
    section: null,
    status: 401,
    body: html`<h1>Your session is over</h1>
<p>Nothing was done. <a href="/sign-in" target="_blank">Sign in in a new tab</a>, then send what you wrote again from here: your browser has kept it one page back.</p>`,
  });
}

/** Signed in, but in no group that this newsroom knows. */
export function withoutRole(shell: Shell, { name }: Actor): PageResponse {
  return pageOf(shell, {
    title: 'No role yet',
    section: null,
    status: 403,
    body: html`<h1>You have no role in this newsroom yet</h1>
<p>You are signed in as ${name}. Ask whoever keeps the groups of your organisation to put you into one of this newsroom’s, then sign out and in again.</p>`,
  });
}

/** The person's roles do not allow it. Nothing was done. */
export function notAllowed(shell: Shell, right: Right): PageResponse {
  return pageOf(shell, {
    title: 'Not allowed',
    section: null,
    status: 403,
    body: html`<h1>This is not yours to do</h1><p>It takes ${whoMay(right)}. Nothing was done.</p>`,
  });
}
