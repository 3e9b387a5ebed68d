import * as z from 'zod';
import type { Account } from './account.ts';
import { Fault } from './fault.ts';
import { addressIn } from './mail-headers.ts';
import type { SesStanding } from './ses-standing.ts';

export type SesLimits = { sendsPerSecond: number; dailyQuota: number };

/** An identity of the template: a domain or an address, with its MAIL FROM settings. */
export type IdentityDefinition = {
  name: string;
  mailFromDomain: string | undefined;
  /** What happens if the MAIL FROM domain has no MX record: SES sends from amazonses.com, or does not send. */
  onMxFailure: 'UseDefaultValue' | 'RejectMessage';
};

const statusSchema = z.enum(['Pending', 'Success', 'Failed', 'TemporaryFailure']);
export type VerificationStatus = z.infer<typeof statusSchema>;
export type Identity = IdentityDefinition & {
  verification: VerificationStatus;
  dkim: VerificationStatus;
  mailFrom: VerificationStatus;
  /** Whether messages are signed with DKIM. */
  signs: boolean;
};

/** `paused`: by its owner. `paused by AWS`: because of bounces and complaints. SES answers the two differently. */
/** Shares from 0 to 1, as SES reports them to CloudWatch. */
const reputationSchema = z.strictObject({ bounceRate: z.number(), complaintRate: z.number() });

const sendingSchema = z.enum(['enabled', 'paused', 'paused by AWS']);

/**
 * The state that a person or a test may set while the newsroom runs. On AWS it is changed by DNS records, AWS's review
 * and time.
 */
export const sesControlSchema = z.strictObject({
  identities: z
    .record(
      z.string(),
      z.strictObject({
        verification: statusSchema.optional(),
        dkim: statusSchema.optional(),
        mailFrom: statusSchema.optional(),
        signs: z.boolean().optional(),
      }),
    )
    .optional(),
  sandbox: z.boolean().optional(),
  sending: sendingSchema.optional(),
  /** Why SES puts an address on the suppression list of the account. */
  suppressed: z.array(z.enum(['BOUNCE', 'COMPLAINT'])).optional(),
  reputation: reputationSchema.optional(),
});
export type SesControl = z.infer<typeof sesControlSchema>;

/**
 * A sandbox account may send 200 messages a day and one per second.
 * https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html
 */
const sandboxLimits: SesLimits = { sendsPerSecond: 1, dailyQuota: 200 };

/** The state of an SES account: who may send, to whom, and how much. Reset at every start. */
export class SesAccount {
  readonly identities = new Map<string, Identity>();
  readonly configurationSets: Set<string>;
  sending: z.infer<typeof sendingSchema> = 'enabled';
  suppressed: readonly string[] = ['BOUNCE', 'COMPLAINT'];
  /**
   * SES does not count mails to its simulator addresses, and locally no other address bounces or complains. So the rates
   * are set.
   */
  reputation: z.infer<typeof reputationSchema> = { bounceRate: 0, complaintRate: 0 };
  readonly #place: Account;
  readonly #limits: SesLimits;
  readonly #onSendingStatus: (isEnabled: boolean) => void;
  #isInSandbox: boolean;

  constructor(
    place: Account,
    standing: SesStanding,
    limits: SesLimits,
    template: { identities: readonly IdentityDefinition[]; configurationSets: readonly string[] },
    onSendingStatus: (isEnabled: boolean) => void,
  ) {
    this.#onSendingStatus = onSendingStatus;
    this.#place = place;
    this.#limits = limits;
    this.#isInSandbox = standing === 'sandbox';
    this.configurationSets = new Set(template.configurationSets);
    const status = standing === 'unverified' ? 'Pending' : 'Success';
    for (const identity of template.identities)
      this.identities.set(identity.name, {
        ...identity,
        verification: status,
        dkim: status,
        mailFrom: status,
        signs: true,
      });
  }

  get isInSandbox(): boolean {
    return this.#isInSandbox;
  }

  get limits(): SesLimits {
    if (!this.#isInSandbox) return this.#limits;
    return {
      sendsPerSecond: Math.min(this.#limits.sendsPerSecond, sandboxLimits.sendsPerSecond),
      dailyQuota: Math.min(this.#limits.dailyQuota, sandboxLimits.dailyQuota),
    };
  }

  /** Adds an identity that waits for its mail or its DNS records. An identity that exists is not changed. */
  addIdentity(name: string): Identity {
    const identity = this.identities.get(name) ?? {
      name,
      mailFromDomain: undefined,
      onMxFailure: 'UseDefaultValue' as const,
      verification: 'Pending' as const,
      dkim: 'Pending' as const,
      mailFrom: 'Pending' as const,
      signs: true,
    };
    this.identities.set(name, identity);
    return identity;
  }

  control({ identities = {}, sandbox, sending, suppressed, reputation }: SesControl): void {
    for (const [name, set] of Object.entries(identities)) Object.assign(this.addIdentity(name), set);
    this.#isInSandbox = sandbox ?? this.#isInSandbox;
    this.#pause(sending ?? this.sending);
    this.suppressed = suppressed ?? this.suppressed;
    this.reputation = reputation ?? this.reputation;
  }

  #pause(sending: z.infer<typeof sendingSchema>): void {
    const wasEnabled = this.sending === 'enabled';
    this.sending = sending;
    const isEnabled = sending === 'enabled';
    if (wasEnabled !== isEnabled) this.#onSendingStatus(isEnabled);
  }

  /** The state as `control` accepts it, with the resulting limits. */
  describe(): object {
    return {
      identities: Object.fromEntries(
        [...this.identities.values()].map(({ name, verification, dkim, mailFrom, signs }) => [
          name,
          { verification, dkim, mailFrom, signs },
        ]),
      ),
      sandbox: this.#isInSandbox,
      sending: this.sending,
      suppressed: this.suppressed,
      reputation: this.reputation,
      configurationSets: [...this.configurationSets],
      limits: this.limits,
    };
  }

  /**
   * The ARNs that a sender must have the right to use: the identity it sends as, and the configuration set. In the
   * sandbox also the identity of each recipient (aws/aws-sdk-js#3641, cloudposse/terraform-aws-ses#40).
   * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonses.html
   */
  usedBy(from: string, recipients: readonly string[], configurationSet: string | undefined): string[] {
    const { region, account } = this.#place;
    const used = this.#isInSandbox
      ? recipients.filter((address) => isNoSimulator(address) && this.#identityOf(address))
      : [];
    return [
      ...new Set(
        [from, ...used].map((address) => `identity/${this.#identityOf(address)?.name ?? addressIn(address)}`),
      ),
      ...(configurationSet === undefined ? [] : [`configuration-set/${configurationSet}`]),
    ].map((resource) => `arn:aws:ses:${region}:${account}:${resource}`);
  }

  /**
   * Throws if the account may not send this. `senders` are the addresses of From, Source, Sender and Return-Path. SES
   * requires all four to be verified, and in the sandbox every recipient too, except the addresses of its mailbox
   * simulator. https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-error-messages.html
   */
  refuse(senders: readonly string[], recipients: readonly string[], configurationSet?: string): void {
    this.#refusePaused();
    if (configurationSet !== undefined && !this.configurationSets.has(configurationSet))
      throw noSuchConfigurationSet(configurationSet);
    const checked = this.#isInSandbox ? [...senders, ...recipients.filter(isNoSimulator)] : senders;
    const failed = [...new Set(checked)].filter(
      (address) => this.#identityOf(address)?.verification !== 'Success',
    );
    if (failed.length > 0)
      throw new Fault(
        'MessageRejected',
        `Email address is not verified. The following identities failed the check in region ${this.#place.region.toUpperCase()}: ${listed(failed)}`,
      );
    for (const sender of senders) this.#refuseWithoutMailFrom(sender);
  }

  /**
   * https://docs.aws.amazon.com/ses/latest/APIReference/API_SendRawEmail.html gives the exception for an account that
   * its owner paused. For an account that AWS paused SES throws a MessageRejected with this message (seen in
   * GoodDollar/GoodServer#419).
   */
  #refusePaused(): void {
    if (this.sending === 'paused')
      throw new Fault('AccountSendingPausedException', 'Email sending is disabled for your account.');
    if (this.sending === 'paused by AWS')
      throw new Fault(
        'MessageRejected',
        'Sending paused for this account. For more information, please check the inbox of the email address associated with your AWS account.',
      );
  }

  #refuseWithoutMailFrom(sender: string): void {
    const identity = this.#identityOf(sender);
    if (!identity?.mailFromDomain || identity.onMxFailure !== 'RejectMessage') return;
    if (identity.mailFrom !== 'Success')
      throw new Fault(
        'MailFromDomainNotVerifiedException',
        `The MAIL FROM domain ${identity.mailFromDomain} is not verified.`,
      );
  }

  /**
   * The identity of an address: the address itself, its domain, or a parent domain. Local parts are case-sensitive,
   * domains are not: https://docs.aws.amazon.com/ses/latest/dg/creating-identities.html
   */
  #identityOf(mailbox: string): Identity | undefined {
    const address = addressIn(mailbox);
    const at = address.lastIndexOf('@');
    const domain = address.slice(at + 1).toLowerCase();
    const names = [`${address.slice(0, at)}@${domain}`];
    for (let rest = domain; rest.includes('.'); rest = rest.slice(rest.indexOf('.') + 1)) names.push(rest);
    const known = names.flatMap((name) => this.identities.get(name) ?? []);
    return known.find(({ verification }) => verification === 'Success') ?? known[0];
  }
}

export function noSuchConfigurationSet(name: string): Fault {
  return new Fault('ConfigurationSetDoesNotExist', `Configuration set <${name}> does not exist.`);
}

function isNoSimulator(address: string): boolean {
  return !/@simulator\.amazonses\.com$/i.test(address);
}

/** SES shortens a long list and ends it with three dots. */
function listed(identities: readonly string[]): string {
  const most = 10;
  return identities.length > most ? `${identities.slice(0, most).join(', ')}...` : identities.join(', ');
}
