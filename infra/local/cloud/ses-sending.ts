import { randomUUID } from 'node:crypto';
import { composeMessage } from './compose-message.ts';
import { Fault } from './fault.ts';
import type { Form } from './form.ts';
import type { Caller } from './iam.ts';
import type { Context } from './iam-condition-keys.ts';
import {
  addressIn,
  headerNamed,
  type MailHeader,
  mailboxesIn,
  readable,
  readHeaders,
} from './mail-headers.ts';
import type { Mailbox } from './mailbox.ts';
import type { SesAccount } from './ses-account.ts';
import { invalid, recipientsOf, refuseBadHeaders, tagsOf } from './ses-message.ts';

const largestMessageBytes = 10_485_760;
const dayMilliseconds = 86_400_000;

type Expect = (resource: string, context: Context) => void;

/** Accepts messages into the mailbox, within the account's permissions, quota and rate. */
export class SesSending {
  readonly #mailbox: Mailbox;
  readonly #account: SesAccount;
  readonly #now: () => number;
  #tokens: number;
  #refilledAt: number;
  #day: { countedAt: number; recipients: number } | undefined;

  constructor(mailbox: Mailbox, account: SesAccount, now: () => number) {
    this.#mailbox = mailbox;
    this.#account = account;
    this.#now = now;
    this.#tokens = this.#burst;
    this.#refilledAt = now();
  }

  /** Returns the message id from SES. */
  sendRawEmail(form: Form, caller: Caller): Promise<string> {
    const encoded = form.get('RawMessage.Data') ?? '';
    if (encoded.length > largestMessageBytes)
      throw invalid(`Message length is more than ${largestMessageBytes} bytes long: '${encoded.length}'.`);
    const expect: Expect = (...right) => caller.expect('ses:SendRawEmail', ...right);
    return this.#send(form, Buffer.from(encoded, 'base64'), form.get('Source'), expect);
  }

  /** Composes the message from the fields, as SES does. The recipients are those of To, Cc and Bcc. */
  sendEmail(form: Form, caller: Caller): Promise<string> {
    const expect: Expect = (...right) => caller.expect('ses:SendEmail', ...right);
    return this.#send(form, composeMessage(form, new Date(this.#now())), form.get('ReturnPath'), expect);
  }

  get sentLastDay(): number {
    return this.#sentToday().recipients;
  }

  async #send(form: Form, raw: Buffer, returnPath: string | undefined, expect: Expect): Promise<string> {
    const headers = readHeaders(raw);
    refuseBadHeaders(headers);
    const recipients = recipientsOf(form, headers);
    const configurationSet =
      form.get('ConfigurationSetName') ?? headerNamed(headers, 'X-SES-CONFIGURATION-SET');
    const tags = tagsOf(form, headers);
    const from = headerNamed(headers, 'From') ?? '';
    const context = {
      'ses:FromAddress': addressIn(from),
      'ses:FeedbackAddress': returnPath,
      'ses:Recipients': recipients,
    };
    for (const resource of this.#account.usedBy(from, recipients, configurationSet))
      expect(resource, context);
    this.#account.refuse(sendersOf(headers, returnPath), recipients, configurationSet);
    this.#spend(recipients.length);
    const at = this.#now();
    const sesMessageId = `0100${at.toString(16).padStart(12, '0')}-${randomUUID()}-000000`;
    const mail = {
      sesMessageId,
      at,
      source: returnPath ?? from,
      recipients,
      from: readable(from),
      subject: readable(headerNamed(headers, 'Subject') ?? ''),
      headers,
      configurationSet,
      tags,
    };
    await this.#mailbox.keep(mail, raw);
    return sesMessageId;
  }

  /** Takes the recipients off both quotas, or throws SES's throttling errors. */
  #spend(recipients: number): void {
    const { dailyQuota, sendsPerSecond } = this.#account.limits;
    const today = this.#sentToday();
    if (today.recipients + recipients > dailyQuota)
      throw new Fault('Throttling', 'Daily message quota exceeded.');
    const now = this.#now();
    const refilled = this.#tokens + ((now - this.#refilledAt) / 1000) * sendsPerSecond;
    this.#tokens = Math.min(this.#burst, refilled);
    this.#refilledAt = now;
    if (this.#tokens < recipients) throw new Fault('Throttling', 'Maximum sending rate exceeded.');
    this.#tokens -= recipients;
    today.recipients += recipients;
  }

  /** One second's worth, as SES allows; at least one message, for rates below one a second. */
  get #burst(): number {
    return Math.max(1, this.#account.limits.sendsPerSecond);
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

/** All addresses that a message gives as its sender. */
function sendersOf(headers: readonly MailHeader[], returnPath: string | undefined): string[] {
  const named = ['From', 'Sender', 'Return-Path'].flatMap((name) =>
    mailboxesIn(headerNamed(headers, name) ?? ''),
  );
  return returnPath ? [...named, returnPath] : named;
}
