import { describeRecord, dkimRecords, mailFromDomainOf, mailFromRecords } from '../../infra/dns-records.ts';
import { domainOf, parentsOf } from './domains.ts';
import { advice, type Finding, fault, when } from './finding.ts';
import type { ConfigurationSetFacts, IdentityFacts, SesAccountFacts } from './ses-facts.ts';
import type { Setup } from './setup.ts';

const everybody = 'Everybody on the lists: nothing is sent.';

export function accountFindings(
  { newsroom, region, isLocal }: Setup,
  account: SesAccountFacts,
  largestList: { list: string; contacts: number } | null,
): Finding[] {
  const { dailyQuota } = account;
  return [
    ...when(account.isInSandbox, () =>
      fault(
        'sandbox',
        `SES is in the sandbox in ${region}: it sends to verified addresses only, ${dailyQuota ?? 200} mails a day.`,
        'Every journalist whose address is not verified in SES: their mails are refused.',
        ...(isLocal
          ? ['npm start -- --ses-identity verified']
          : [
              `aws sesv2 put-account-details --region ${region} --production-access-enabled --mail-type TRANSACTIONAL --contact-language EN --website-url ${newsroom.brand.website} --use-case-description "Press releases to journalists who asked for them, with one-click unsubscribe; bounces and complaints are suppressed at once"`,
              'AWS answers within a day or two. Until then verify the addresses of the desk: aws sesv2 create-email-identity --email-identity ADDRESS',
            ]),
      ),
    ),
    ...when(!account.isSending, () =>
      fault(
        'sending-paused',
        `Sending is switched off for the whole SES account in ${region}.`,
        everybody,
        ...(account.enforcement === 'SHUTDOWN'
          ? [
              'AWS has paused it. Read what AWS wrote to the address of the account (also in the AWS Health Dashboard) and answer there.',
            ]
          : [`aws sesv2 put-account-sending-attributes --region ${region} --sending-enabled`]),
      ),
    ),
    ...when(account.enforcement === 'PROBATION', () =>
      fault(
        'probation',
        'AWS reviews this SES account because of its bounces or complaints, and may pause it.',
        'Everybody on the lists, if AWS pauses it.',
        'Read what AWS wrote to the address of the account, then: npx dateline circuit',
      ),
    ),
    ...when(dailyQuota !== null && largestList !== null && dailyQuota < largestList.contacts, () =>
      fault(
        'daily-quota',
        `SES takes ${dailyQuota} mails a day, and the list ${largestList?.list} has ${largestList?.contacts} contacts.`,
        'Who stands at the end of that list: they get a release a day late or later.',
        `aws service-quotas request-service-quota-increase --region ${region} --service-code ses --quota-code L-804C8AE8 --desired-value ${2 * (largestList?.contacts ?? 0)}`,
      ),
    ),
    ...when(
      ['BOUNCE', 'COMPLAINT'].some((reason) => !account.suppressed.includes(reason)),
      () =>
        advice(
          'suppression-list',
          `SES does not keep ${account.suppressed.includes('BOUNCE') ? 'complaints' : 'bounces'} on the suppression list of the account.`,
          'The reputation of the account, where other programs of it write to an address that Dateline has suppressed.',
          `aws sesv2 put-account-suppression-attributes --region ${region} --suppressed-reasons BOUNCE COMPLAINT`,
        ),
    ),
  ];
}

/** Commands that make the identity as the stack would. */
function createCommands(domain: string, region: string): string[] {
  return [
    `aws sesv2 create-email-identity --region ${region} --email-identity ${domain}`,
    mailFromCommand(domain, region),
  ];
}

function mailFromCommand(domain: string, region: string): string {
  return `aws sesv2 put-email-identity-mail-from-attributes --region ${region} --email-identity ${domain} --mail-from-domain ${mailFromDomainOf(domain)} --behavior-on-mx-failure USE_DEFAULT_VALUE`;
}

/** `isDeployed`: whether the stack, which may make the identity, is there. */
export function identityFindings(
  { newsroom, infrastructure, region, deploy, isLocal }: Setup,
  identity: IdentityFacts | null,
  isDeployed: boolean,
): Finding[] {
  const { domain, address } = newsroom.sender;
  const isMadeByStack = infrastructure.identity === 'create';
  if (!identity)
    return [
      fault(
        'identity-missing',
        `SES has no identity ${domain} in ${region}.`,
        everybody,
        ...(isMadeByStack && !isDeployed ? [deploy] : createCommands(domain, region)),
      ),
    ];
  return [
    ...when(isMadeByStack && !isDeployed && identity.name === domain, () =>
      fault(
        'identity-exists',
        `SES has an identity ${domain} in ${region} already, and the configuration says that this stack creates it.`,
        'Whoever deploys: the deployment fails with AlreadyExists.',
        `Write identity: 'existing' for this stage in infra/configuration.ts, then: ${deploy}`,
      ),
    ),
    ...when(![domainOf(address), ...parentsOf(domainOf(address))].includes(domain), () =>
      fault(
        'sender-outside-domain',
        `The sender's address ${address} does not belong to the sending domain ${domain}.`,
        everybody,
        'Write an address of that domain as sender.address in infra/configuration.ts, then deploy.',
      ),
    ),
    ...verificationFindings(region, identity, isLocal),
    ...mailFromFindings(region, identity),
  ];
}

function recordsOf({ name, tokens, dkimZone }: IdentityFacts): string[] {
  return dkimRecords(name, tokens, dkimZone).map(describeRecord);
}

function verificationFindings(region: string, identity: IdentityFacts, isLocal: boolean): Finding[] {
  const { name: domain } = identity;
  return [
    ...when(!identity.isVerified, () =>
      fault(
        'identity-unverified',
        `${domain} is not verified in SES (${identity.verification}).`,
        everybody,
        ...(isLocal
          ? ['npm start -- --ses-identity verified']
          : [
              ...recordsOf(identity),
              'Publish these records. SES looks for them for 72 hours; when those are over, delete the identity and create it again.',
            ]),
      ),
    ),
    ...when(!identity.signs, () =>
      fault(
        'dkim-signing-off',
        `SES does not sign the mails of ${domain} with DKIM.`,
        'Journalists: their providers take the mails for forged, and put them into spam or refuse them.',
        `aws sesv2 put-email-identity-dkim-attributes --region ${region} --email-identity ${domain} --signing-enabled`,
      ),
    ),
    ...when(identity.isVerified && identity.dkim !== 'SUCCESS', () =>
      fault(
        'dkim-unverified',
        `SES does not see the DKIM records of ${domain} (${identity.dkim}).`,
        'Journalists: their providers take the mails for forged, and put them into spam or refuse them.',
        ...recordsOf(identity),
      ),
    ),
  ];
}

function mailFromFindings(region: string, identity: IdentityFacts): Finding[] {
  const { name: domain, mailFromDomain, mailFrom, refusesWithoutMx } = identity;
  if (mailFromDomain === null)
    return [
      fault(
        'mail-from-missing',
        `${domain} has no MAIL FROM domain in SES.`,
        'Journalists whose providers check SPF: it does not align with the sender, and DMARC hangs on DKIM alone.',
        mailFromCommand(domain, region),
        ...mailFromRecords(mailFromDomainOf(domain), region).map(describeRecord),
      ),
    ];
  return when(mailFrom !== 'SUCCESS', () =>
    fault(
      'mail-from-unverified',
      `SES does not see the MX record of the MAIL FROM domain ${mailFromDomain} (${mailFrom}).`,
      refusesWithoutMx
        ? `${everybody} The identity says that SES refuses without that record.`
        : 'Journalists whose providers check SPF: SES sends from amazonses.com instead, which does not align.',
      ...mailFromRecords(mailFromDomain, region).map(describeRecord),
    ),
  );
}

const eventTypes = ['SEND', 'DELIVERY', 'DELIVERY_DELAY', 'BOUNCE', 'COMPLAINT', 'REJECT'];
const unheard =
  'Whoever bounces or complains: nobody hears of it, and they are written to again until AWS pauses the account.';

export function configurationSetFindings(
  { region, revertDrift }: Setup,
  name: string,
  set: ConfigurationSetFacts | null,
): Finding[] {
  if (!set)
    return [
      fault('configuration-set-missing', `SES has no configuration set ${name}.`, everybody, revertDrift),
    ];
  const missing = eventTypes.filter(
    (type) =>
      !set.destinations.some(
        ({ isEnabled, eventBus, types }) => isEnabled && eventBus !== null && types.includes(type),
      ),
  );
  return [
    ...when(!set.isSending, () =>
      fault(
        'configuration-set-paused',
        `Sending is switched off for the configuration set ${name}.`,
        everybody,
        `aws sesv2 put-configuration-set-sending-options --region ${region} --configuration-set-name ${name} --sending-enabled`,
      ),
    ),
    ...when(missing.length > 0, () =>
      fault(
        'events-not-told',
        `The configuration set ${name} does not tell EventBridge of: ${missing.join(', ')}.`,
        unheard,
        eventsCommand(set, region) ?? revertDrift,
      ),
    ),
    ...when(!set.measuresReputation, () =>
      advice(
        'reputation-not-measured',
        `The configuration set ${name} does not measure its reputation.`,
        'Operators: they hear of bounces and complaints only when AWS writes.',
        `aws sesv2 put-configuration-set-reputation-options --region ${region} --configuration-set-name ${name} --reputation-metrics-enabled`,
      ),
    ),
  ];
}

/** Null if the set has no destination that only needs to be put right. */
function eventsCommand({ name, destinations }: ConfigurationSetFacts, region: string): string | null {
  const destination = destinations.find(({ eventBus }) => eventBus !== null);
  if (!destination) return null;
  const wanted = {
    Enabled: true,
    MatchingEventTypes: eventTypes,
    EventBridgeDestination: { EventBusArn: destination.eventBus },
  };
  return `aws sesv2 update-configuration-set-event-destination --region ${region} --configuration-set-name ${name} --event-destination-name ${destination.name} --event-destination '${JSON.stringify(wanted)}'`;
}
