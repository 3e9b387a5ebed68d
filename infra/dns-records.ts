import type { Newsroom } from '../functions/_shared/domain/newsroom.ts';

/** A record that the owner of a domain publishes. `value` as in a zone file: `10 mail.example.org`, `"v=spf1 …"`. */
export interface DnsRecord {
  name: string;
  type: 'CNAME' | 'MX' | 'TXT';
  value: string;
}

/** `_dmarc.example.org TXT "v=DMARC1; …"`, to be pasted into the zone. */
export function describeRecord({ name, type, value }: DnsRecord): string {
  return `${name} ${type} ${value}`;
}

/** Bounces go to this domain. It must be a subdomain of the identity, and nothing else may use it. */
export function mailFromDomainOf(domain: string): string {
  return `bounce.${domain}`;
}

/**
 * What SES asks for a MAIL FROM domain: one MX record and no other, and an SPF record.
 * https://docs.aws.amazon.com/ses/latest/dg/mail-from.html
 */
export function mailFromRecords(mailFromDomain: string, region: string): [mx: DnsRecord, spf: DnsRecord] {
  return [
    { name: mailFromDomain, type: 'MX', value: `10 feedback-smtp.${region}.amazonses.com` },
    { name: mailFromDomain, type: 'TXT', value: '"v=spf1 include:amazonses.com ~all"' },
  ];
}

/** The three records of Easy DKIM. https://docs.aws.amazon.com/ses/latest/dg/send-email-authentication-dkim-easy.html */
export function dkimRecords(
  domain: string,
  tokens: readonly string[],
  zone = 'dkim.amazonses.com',
): DnsRecord[] {
  return tokens.map((token) => ({
    name: `${token}._domainkey.${domain}`,
    type: 'CNAME',
    value: `${token}.${zone}`,
  }));
}

/**
 * A first DMARC policy: it only asks for reports, so that no other sender of the domain is cut off. Both alignments are
 * relaxed, which is the default: with a strict one, SPF would not align with the MAIL FROM domain.
 * https://docs.aws.amazon.com/ses/latest/dg/send-email-authentication-dmarc.html
 */
export function dmarcRecord({ domain, replyTo }: Newsroom['sender']): DnsRecord {
  return { name: `_dmarc.${domain}`, type: 'TXT', value: `"v=DMARC1; p=none; rua=mailto:${replyTo}"` };
}
