import type { Newsroom } from './newsroom.ts';
import type { Text } from './release.ts';

/**
 * Where an answer to any mail of a release goes, a kill included: to the sender's `replyTo` as declared, else to the
 * media contact at the newsroom's own domain, else to the first that the desk declared, else to the newsroom. A contact
 * that only stands in the text may be a partner's, who must not get what journalists answer to us.
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

/** At the domain that the newsroom writes from or shows itself at, below it, or above it: `example.org` of `news.example.org`. */
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
/** A top-level domain owns nobody. */
const isBelow = (domain: string, above: string) => above.includes('.') && domain.endsWith(`.${above}`);
