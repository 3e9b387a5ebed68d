import { randomUUID } from 'node:crypto';
import { Fault, notServed } from './fault.ts';
import {
  addressIn,
  headerNamed,
  type MailHeader,
  mailboxesIn,
  readable,
  readHeaders,
} from './mail-headers.ts';
import type { Mailbox } from './mailbox.ts';
import { escapeXml } from './xml.ts';

export type SesLimits = { sendsPerSecond: number; dailyQuota: number };

const largestMessageBytes = 10_485_760;
const dayMilliseconds = 86_400_000;

/** The SES v1 operations we use, in the query protocol, with SES's own refusals and rates. */
export class Ses {
  readonly #mailbox: Mailbox;
  readonly #limits: SesLimits;
  readonly #configurationSets: ReadonlySet<string>;
  readonly #now: () => number;
  #tokens: number;
  #refilledAt: number;
  #day: { countedAt: number; recipients: number } | undefined;

  constructor(
    mailbox: Mailbox,
    limits: SesLimits,
    configurationSets: ReadonlySet<string>,
    now: () => number,
  ) {
    this.#mailbox = mailbox;
    this.#limits = limits;
    this.#configurationSets = configurationSets;
    this.#now = now;
    this.#tokens = this.#burst;
    this.#refilledAt = now();
  }

  /** Answers one form-encoded request with the XML of its result. */
  async answer(body: string): Promise<string> {
    const form = readForm(body);
    const action = form.get('Action') ?? '';
    const result = await this.#act(action, form);
    const request = `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>`;
    return `<${action}Response xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><${action}Result>${result}</${action}Result>${request}</${action}Response>`;
  }

  async #act(action: string, form: ReadonlyMap<string, string>): Promise<string> {
    switch (action) {
      case 'SendRawEmail':
        return `<MessageId>${await this.#sendRawEmail(form)}</MessageId>`;
      case 'GetSendQuota':
        return (
          `<Max24HourSend>${this.#limits.dailyQuota}</Max24HourSend>` +
          `<MaxSendRate>${this.#limits.sendsPerSecond}</MaxSendRate>` +
          `<SentLast24Hours>${this.#sentToday().recipients}</SentLast24Hours>`
        );
      case 'GetAccountSendingEnabled':
        return '<Enabled>true</Enabled>';
      case 'VerifyEmailIdentity':
        return '';
      case 'GetIdentityVerificationAttributes': {
        const entries = members(form, 'Identities').map(
          (identity) =>
            `<entry><key>${escapeXml(identity)}</key><value><VerificationStatus>Success</VerificationStatus></value></entry>`,
        );
        return `<VerificationAttributes>${entries.join('')}</VerificationAttributes>`;
      }
      default:
        throw notServed(`SES ${action}`);
    }
  }

  async #sendRawEmail(form: ReadonlyMap<string, string>): Promise<string> {
    const encoded = form.get('RawMessage.Data') ?? '';
    if (encoded.length > largestMessageBytes)
      throw invalid(`Message length is more than ${largestMessageBytes} bytes long: '${encoded.length}'.`);
    const raw = Buffer.from(encoded, 'base64');
    const headers = readHeaders(raw);
    const source = form.get('Source') ?? headerNamed(headers, 'From');
    refuseBadHeaders(headers);
    const recipients = recipientsOf(form, headers);
    const configurationSet =
      form.get('ConfigurationSetName') ?? headerNamed(headers, 'X-SES-CONFIGURATION-SET');
    if (configurationSet !== undefined && !this.#configurationSets.has(configurationSet))
      throw new Fault(
        'ConfigurationSetDoesNotExist',
        `Configuration set <${configurationSet}> does not exist.`,
      );
    const tags = tagsOf(form, headers);
    this.#spend(recipients.length);
    const at = this.#now();
    const sesMessageId = `0100${at.toString(16).padStart(12, '0')}-${randomUUID()}-000000`;
    await this.#mailbox.keep(
      {
        sesMessageId,
        at,
        source: source ?? '',
        recipients,
        from: readable(headerNamed(headers, 'From') ?? ''),
        subject: readable(headerNamed(headers, 'Subject') ?? ''),
        headers,
        configurationSet,
        tags,
      },
      raw,
    );
    return sesMessageId;
  }

  /** Takes the recipients off both quotas, or throws SES's throttling errors. */
  #spend(recipients: number): void {
    const today = this.#sentToday();
    if (today.recipients + recipients > this.#limits.dailyQuota)
      throw new Fault('Throttling', 'Daily message quota exceeded.');
    const now = this.#now();
    const refilled = this.#tokens + ((now - this.#refilledAt) / 1000) * this.#limits.sendsPerSecond;
    this.#tokens = Math.min(this.#burst, refilled);
    this.#refilledAt = now;
    if (this.#tokens < recipients) throw new Fault('Throttling', 'Maximum sending rate exceeded.');
    this.#tokens -= recipients;
    today.recipients += recipients;
  }

  /** One second's worth, as SES allows; at least one message, for rates below one a second. */
  get #burst(): number {
    return Math.max(1, this.#limits.sendsPerSecond);
  }

  /** Counted in the mailbox once a minute and kept up in between: a count a message would cost more than the message. */
  #sentToday(): { countedAt: number; recipients: number } {
    const now = this.#now();
    if (!this.#day || now - this.#day.countedAt > 60_000) {
      this.#day = { countedAt: now, recipients: this.#mailbox.recipientsSince(now - dayMilliseconds) };
    }
    return this.#day;
  }
}

/** The XML of an SES error. */
export function sesFault(fault: Fault): string {
  return `<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><Error><Type>Sender</Type><Code>${fault.code}</Code><Message>${escapeXml(fault.message)}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`;
}

function invalid(message: string): Fault {
  return new Fault('InvalidParameterValue', message);
}

/** URLSearchParams takes twice as long for a field of megabytes. */
function readForm(body: string): Map<string, string> {
  const fields = body.replaceAll('+', ' ').split('&');
  return new Map(
    fields.map((field) => {
      const equals = field.indexOf('=');
      return [decodeURIComponent(field.slice(0, equals)), decodeURIComponent(field.slice(equals + 1))];
    }),
  );
}

function members(form: ReadonlyMap<string, string>, list: string): string[] {
  const found: string[] = [];
  for (let i = 1; ; i += 1) {
    const member = form.get(`${list}.member.${i}`);
    if (member === undefined) return found;
    found.push(member);
  }
}

function refuseBadHeaders(headers: readonly MailHeader[]): void {
  const once = ['from', 'to', 'cc', 'bcc', 'subject', 'date', 'message-id', 'reply-to', 'mime-version'];
  const names = headers.map((header) => header.name.toLowerCase());
  const duplicate = once.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (duplicate) throw invalid(`Duplicate header '${duplicate}'.`);
  if (!names.includes('from')) throw invalid("Missing required header 'From'.");
}

function recipientsOf(form: ReadonlyMap<string, string>, headers: readonly MailHeader[]): string[] {
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
function tagsOf(form: ReadonlyMap<string, string>, headers: readonly MailHeader[]): Record<string, string> {
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
  for (const [name, value] of Object.entries(tags))
    if (![name, value].every((part) => /^[A-Za-z0-9_-]{1,256}$|^ses:feedback-id-[ab]$/.test(part)))
      throw invalid(`Invalid message tag <${name}>: use A-Z, a-z, 0-9, _ and -, at most 256 characters.`);
  return tags;
}
