import { createHmac } from 'node:crypto';
import { isIPv4, isIPv6 } from 'node:net';
import { normaliseAddress } from './contact-id.ts';

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

/**
 * Confirmations mailed to one mailbox per day, in any spelling. Without a limit, somebody could use the form to send
 * mail to a stranger.
 */
const mostPerMailbox = 3;
/**
 * Sign-ups from one network per hour: enough for an office or a press conference that shares an IP address, too few for
 * a whole list.
 */
const mostPerNetwork = 30;

export function limitOfMailbox(email: string, key: Uint8Array, now: Date): SignUpLimit {
  return limit('mailbox', mailboxOf(email), { most: mostPerMailbox, every: day }, key, now);
}

/** `sourceIp`: as the gateway saw it. Null (the gateway saw none) counts as one network. */
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

/** The smallest network that a provider gives to one customer: a /24 of IPv4, a /64 of IPv6. */
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
