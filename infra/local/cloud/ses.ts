import { randomUUID } from 'node:crypto';
import { Fault, notServed } from './fault.ts';
import { type Form, members, readForm } from './form.ts';
import type { Caller } from './iam.ts';
import type { Mailbox } from './mailbox.ts';
import { noSuchConfigurationSet, type SesAccount } from './ses-account.ts';
import { identityCalls } from './ses-identities.ts';
import { SesSending } from './ses-sending.ts';
import { sendStatistics } from './ses-statistics.ts';
import type { EventDestination } from './template.ts';
import { element, escapeXml } from './xml.ts';

/**
 * The SES v1 operations that a sender and its operator use, in the query protocol, with the errors and rates of SES.
 */
export class Ses {
  readonly #mailbox: Mailbox;
  readonly #account: SesAccount;
  readonly #sending: SesSending;
  readonly #destinations: readonly EventDestination[];
  readonly #now: () => number;

  constructor(
    mailbox: Mailbox,
    account: SesAccount,
    destinations: readonly EventDestination[],
    now: () => number,
  ) {
    this.#mailbox = mailbox;
    this.#account = account;
    this.#sending = new SesSending(mailbox, account, now);
    this.#destinations = destinations;
    this.#now = now;
  }

  get account(): SesAccount {
    return this.#account;
  }

  get sentLastDay(): number {
    return this.#sending.sentLastDay;
  }

  /** Answers one form-encoded request with the XML of its result. */
  async answer(body: string, caller: Caller): Promise<string> {
    const form = readForm(body);
    const action = form.get('Action') ?? '';
    const result = await this.#act(action, form, caller);
    const request = `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>`;
    return `<${action}Response xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><${action}Result>${result}</${action}Result>${request}</${action}Response>`;
  }

  async #act(action: string, form: Form, caller: Caller): Promise<string> {
    // Only sending is about a resource; see `expectSendingRights`.
    if (!sendingCalls.has(action)) caller.expect(`ses:${action}`, '*');
    const aboutIdentities = identityCalls[action];
    if (aboutIdentities) return aboutIdentities(this.#account, form);
    switch (action) {
      case 'SendRawEmail':
        return element('MessageId', await this.#sending.sendRawEmail(form, caller));
      case 'SendEmail':
        return element('MessageId', await this.#sending.sendEmail(form, caller));
      case 'GetSendQuota':
        return this.#quota();
      case 'GetSendStatistics':
        return sendStatistics(this.#mailbox, this.#now());
      case 'GetAccountSendingEnabled':
        return element('Enabled', String(this.#account.sending === 'enabled'));
      case 'UpdateAccountSendingEnabled':
        this.#account.control({ sending: form.get('Enabled') === 'true' ? 'enabled' : 'paused' });
        return '';
      case 'ListConfigurationSets':
        return this.#configurationSets();
      case 'DescribeConfigurationSet':
        return this.#configurationSet(form);
      case 'CreateConfigurationSet':
        return this.#addConfigurationSet(form.get('ConfigurationSet.Name') ?? '');
      case 'DeleteConfigurationSet':
        this.#account.configurationSets.delete(this.#nameIn(form));
        return '';
      default:
        throw notServed(`SES ${action}`);
    }
  }

  #quota(): string {
    const { dailyQuota, sendsPerSecond } = this.#account.limits;
    return (
      element('Max24HourSend', dailyQuota) +
      element('MaxSendRate', sendsPerSecond) +
      element('SentLast24Hours', this.#sending.sentLastDay)
    );
  }

  #configurationSets(): string {
    const sets = [...this.#account.configurationSets].map(
      (name) => `<member>${element('Name', name)}</member>`,
    );
    return `<ConfigurationSets>${sets.join('')}</ConfigurationSets>`;
  }

  #addConfigurationSet(name: string): string {
    if (this.#account.configurationSets.has(name))
      throw new Fault('ConfigurationSetAlreadyExists', `Configuration set <${name}> already exists.`);
    this.#account.configurationSets.add(name);
    return '';
  }

  #nameIn(form: Form): string {
    const name = form.get('ConfigurationSetName') ?? '';
    if (!this.#account.configurationSets.has(name)) throw noSuchConfigurationSet(name);
    return name;
  }

  /** The answers of SES v1 contain destinations and their events. Only v2 can say that a destination is EventBridge. */
  #configurationSet(form: Form): string {
    const name = this.#nameIn(form);
    const wanted = members(form, 'ConfigurationSetAttributeNames');
    const destinations = this.#destinations
      .filter(({ configurationSet }) => configurationSet === name)
      .map((destination) => {
        const types = destination.eventTypes.filter((type) => typesOfV1.has(type));
        const events = types.map((type) => element('member', type)).join('');
        return `<member>${element('Name', destination.name)}${element('Enabled', 'true')}<MatchingEventTypes>${events}</MatchingEventTypes></member>`;
      });
    return (
      `<ConfigurationSet>${element('Name', name)}</ConfigurationSet>` +
      (wanted.includes('eventDestinations')
        ? `<EventDestinations>${destinations.join('')}</EventDestinations>`
        : '') +
      (wanted.includes('reputationOptions')
        ? `<ReputationOptions>${element('SendingEnabled', 'true')}${element('ReputationMetricsEnabled', 'true')}</ReputationOptions>`
        : '')
    );
  }
}

const sendingCalls = new Set(['SendRawEmail', 'SendEmail']);
const typesOfV1 = new Set(['send', 'reject', 'bounce', 'complaint', 'delivery', 'open', 'click']);

/** The XML of an SES error. */
export function sesFault(fault: Fault): string {
  return `<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><Error><Type>Sender</Type><Code>${fault.code}</Code><Message>${escapeXml(fault.message)}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`;
}
