import { Fault } from './fault.ts';
import { type Form, members } from './form.ts';
import { addressIn, headerNamed, type MailHeader, mailboxesIn } from './mail-headers.ts';

/** A fault of the message itself, whoever sends it. */
export function invalid(message: string): Fault {
  return new Fault('InvalidParameterValue', message);
}

export function refuseBadHeaders(headers: readonly MailHeader[]): void {
  const once = ['from', 'to', 'cc', 'bcc', 'subject', 'date', 'message-id', 'reply-to', 'mime-version'];
  const names = headers.map((header) => header.name.toLowerCase());
  const duplicate = once.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (duplicate) throw invalid(`Duplicate header '${duplicate}'.`);
  if (!names.includes('from')) throw invalid("Missing required header 'From'.");
}

export function recipientsOf(form: Form, headers: readonly MailHeader[]): string[] {
  const named = members(form, 'Destinations');
  const mailboxes =
    named.length > 0
      ? named
      : ['To', 'Cc', 'Bcc'].flatMap((name) => mailboxesIn(headerNamed(headers, name) ?? ''));
  if (mailboxes.length === 0) throw invalid('Missing final recipients');
  if (mailboxes.length > 50) throw invalid('Recipient count exceeds 50.');
  const addresses = mailboxes.map(addressIn);
  for (const address of addresses) refuseBadAddress(address);
  return addresses;
}

const addressRules: [isBroken: (local: string, domain: string) => boolean, message: string][] = [
  [(local) => local === '', 'Missing local part'],
  [(local) => /[\s\u0000-\u001f\u007f]/.test(local), 'Local address contains control or whitespace'],
  [(local) => /[^\u0000-\u007f]/.test(local), 'Local address contains non-ASCII characters'],
  [(_, domain) => /[\s\u0000-\u001f\u007f]/.test(domain), 'Domain contains control or whitespace'],
  [(_, domain) => domain.startsWith('.'), 'Domain starts with dot'],
  [(_, domain) => domain.endsWith('.'), 'Domain ends with dot'],
  [(_, domain) => domain.includes('..'), 'Domain contains dot-dot'],
  [(_, domain) => /[^A-Za-z0-9.-]/.test(domain), 'Domain contains illegal character'],
];

function refuseBadAddress(address: string): void {
  const at = address.lastIndexOf('@');
  if (at < 0 || at === address.length - 1) throw invalid("Missing final '@domain'");
  const local = address.slice(0, at);
  const domain = address.slice(at + 1);
  const broken = addressRules.find(([isBroken]) => isBroken(local, domain));
  if (broken) throw invalid(broken[1]);
}

/** Tags of the API win over those of the header. */
export function tagsOf(form: Form, headers: readonly MailHeader[]): Record<string, string> {
  const tags: Record<string, string> = {};
  for (const pair of (headerNamed(headers, 'X-SES-MESSAGE-TAGS') ?? '').split(',')) {
    const [name = '', value = ''] = pair.split('=').map((part) => part.trim());
    if (name !== '') tags[name] = value;
  }
  for (let i = 1; ; i += 1) {
    const name = form.get(`Tags.member.${i}.Name`);
    if (name === undefined) break;
    tags[name] = form.get(`Tags.member.${i}.Value`) ?? '';
  }
  for (const [name, value] of Object.entries(tags)) refuseBadTag(name, value);
  return tags;
}

/** LocalStack recorded these messages from SES (tests/aws/services/ses/test_ses.snapshot.json). */
function refuseBadTag(name: string, value: string): void {
  // SES itself uses two names with a colon, for feedback loops.
  if (/^ses:feedback-id-[ab]$/.test(name)) return;
  if (name === '') throw invalid('The tag name must be specified.');
  if (value === '') throw invalid('The tag value must be specified.');
  if (name.length > 255) throw invalid('Tag name cannot exceed 255 characters.');
  if (value.length > 255) throw invalid('Tag value cannot exceed 255 characters.');
  if (!/^[\w-]+$/.test(name))
    throw invalid(`Invalid tag name <${name}>: only alphanumeric ASCII characters, '_',  '-' are allowed.`);
  if (!/^[\w.@-]+$/.test(value))
    throw invalid(
      `Invalid tag value <${value}>: only alphanumeric ASCII characters, '_',  '-' , '.', '@' are allowed.`,
    );
}
