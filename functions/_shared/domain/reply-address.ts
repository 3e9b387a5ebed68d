import type { Newsroom } from './newsroom.ts';
import type { Text } from './release.ts';

/**
 * The address that receives replies to any mail of a release, including a kill: the declared `replyTo` of the sender,
 * otherwise the media contact at the newsroom's own domain, otherwise the first contact that the desk declared,
 * otherwise the newsroom. A contact that was only found in the text may belong to a partner, who must not receive
 * replies meant for us.
 */
export function replyAddress(
  sender: { replyTo: string | null },
  { contacts, contactsDeclared }: Pick<Text, 'contacts' | 'contactsDeclared'>,
  newsroom: Pick<Newsroom, 'sender' | 'brand'>,
): string {
  const named = contacts.flatMap(({ email }) => email ?? []);
  const own = named.find((email) => isOwn(email, newsroom));
  return sender.replyTo ?? own ?? (contactsDeclared ? named[0] : undefined) ?? newsroom.sender.replyTo;
}

/**
 * Whether an address is at a domain of the newsroom (mail or website), at a subdomain of it, or at its parent domain:
 * `example.org` for `news.example.org`.
 */
function isOwn(email: string, { sender, brand }: Pick<Newsroom, 'sender' | 'brand'>): boolean {
  const domain = domainOf(email);
  const own = [
    sender.domain,
    domainOf(sender.address),
    new URL(brand.website).hostname.replace(/^www\./, ''),
  ];
  return own
    .map((one) => one.toLowerCase())
    .some((one) => one === domain || isBelow(domain, one) || isBelow(one, domain));
}
const domainOf = (email: string) => email.slice(email.lastIndexOf('@') + 1).toLowerCase();
/** A top-level domain does not count as a parent domain. */
const isBelow = (domain: string, above: string) => above.includes('.') && domain.endsWith(`.${above}`);
