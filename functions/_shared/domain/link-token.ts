import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';

/**
 * The token in every public link: its purpose and subject in clear text, without an address, and an HMAC of both.
 * Format: `<base64url(JSON array)>.<first 16 bytes of HMAC-SHA-256, base64url>`, short enough for a URL of 200
 * characters.
 */

const encode = (value: string | Uint8Array): string => Buffer.from(value).toString('base64url');

const shapes = {
  /** One-click unsubscribe and its page. */
  unsubscribe: z.tuple([z.literal('u'), z.string(), z.string(), z.string()]),
  preferences: z.tuple([z.literal('p'), z.string(), z.string(), z.string()]),
  confirm: z.tuple([z.literal('c'), z.string(), z.string(), z.string()]),
  terms: z.tuple([z.literal('e'), z.string(), z.string(), z.string()]),
  /** Opens an embargoed release on the web for an accredited contact. */
  web: z.tuple([z.literal('r'), z.string(), z.string(), z.string()]),
  /** Approval by the desk: [a, hash of the desk address, release, version:audience hash prefix]. */
  approve: z.tuple([z.literal('a'), z.string(), z.string(), z.string()]),
  /** A picture or attachment of a release (file-link.ts): [f, reader, release tag, version]. */
  file: z.tuple([z.literal('f'), z.string(), z.string(), z.string()]),
  /** In the sign-up form: [s, '', when the form was made, '']. */
  form: z.tuple([z.literal('s'), z.string(), z.string(), z.string()]),
};
export type LinkPurpose = keyof typeof shapes;

/**
 * The meaning depends on the purpose. `contact`: the person; `scope`: a list, a release, a nonce, an instant or
 * nothing; `release`: a release's tag, or a version.
 */
export interface LinkClaims {
  contact: string;
  scope: string;
  release: string;
}

const letters: Record<LinkPurpose, string> = {
  unsubscribe: 'u',
  preferences: 'p',
  confirm: 'c',
  terms: 'e',
  web: 'r',
  approve: 'a',
  file: 'f',
  form: 's',
};

/** Cache: creating Node's key object takes five times as long as signing with it, and senders sign twice per mail. */
const keyObjects = new WeakMap<Uint8Array, KeyObject>();

function keyObjectOf(key: Uint8Array): KeyObject {
  const made = keyObjects.get(key) ?? createSecretKey(key);
  keyObjects.set(key, made);
  return made;
}

function macOf(payload: string, key: Uint8Array): Buffer {
  return createHmac('sha256', keyObjectOf(key)).update(`dateline-link:${payload}`).digest().subarray(0, 16);
}

/**
 * Characters. A release id may be as long as a file name; this newsroom signs nothing longer, so it need not hash
 * longer input.
 */
const longestPayload = 1900;

export function signLink(purpose: LinkPurpose, claims: LinkClaims, key: Uint8Array): string {
  const payload = encode(JSON.stringify([letters[purpose], claims.contact, claims.scope, claims.release]));
  return `${payload}.${encode(macOf(payload, key))}`;
}

/**
 * The claims of a token that this newsroom signed for this purpose. Null if the token is forged, truncated or signed
 * for another purpose.
 */
export function verifyLink(
  purpose: LinkPurpose,
  token: string,
  keys: readonly Uint8Array[],
): LinkClaims | null {
  const [payload = '', mac = '', ...rest] = token.split('.');
  if (rest.length > 0 || payload.length > longestPayload) return null;
  // Compare the encoded text: after decoding, the unused bits of the last character would allow several spellings of
  // one MAC.
  const given = Buffer.from(mac);
  const genuine = keys.some((key) => {
    const expected = Buffer.from(encode(macOf(payload, key)));
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  if (!genuine) return null;
  const parsed = shapes[purpose].safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  if (!parsed.success || parsed.data[0] !== letters[purpose]) return null;
  const [, contact, scope, release] = parsed.data;
  return { contact, scope, release };
}
