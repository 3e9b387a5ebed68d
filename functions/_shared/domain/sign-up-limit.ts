import { createHmac } from 'node:crypto';
import { isIPv4, isIPv6 } from 'node:net';
import { normaliseAddress } from './contact-id.ts';

/** How many sign-ups are taken of one source within a stretch of time. */
export interface SignUpLimit {
  /** Names the count and tells neither address nor network: a keyed hash of them and of the stretch of time. */
  counter: string;
  most: number;
  /** When counting begins anew. */
  until: Date;
}

const hour = 3_600_000;
const day = 24 * hour;

/** Confirmations mailed to one mailbox in a day, under whatever spellings: the form can be made to write to a stranger. */
const mostPerMailbox = 3;
/** Sign-ups from one network in an hour: room for an office or a press conference that shares an address, not for a list. */
const mostPerNetwork = 30;

export function limitOfMailbox(email: string, key: Uint8Array, now: Date): SignUpLimit {
  return limit('mailbox', mailboxOf(email), { most: mostPerMailbox, every: day }, key, now);
}

/** `sourceIp`: as the gateway saw it; null, where it saw none, is a network of its own. */
export function limitOfNetwork(sourceIp: string | null, key: Uint8Array, now: Date): SignUpLimit {
  return limit('network', networkOf(sourceIp ?? ''), { most: mostPerNetwork, every: hour }, key, now);
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
 * Where mail to an address ends up, as far as spellings of one mailbox are common knowledge: what follows a plus is the
 * reader's own sorting at nearly every provider, and Gmail passes over dots. Only ever counted, never written to.
 */
export function mailboxOf(email: string): string {
  const address = normaliseAddress(email);
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  const local = address.slice(0, at).replace(/(?<=.)\+.*$/, '');
  return domain === 'gmail.com' || domain === 'googlemail.com'
    ? `${local.replaceAll('.', '')}@gmail.com`
    : `${local}@${domain}`;
}

/** What one customer of a provider has at least: a /24 of IPv4, a /64 of IPv6. */
export function networkOf(address: string): string {
  const version4 = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (isIPv4(version4)) return `${version4.split('.').slice(0, 3).join('.')}.0/24`;
  if (!isIPv6(address)) return 'unknown';
  const [front = '', back] = address.split('::');
  const groups = (part: string) => part.split(':').filter(Boolean);
  const zeros = back === undefined ? 0 : 8 - groups(front).length - groups(back).length;
  return `${[...groups(front), ...Array<string>(zeros).fill('0'), ...groups(back ?? '')]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
