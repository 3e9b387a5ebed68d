import type { Mail } from '../_shared/aws/mail-sender.ts';
import type { Recipient } from '../_shared/domain/audience.ts';
import type { Delivery } from '../_shared/domain/delivery.ts';
import type { RenderedEmail } from '../_shared/domain/email.ts';
import type { Language } from '../_shared/domain/newsroom.ts';
import type { Release } from '../_shared/domain/release-life.ts';
import { addressEmail } from './address-email.ts';
import { compileEmail, type FillEmail } from './compile-email.ts';

export interface PrepareDependencies {
  /** Throws when there is none: a chunk whose words are missing must not begin. */
  readRenderedEmail: (delivery: Delivery, language: Language) => Promise<RenderedEmail>;
  readLinkKey: () => Promise<Uint8Array>;
  /** Titles by list. */
  readListTitles: () => Promise<ReadonlyMap<string, string>>;
  publicUrl: string;
  newsroom: { zone: string; sender: { domain: string } };
  now: () => number;
}

/** Compiles a delivery's email in each language that the recipients read, before the first of them is sent to. */
export async function prepareMails(
  dependencies: PrepareDependencies,
  delivery: Delivery,
  release: Release,
  recipients: readonly Recipient[],
): Promise<(recipient: Recipient, attempt: number) => Mail | null> {
  const languages = [...new Set(recipients.map(({ language }) => language))];
  const date = new Date(Math.max(dependencies.now(), Date.parse(delivery.notBefore)));
  const compiled = new Map<Language, { fill: FillEmail; from: string }>();
  for (const language of languages) {
    const email = await dependencies.readRenderedEmail(delivery, language);
    compiled.set(language, { fill: await compileEmail(email, date), from: email.sender.address });
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
  return (recipient, attempt) => {
    const email = compiled.get(recipient.language);
    if (!email) throw new Error(`no email in ${recipient.language}`);
    return address(email.fill, email.from, recipient, attempt);
  };
}
