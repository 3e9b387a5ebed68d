import { createHmac } from 'node:crypto';
import { isIPv4, isIPv6 } from 'node:net';
import { normaliseAddress } from './contact-id.ts';
import type { Newsroom } from './newsroom.ts';

/** How many sign-ups are accepted from one source within a period of time. */
export interface SignUpLimit {
  /** The id of the counter: a keyed hash of the source and the period. It reveals neither address nor network. */
  counter: string;
  most: number;
  /** When the counter starts again. */
  until: Date;
}

const hour = 3_600_000;
const day = 24 * hour;

export type SignUpLimits = ReturnType<typeof signUpLimits>;

/** The limits of the configuration, each for one source. `key` makes the ids of their counters. */
export function signUpLimits(most: Newsroom['signUps'], key: Uint8Array) {
  return {
    ofNewsroom: (now: Date): SignUpLimit =>
      limit('newsroom', '', { most: most.perHour, every: hour }, key, now),

    /** `sourceIp`: as the gateway saw it. Null (the gateway saw none) counts as one network. */
    ofNetwork: (sourceIp: string | null, now: Date): SignUpLimit =>
      limit('network', networkOf(sourceIp ?? ''), { most: most.perNetworkAndHour, every: hour }, key, now),

    ofMailbox: (email: string, now: Date): SignUpLimit =>
      limit('mailbox', mailboxOf(email), { most: most.perMailboxAndDay, every: day }, key, now),
  };
}

function limit(
  kind: string,
  source: string,
  { most, every }: { most: number; every: number },
  key: Uint8Array,
  now: Date,
): SignUpLimit {
  const stretch = Math.floor(now.getTime() / every);
  const counter = createHmac('sha256', key)
    .update(`dateline-sign-ups:${JSON.stringify([kind, source, stretch])}`)
    .digest('base64url')
    .slice(0, 27);
  return { counter, most, until: new Date((stretch + 1) * every) };
}

/**
 * The mailbox behind an address, for spellings that are generally known to reach the same mailbox: nearly every
 * provider ignores a suffix after a plus, and Gmail ignores dots. Used for counting only, never to send mail.
 */
export function mailboxOf(email: string): string {
  const address = normaliseAddress(email);
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  const plus = address.slice(0, at).indexOf('+', 1);
  const local = address.slice(0, plus < 0 ? at : plus);
  return domain === 'gmail.com' || domain === 'googlemail.com'
    ? `${local.replaceAll('.', '')}@gmail.com`
    : `${local}@${domain}`;
}

/**
 * The network that sign-ups are counted by: a /24 of IPv4, a /48 of IPv6. Providers give a whole /56 or /48 to one
 * customer (RFC 6177), who could use another address of it for every sign-up.
 */
export function networkOf(address: string): string {
  const version4 = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (isIPv4(version4)) return `${version4.split('.').slice(0, 3).join('.')}.0/24`;
  if (!isIPv6(address)) return 'unknown';
  const [front = '', back] = address.split('::');
  const groups = (part: string) => part.split(':').filter(Boolean);
  const zeros = back === undefined ? 0 : 8 - groups(front).length - groups(back).length;
  return `${[...groups(front), ...Array<string>(zeros).fill('0'), ...groups(back ?? '')]
    .slice(0, 3)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/48`;
}
