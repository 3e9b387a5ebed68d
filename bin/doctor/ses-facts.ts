import * as SES from '@aws-sdk/client-sesv2';
import { parentsOf } from './domains.ts';
import { orNull } from './look.ts';

export interface SesAccountFacts {
  isInSandbox: boolean;
  isSending: boolean;
  /** `HEALTHY`, `PROBATION` or `SHUTDOWN`. */
  enforcement: string;
  /** Null: without a limit. */
  dailyQuota: number | null;
  sendsPerSecond: number;
  sentLastDay: number;
  /** Why SES puts an address on the suppression list of the account. */
  suppressed: string[];
}

export async function readSesAccount(client: SES.SESv2Client): Promise<SesAccountFacts> {
  const account = await client.send(new SES.GetAccountCommand({}));
  const { Max24HourSend = 0, MaxSendRate = 0, SentLast24Hours = 0 } = account.SendQuota ?? {};
  return {
    isInSandbox: account.ProductionAccessEnabled !== true,
    isSending: account.SendingEnabled === true,
    enforcement: account.EnforcementStatus ?? 'unknown',
    // -1 means that there is no limit (https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendQuota.html).
    dailyQuota: Max24HourSend < 0 ? null : Max24HourSend,
    sendsPerSecond: MaxSendRate,
    sentLastDay: SentLast24Hours,
    suppressed: account.SuppressionAttributes?.SuppressedReasons ?? [],
  };
}

export interface IdentityFacts {
  /** The domain, or the parent domain that stands for it. */
  name: string;
  verification: string;
  isVerified: boolean;
  signs: boolean;
  dkim: string;
  /** Of the DKIM records; none for keys of one's own. */
  tokens: string[];
  /** The zone to which the DKIM records point. */
  dkimZone: string;
  mailFromDomain: string | null;
  mailFrom: string;
  /** Whether SES refuses to send while the MX record of the MAIL FROM domain is missing. */
  refusesWithoutMx: boolean;
}

/**
 * The identity with which SES sends for a domain: its own, or that of the nearest parent domain. Null if the account has
 * neither in this region. https://docs.aws.amazon.com/ses/latest/dg/creating-identities.html
 */
export async function readIdentity(client: SES.SESv2Client, domain: string): Promise<IdentityFacts | null> {
  for (const name of [domain, ...parentsOf(domain)]) {
    const identity = await orNull(['NotFoundException'], () =>
      client.send(new SES.GetEmailIdentityCommand({ EmailIdentity: name })),
    );
    if (identity) return identityOf(name, identity);
  }
  return null;
}

function identityOf(name: string, identity: SES.GetEmailIdentityResponse): IdentityFacts {
  const { DkimAttributes: dkim, MailFromAttributes: mailFrom } = identity;
  return {
    name,
    verification: identity.VerificationStatus ?? 'unknown',
    isVerified: identity.VerifiedForSendingStatus === true,
    signs: dkim?.SigningEnabled === true,
    dkim: dkim?.Status ?? 'unknown',
    tokens: dkim?.SigningAttributesOrigin === 'EXTERNAL' ? [] : (dkim?.Tokens ?? []),
    dkimZone: dkim?.SigningHostedZone ?? 'dkim.amazonses.com',
    mailFromDomain: mailFrom?.MailFromDomain ?? null,
    mailFrom: mailFrom?.MailFromDomainStatus ?? 'unknown',
    refusesWithoutMx: mailFrom?.BehaviorOnMxFailure === 'REJECT_MESSAGE',
  };
}

export interface ConfigurationSetFacts {
  name: string;
  isSending: boolean;
  measuresReputation: boolean;
  /** `eventBus`: the ARN of the bus; null for a destination of another kind. */
  destinations: { name: string; isEnabled: boolean; eventBus: string | null; types: string[] }[];
}

/** Null if it does not exist. */
export async function readConfigurationSet(
  client: SES.SESv2Client,
  name: string,
): Promise<ConfigurationSetFacts | null> {
  const asked = { ConfigurationSetName: name };
  const set = await orNull(['NotFoundException'], () =>
    client.send(new SES.GetConfigurationSetCommand(asked)),
  );
  if (!set) return null;
  const { EventDestinations = [] } = await client.send(
    new SES.GetConfigurationSetEventDestinationsCommand(asked),
  );
  return {
    name,
    isSending: set.SendingOptions?.SendingEnabled !== false,
    measuresReputation: set.ReputationOptions?.ReputationMetricsEnabled === true,
    destinations: EventDestinations.map(
      ({ Name = '', Enabled, MatchingEventTypes = [], EventBridgeDestination }) => ({
        name: Name,
        isEnabled: Enabled === true,
        eventBus: EventBridgeDestination?.EventBusArn ?? null,
        types: MatchingEventTypes,
      }),
    ),
  };
}
