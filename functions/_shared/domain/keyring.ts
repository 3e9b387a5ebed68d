import { randomBytes } from 'node:crypto';

/** A key for links. It signs from `signsFrom` on, and verifies before that already. */
export interface LinkKey {
  key: Uint8Array;
  /** ISO instant. */
  signsFrom: string;
}

/** The newsroom's keys as they are kept. `linkKeys`: the newest first, at least one. */
export interface KeptKeys {
  /** Makes ids from addresses. It never changes: with another key nobody would be found again. */
  contactKey: Uint8Array;
  linkKeys: readonly LinkKey[];
}

/** The keys for links at one instant. */
export interface LinkKeys {
  /** Signs new links. */
  signing: Uint8Array;
  /** For links that decide or open something: the signing key, the one before it, and one that will sign soon. */
  recent: readonly Uint8Array[];
  /** For links that must work for years: to unsubscribe, to change preferences, to see a public picture in an old mail. */
  all: readonly Uint8Array[];
}

export interface Keyring {
  contactKey: Uint8Array;
  linkKeys: LinkKeys;
}

/**
 * How long a new key only verifies. Functions keep the keys they read for five minutes. When the key begins to sign,
 * every function knows it, so nobody gets a link that is not understood.
 */
export const signsAfterMilliseconds = 10 * 60_000;

/** The keys that are valid at an instant (epoch milliseconds). */
export function keyringAt({ contactKey, linkKeys }: KeptKeys, now: number): Keyring {
  const all = linkKeys.map(({ key }) => key);
  const found = linkKeys.findIndex(({ signsFrom }) => Date.parse(signsFrom) <= now);
  const at = found === -1 ? linkKeys.length - 1 : found;
  const signing = all[at];
  if (!signing) throw new Error('the keyring has no key to sign with');
  return { contactKey, linkKeys: { signing, recent: all.slice(0, at + 2), all } };
}

/** Whether the newest key does not sign yet. */
export function isRotating({ linkKeys: [newest] }: KeptKeys, now: number): boolean {
  return newest !== undefined && Date.parse(newest.signsFrom) > now;
}

/** Adds a new key for links. Earlier keys stay. */
export function withNewKey(kept: KeptKeys, now: number): KeptKeys {
  return { ...kept, linkKeys: [newLinkKey(now + signsAfterMilliseconds), ...kept.linkKeys] };
}

/** One new key for links that signs at once. All links that were sent until now stop working. */
export function withoutEarlierKeys(kept: KeptKeys, now: number): KeptKeys {
  return { ...kept, linkKeys: [newLinkKey(now)] };
}

function newLinkKey(signsFrom: number): LinkKey {
  return { key: randomBytes(32), signsFrom: new Date(signsFrom).toISOString() };
}
