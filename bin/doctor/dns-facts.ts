import { Resolver } from 'node:dns/promises';
import { dkimRecords, mailFromDomainOf } from '../../infra/dns-records.ts';
import { domainOf, parentsOf } from './domains.ts';
import type { IdentityFacts } from './ses-facts.ts';

/** The records of one name and type, as the world sees them. */
export type DnsAnswer<Value> =
  | { kind: 'found'; values: Value[] }
  | { kind: 'none' }
  /** The name server could not be asked, or does not answer. */
  | { kind: 'silent'; because: string };

export interface DnsFacts {
  dkim: { name: string; wanted: string; answer: DnsAnswer<string> }[];
  mailFromDomain: string;
  mailFromMx: DnsAnswer<{ exchange: string; priority: number }>;
  mailFromTxt: DnsAnswer<string>;
  /** The policy that holds for the sender's address: of its domain, or of the nearest parent that has one. */
  dmarc: { name: string; answer: DnsAnswer<string> };
  /** The domain that SES signs with. */
  signedBy: string;
  /** Where replies to the newsroom go, and the hosts that take them. */
  replyDomain: string;
  replyHosts: DnsAnswer<string>;
}

export interface DnsQuestions {
  domain: string;
  senderAddress: string;
  replyTo: string;
  identity: IdentityFacts | null;
}

const patienceMilliseconds = 3000;

/** `server`: the name server to ask, as `127.0.0.1:5353`; null for that of this machine. */
export function openResolver(server: string | null): Resolver {
  const resolver = new Resolver({ timeout: patienceMilliseconds, tries: 2 });
  if (server !== null) resolver.setServers([server]);
  return resolver;
}

export async function readDns(resolver: Resolver, questions: DnsQuestions): Promise<DnsFacts> {
  const { domain, senderAddress, replyTo, identity } = questions;
  const signedBy = identity?.name ?? domain;
  const mailFromDomain = identity?.mailFromDomain ?? mailFromDomainOf(signedBy);
  const replyDomain = domainOf(replyTo);
  const texts = (name: string) =>
    ask(async () => (await resolver.resolveTxt(name)).map((parts) => parts.join('')));
  const mx = (name: string) => ask(() => resolver.resolveMx(name));
  const [dkim, mailFromMx, mailFromTxt, dmarc, replyHosts] = await Promise.all([
    Promise.all(
      dkimRecords(signedBy, identity?.tokens ?? [], identity?.dkimZone).map(async ({ name, value }) => ({
        name,
        wanted: value,
        answer: await ask(() => resolver.resolveCname(name)),
      })),
    ),
    mx(mailFromDomain),
    texts(mailFromDomain),
    readDmarc(domainOf(senderAddress), texts),
    readHosts(resolver, replyDomain),
  ]);
  return { dkim, mailFromDomain, mailFromMx, mailFromTxt, dmarc, signedBy, replyDomain, replyHosts };
}

/**
 * The hosts that take a domain's mail: those of its MX records, or without any the domain itself. A record that names no
 * host says that it takes none. https://www.rfc-editor.org/rfc/rfc5321#section-5.1, https://www.rfc-editor.org/rfc/rfc7505
 */
async function readHosts(resolver: Resolver, domain: string): Promise<DnsAnswer<string>> {
  const mx = await ask(() => resolver.resolveMx(domain));
  if (mx.kind === 'none') return ask(() => resolver.resolve4(domain));
  if (mx.kind === 'silent') return mx;
  const hosts = mx.values.map(({ exchange }) => exchange).filter((host) => host !== '' && host !== '.');
  return hosts.length === 0 ? { kind: 'none' } : { kind: 'found', values: hosts };
}

/**
 * Receivers look at the domain in From, then at its parents; the nearest policy holds
 * (https://www.rfc-editor.org/rfc/rfc7489#section-6.6.3; newer receivers walk up the tree, as here).
 */
async function readDmarc(
  domain: string,
  texts: (name: string) => Promise<DnsAnswer<string>>,
): Promise<DnsFacts['dmarc']> {
  const first = { name: `_dmarc.${domain}`, answer: policiesIn(await texts(`_dmarc.${domain}`)) };
  if (first.answer.kind !== 'none') return first;
  for (const parent of parentsOf(domain)) {
    const name = `_dmarc.${parent}`;
    const answer = policiesIn(await texts(name));
    if (answer.kind !== 'none') return { name, answer };
  }
  return first;
}

/** Records of other kinds at that name are no policies. */
function policiesIn(answer: DnsAnswer<string>): DnsAnswer<string> {
  if (answer.kind !== 'found') return answer;
  const values = answer.values.filter((text) => /^v=DMARC1\s*(;|$)/i.test(text));
  return values.length === 0 ? { kind: 'none' } : { kind: 'found', values };
}

async function ask<Value>(question: () => Promise<Value[]>): Promise<DnsAnswer<Value>> {
  try {
    const values = await question();
    return values.length === 0 ? { kind: 'none' } : { kind: 'found', values };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return code === 'ENOTFOUND' || code === 'ENODATA' ? { kind: 'none' } : { kind: 'silent', because: code };
  }
}
