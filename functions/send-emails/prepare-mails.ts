import type { Mail } from '../_shared/aws/mail-sender.ts';
import type { Recipient } from '../_shared/domain/audience.ts';
import type { Delivery } from '../_shared/domain/delivery.ts';
import type { RenderedEmail } from '../_shared/domain/email.ts';
import { type EmailName, emailName } from '../_shared/domain/email-key.ts';
import { groupFinder, groupTag } from '../_shared/domain/recipient-groups.ts';
import type { Release } from '../_shared/domain/release-life.ts';
import { addressEmail } from './address-email.ts';
import { compileEmail, type FillEmail } from './compile-email.ts';

export interface PrepareDependencies {
  /** Throws if there is none: a chunk must not begin without its emails. */
  readRenderedEmail: (delivery: Delivery, name: EmailName) => Promise<RenderedEmail>;
  readLinkKey: () => Promise<Uint8Array>;
  /** Titles by list id. */
  readListTitles: () => Promise<ReadonlyMap<string, string>>;
  publicUrl: string;
  newsroom: { zone: string; sender: { domain: string } };
  now: () => number;
}

/** Compiles the emails of a delivery that these recipients get, before the first of them is sent to. */
export async function prepareMails(
  dependencies: PrepareDependencies,
  delivery: Delivery,
  release: Release,
  recipients: readonly Recipient[],
): Promise<(recipient: Recipient, attempt: number) => Mail | null> {
  const nameOf = ({ language, holds }: Recipient): EmailName => ({
    edition: delivery.edition,
    language,
    holds: holds ?? null,
  });
  const names = new Map(recipients.map(nameOf).map((name) => [emailName(name), name]));
  const date = new Date(Math.max(dependencies.now(), Date.parse(delivery.notBefore)));
  const compiled = new Map<string, { fill: FillEmail; from: string }>();
  for (const [key, name] of names) {
    const email = await dependencies.readRenderedEmail(delivery, name);
    compiled.set(key, { fill: await compileEmail(email, date), from: email.sender.address });
  }
  const address = addressEmail({
    delivery,
    embargo: release.live?.embargo ?? null,
    publicUrl: dependencies.publicUrl,
    linkKey: await dependencies.readLinkKey(),
    zone: dependencies.newsroom.zone,
    domain: dependencies.newsroom.sender.domain,
    listTitles: await dependencies.readListTitles(),
  });
  // A recipient stays in the groups of the frozen audience, also if another list brings them in now.
  const find = groupFinder(delivery.groups ?? []);
  const groups = new Map(recipients.map((recipient) => [recipient.contactId, groupTag(find(recipient))]));
  return (recipient, attempt) => {
    const name = emailName(nameOf(recipient));
    const email = compiled.get(name);
    if (!email) throw new Error(`no email ${name}`);
    const mail = address(email.fill, email.from, recipient, attempt);
    const tag = groups.get(recipient.contactId);
    return mail && tag ? { ...mail, tags: { ...mail.tags, groups: tag } } : mail;
  };
}
