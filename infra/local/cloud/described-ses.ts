import type { Account } from './account.ts';
import type { Asked } from './asked.ts';
import type { Described } from './described.ts';
import { dkimTokensOf } from './dkim-tokens.ts';
import { Fault, notServed } from './fault.ts';
import type { Ses } from './ses.ts';
import type { Identity, SesAccount, VerificationStatus } from './ses-account.ts';

/** The second API of SES: what an operator asks about account, identities and configuration sets. It sends nothing. */
export function describeSes(
  described: Described,
  account: Account,
  ses: Ses,
  { method, path }: Asked,
): object {
  const [, , , collection = '', encoded = '', part = ''] = path.split('/');
  const name = decodeURIComponent(encoded);
  switch (`${method} ${collection}${part && ` ${part}`}`) {
    case 'GET account':
      return accountOf(ses);
    case 'GET identities':
      return identityOf(ses.account, name);
    case 'GET configuration-sets':
      return configurationSetOf(described, ses.account, name);
    case 'GET configuration-sets event-destinations':
      return destinationsOf(described, ses.account, name, account);
    default:
      throw notServed(`SES v2 ${method} ${path}`);
  }
}

function accountOf({ account, sentLastDay }: Ses): object {
  const { sending, isInSandbox, limits, suppressed } = account;
  return {
    DedicatedIpAutoWarmupEnabled: false,
    EnforcementStatus: sending === 'paused by AWS' ? 'SHUTDOWN' : 'HEALTHY',
    ProductionAccessEnabled: !isInSandbox,
    SendingEnabled: sending === 'enabled',
    SendQuota: {
      Max24HourSend: limits.dailyQuota,
      MaxSendRate: limits.sendsPerSecond,
      SentLast24Hours: sentLastDay,
    },
    SuppressionAttributes: { SuppressedReasons: suppressed },
  };
}

/** `TemporaryFailure` of the first API is `TEMPORARY_FAILURE` here. */
function upper(status: VerificationStatus): string {
  return status.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
}

function identityOf(account: SesAccount, name: string): object {
  const identity = account.identities.get(name);
  if (!identity) throw new Fault('NotFoundException', `Email identity ${name} does not exist.`, 404);
  const isDomain = !name.includes('@');
  return {
    IdentityType: isDomain ? 'DOMAIN' : 'EMAIL_ADDRESS',
    FeedbackForwardingStatus: true,
    VerificationStatus: upper(identity.verification),
    VerifiedForSendingStatus: identity.verification === 'Success',
    DkimAttributes: {
      SigningEnabled: identity.signs,
      Status: upper(identity.dkim),
      Tokens: isDomain ? dkimTokensOf(name) : [],
      SigningAttributesOrigin: 'AWS_SES',
    },
    MailFromAttributes: mailFromOf(identity),
    Policies: {},
    Tags: [],
  };
}

function mailFromOf({ mailFromDomain, mailFrom, onMxFailure }: Identity): object {
  const BehaviorOnMxFailure = onMxFailure === 'RejectMessage' ? 'REJECT_MESSAGE' : 'USE_DEFAULT_VALUE';
  if (mailFromDomain === undefined) return { BehaviorOnMxFailure };
  return { MailFromDomain: mailFromDomain, MailFromDomainStatus: upper(mailFrom), BehaviorOnMxFailure };
}

function expectSet(account: SesAccount, name: string): void {
  if (!account.configurationSets.has(name))
    throw new Fault('NotFoundException', `Configuration set <${name}> does not exist.`, 404);
}

function configurationSetOf(described: Described, account: SesAccount, name: string): object {
  expectSet(account, name);
  const set = described.configurationSets.find(({ Name }) => Name === name);
  return {
    ConfigurationSetName: name,
    SendingOptions: { SendingEnabled: set?.SendingOptions?.SendingEnabled ?? true },
    ReputationOptions: {
      ReputationMetricsEnabled: set?.ReputationOptions?.ReputationMetricsEnabled ?? false,
    },
    SuppressionOptions: set?.SuppressionOptions ?? {},
  };
}

function destinationsOf(
  described: Described,
  account: SesAccount,
  name: string,
  { account: id, region }: Account,
): object {
  expectSet(account, name);
  return {
    EventDestinations: described.eventDestinations
      .filter(({ ConfigurationSetName }) => ConfigurationSetName === name)
      .map(({ EventDestination: { Name, Enabled, MatchingEventTypes } }) => ({
        Name,
        Enabled,
        MatchingEventTypes: MatchingEventTypes.map((type) => upperType(type)),
        EventBridgeDestination: { EventBusArn: `arn:aws:events:${region}:${id}:event-bus/default` },
      })),
  };
}

/** CloudFormation writes `deliveryDelay`, the API `DELIVERY_DELAY`. */
function upperType(type: string): string {
  return type.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
}
