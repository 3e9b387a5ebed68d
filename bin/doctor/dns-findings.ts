import { describeRecord, dmarcRecord, mailFromRecords } from '../../infra/dns-records.ts';
import type { DnsAnswer, DnsFacts } from './dns-facts.ts';
import { domainOf } from './domains.ts';
import { advice, type Finding, fault, when } from './finding.ts';
import type { Setup } from './setup.ts';

const forged =
  'Journalists: their providers take the mails for forged, and put them into spam or refuse them.';

/** What the world sees of the sending domain. */
export function dnsFindings(setup: Setup, dns: DnsFacts): Finding[] {
  return [
    ...dns.dkim.flatMap((record) => dkimFindings(record)),
    ...mxFindings(setup, dns),
    ...spfFindings(setup, dns),
    ...dmarcFindings(setup, dns),
    ...replyFindings(setup, dns),
  ];
}

function dkimFindings({ name, wanted, answer }: DnsFacts['dkim'][number]): Finding[] {
  const record = describeRecord({ name, type: 'CNAME', value: wanted });
  return about(name, answer, {
    none: () => [fault('dkim-record', `The DNS has no DKIM record ${name}.`, forged, record)],
    found: (values) =>
      when(!values.some((value) => isSameName(value, wanted)), () =>
        fault('dkim-record', `The DKIM record ${name} points to ${values.join(', ')}.`, forged, record),
      ),
  });
}

function mxFindings({ region }: Setup, { mailFromDomain, mailFromMx }: DnsFacts): Finding[] {
  const [mx] = mailFromRecords(mailFromDomain, region);
  const wanted = `feedback-smtp.${region}.amazonses.com`;
  const hurt =
    'Bounces go to amazonses.com, SPF does not align; or SES refuses to send at all, if the identity says so.';
  return about(mailFromDomain, mailFromMx, {
    none: () => [
      fault(
        'mail-from-mx',
        `The MAIL FROM domain ${mailFromDomain} has no MX record.`,
        hurt,
        describeRecord(mx),
      ),
    ],
    found: (values) =>
      when(values.length > 1 || !values.some(({ exchange }) => isSameName(exchange, wanted)), () =>
        fault(
          'mail-from-mx',
          `The MAIL FROM domain ${mailFromDomain} has other MX records than the one that SES asks for: ${values.map(({ priority, exchange }) => `${priority} ${exchange}`).join(', ')}.`,
          hurt,
          `Publish this one alone: ${describeRecord(mx)}`,
        ),
      ),
  });
}

function spfFindings({ region }: Setup, { mailFromDomain, mailFromTxt }: DnsFacts): Finding[] {
  const [, spf] = mailFromRecords(mailFromDomain, region);
  const record = describeRecord(spf);
  const none = () => [
    fault('spf-record', `The MAIL FROM domain ${mailFromDomain} has no SPF record.`, forged, record),
  ];
  return about(mailFromDomain, mailFromTxt, {
    none,
    found: (values) => {
      const policies = values.filter((text) => /^v=spf1(\s|$)/i.test(text));
      const [policy = ''] = policies;
      if (policies.length === 0) return none();
      if (policies.length > 1)
        return [
          fault(
            'spf-record',
            `The MAIL FROM domain ${mailFromDomain} has ${policies.length} SPF records; receivers then count none.`,
            forged,
            `Publish this one alone: ${record}`,
          ),
        ];
      return when(!/\binclude:amazonses\.com\b/i.test(policy), () =>
        fault(
          'spf-record',
          `The SPF record of ${mailFromDomain} does not let SES send: ${policy}`,
          forged,
          record,
        ),
      );
    },
  });
}

const refused =
  'Journalists at Gmail, Yahoo and Outlook, which refuse bulk mail of a domain without a DMARC policy.';

function dmarcFindings({ newsroom }: Setup, { dmarc: { name, answer }, signedBy }: DnsFacts): Finding[] {
  const { sender } = newsroom;
  const record = describeRecord(dmarcRecord(sender));
  return about(name, answer, {
    none: () => [fault('dmarc-record', `${sender.domain} has no DMARC policy.`, refused, record)],
    found: (policies) => {
      if (policies.length > 1)
        return [
          fault(
            'dmarc-record',
            `${name} has ${policies.length} DMARC records; receivers then count none.`,
            refused,
            `Publish one alone: ${record}`,
          ),
        ];
      return policyFindings(sender.address, signedBy, name, tagsOf(policies[0] ?? ''));
    },
  });
}

/** https://docs.aws.amazon.com/ses/latest/dg/send-email-authentication-dmarc.html */
function policyFindings(
  address: string,
  signedBy: string,
  name: string,
  tags: ReadonlyMap<string, string>,
): Finding[] {
  // A policy of a parent domain may say another one for the domains below it.
  const isInherited = name !== `_dmarc.${domainOf(address)}`;
  const tag = isInherited && tags.has('sp') ? 'sp' : 'p';
  const policy = tags.get(tag)?.toLowerCase();
  const written = (key: string, value: string) =>
    `${name} TXT "${[...new Map([...tags, [key, value]])].map(([known, is]) => `${known}=${is}`).join('; ')}"`;
  return [
    ...when(policy === undefined || !['none', 'quarantine', 'reject'].includes(policy), () =>
      fault('dmarc-record', `The DMARC record ${name} says no policy (p=).`, refused, written('p', 'none')),
    ),
    ...when(tags.get('adkim')?.toLowerCase() === 's' && domainOf(address) !== signedBy, () =>
      fault(
        'dmarc-alignment',
        `The DMARC record ${name} asks for strict DKIM alignment, and SES signs ${address} as ${signedBy}.`,
        forged,
        written('adkim', 'r'),
      ),
    ),
    ...when(tags.get('aspf')?.toLowerCase() === 's', () =>
      advice(
        'dmarc-alignment',
        `The DMARC record ${name} asks for strict SPF alignment, which a MAIL FROM domain cannot meet.`,
        'Journalists, whenever DKIM fails on the way (as with mailing lists): then nothing is left that aligns.',
        written('aspf', 'r'),
      ),
    ),
    ...when(policy === 'none', () =>
      advice(
        'dmarc-policy',
        `The DMARC policy of ${name} is ${tag}=none: whoever forges the newsroom's address is let through.`,
        'Journalists who get forged releases in the name of the newsroom.',
        `When the reports show none of your own mails failing: ${written(tag, 'quarantine')}`,
      ),
    ),
  ];
}

function replyFindings({ newsroom }: Setup, { replyDomain, replyHosts }: DnsFacts): Finding[] {
  return about(replyDomain, replyHosts, {
    none: () => [
      fault(
        'reply-address',
        `Nobody takes mail for ${newsroom.sender.replyTo}: ${replyDomain} has no MX record.`,
        'Journalists who answer a release: their answer bounces.',
        'Write an address that takes mail as sender.replyTo in infra/configuration.ts and deploy, or publish an MX record of your mail provider.',
      ),
    ],
    found: () => [],
  });
}

/** The findings about an answer. A name server that does not answer is a finding itself. */
function about<Value>(
  name: string,
  answer: DnsAnswer<Value>,
  { none, found }: { none: () => Finding[]; found: (values: Value[]) => Finding[] },
): Finding[] {
  switch (answer.kind) {
    case 'found':
      return found(answer.values);
    case 'none':
      return none();
    case 'silent':
      return [
        fault(
          'could-not-look',
          `Could not look up ${name} in the DNS (${answer.because}).`,
          'Nobody knows whether the record is there.',
          'Look at the network of this machine and at the name servers of the domain, or name a resolver: --resolver 1.1.1.1',
        ),
      ];
  }
}

/** The tags of a policy: `v`, `p`, `adkim` … */
function tagsOf(policy: string): ReadonlyMap<string, string> {
  return new Map(
    policy.split(';').flatMap((part) => {
      const equals = part.indexOf('=');
      return equals < 0 ? [] : [[part.slice(0, equals).trim(), part.slice(equals + 1).trim()] as const];
    }),
  );
}

function isSameName(name: string, other: string): boolean {
  return name.replace(/\.$/, '').toLowerCase() === other.toLowerCase();
}
