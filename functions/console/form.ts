import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Actor, may, whoMay } from '../_shared/domain/actor.ts';
import type { LinkKeys } from '../_shared/domain/keyring.ts';
import { type Content, type Html, html } from '../_shared/runtime/html.ts';
import type { PageRequest, PageResponse } from '../_shared/runtime/page.ts';
import { rightFor } from './rights.ts';

/**
 * Protects forms against CSRF. A page elsewhere can make a browser post here, with the person's credentials or from
 * their own machine. It cannot read our pages, so it has no token.
 */
export interface FormKeys {
  linkKeys: LinkKeys;
  now: () => Date;
  /** Who is signed in. Their forms are of no use to anybody else. */
  actor: Actor;
}

const fieldName = 'token';
const day = 86_400_000;

/** A form that posts to `action`, with a token. Whoever may not post it sees instead who may. */
export function formTo(keys: FormKeys, action: string, body: Content): Html {
  const segments = segmentsOf(action);
  const right = rightFor(segments);
  if (right !== null && !may(keys.actor, right)) return html`<p class="hint">It takes ${whoMay(right)}.</p>`;
  return html`<form method="post" action="${action}">
<input type="hidden" name="${fieldName}" value="${tokenFor(keys, segments, keys.now(), keys.linkKeys.signing)}">
${body}
</form>`;
}

export function signOutForm(keys: FormKeys): Html {
  return formTo(keys, '/sign-out', html`<button>Sign out</button>`);
}

/** Whether the person who is signed in may post to an address. */
export function mayPost({ actor }: FormKeys, action: string): boolean {
  const right = rightFor(segmentsOf(action));
  return right === null || may(actor, right);
}

/** Whether a post comes from our form for this address, made today or yesterday. */
export function isFromOurForm(keys: FormKeys, request: PageRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const given = Buffer.from(request.body.get(fieldName) ?? '');
  return keys.linkKeys.recent.some((key) =>
    [0, day].some((ago) => {
      const expected = Buffer.from(
        tokenFor(keys, request.segments, new Date(keys.now().getTime() - ago), key),
      );
      return given.length === expected.length && timingSafeEqual(given, expected);
    }),
  );
}

/** Redirects to the page that shows the change. */
export function seeOther(location: string): PageResponse {
  return { status: 303, headers: { location, 'cache-control': 'no-store' }, body: '' };
}

/** The token covers the decoded segments, because some gateways pass a path on decoded and others do not. */
function segmentsOf(path: string): string[] {
  return path.split('/').filter(Boolean).map(decodeURIComponent);
}

function tokenFor({ actor }: FormKeys, segments: readonly string[], now: Date, key: Uint8Array): string {
  const about = `dateline-form:${now.toISOString().slice(0, 10)}:${JSON.stringify([actor.subject, ...segments])}`;
  return createHmac('sha256', key).update(about).digest().subarray(0, 16).toString('base64url');
}
