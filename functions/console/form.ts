import { createHmac, timingSafeEqual } from 'node:crypto';
import type { LinkKeys } from '../_shared/domain/keyring.ts';
import { type Content, type Html, html } from '../_shared/runtime/html.ts';
import type { PageRequest, PageResponse } from '../_shared/runtime/page.ts';

/**
 * Protects forms against CSRF. A page elsewhere can make a browser post here, with the person's credentials or from
 * their own machine. It cannot read our pages, so it has no token.
 */
export interface FormKeys {
  linkKeys: LinkKeys;
  now: () => Date;
}

const fieldName = 'token';
const day = 86_400_000;

/** A form that posts to `action`, with a token. */
export function formTo(keys: FormKeys, action: string, body: Content): Html {
  return html`<form method="post" action="${action}">
<input type="hidden" name="${fieldName}" value="${tokenFor(segmentsOf(action), keys.now(), keys.linkKeys.signing)}">
${body}
</form>`;
}

/** Whether a post comes from our form for this address, made today or yesterday. */
export function isFromOurForm(keys: FormKeys, request: PageRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const given = Buffer.from(request.body.get(fieldName) ?? '');
  return keys.linkKeys.recent.some((key) =>
    [0, day].some((ago) => {
      const expected = Buffer.from(tokenFor(request.segments, new Date(keys.now().getTime() - ago), key));
      return given.length === expected.length && timingSafeEqual(given, expected);
    }),
  );
}

/** Who decides: the caller that the gateway vouches for, else the name typed in, else null. */
export function whoDecides(request: PageRequest): string | null {
  if (request.caller) return request.caller.split('/').at(-1) ?? request.caller;
  return (request.body.get('by') ?? '').trim().slice(0, 80) || null;
}

/** Asks for a name if the gateway vouches for no caller. The browser remembers the last name given. */
export function nameField(request: PageRequest, id: string): Content {
  if (request.caller) return null;
  return html`<div class="field"><label for="${id}">Your name, for the audit trail</label>
<input id="${id}" name="by" required maxlength="80" autocomplete="name" value="${rememberedName(request)}"></div>`;
}

export function rememberedName(request: PageRequest): string {
  const found = /(?:^|;\s*)by=([^;]*)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
  try {
    return decodeURIComponent(found);
  } catch {
    return '';
  }
}

/** Redirects to the page that shows the change. The browser keeps the name given. */
export function seeOther(location: string, by: string): PageResponse {
  return {
    status: 303,
    headers: {
      location,
      'cache-control': 'no-store',
      'set-cookie': `by=${encodeURIComponent(by)}; Path=/; Max-Age=31536000; SameSite=Strict; HttpOnly`,
    },
    body: '',
  };
}

/** The token covers the decoded segments, because some gateways pass a path on decoded and others do not. */
function segmentsOf(path: string): string[] {
  return path.split('/').filter(Boolean).map(decodeURIComponent);
}

function tokenFor(segments: readonly string[], now: Date, key: Uint8Array): string {
  const about = `dateline-form:${now.toISOString().slice(0, 10)}:${JSON.stringify(segments)}`;
  return createHmac('sha256', key).update(about).digest().subarray(0, 16).toString('base64url');
}
