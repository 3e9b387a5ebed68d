import { CloudWatchClient, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import {
  DeleteTableCommand,
  DynamoDBClient,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { DisableRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  DeleteScheduleGroupCommand,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import { DeleteConfigurationSetCommand, DeleteIdentityCommand, SESClient } from '@aws-sdk/client-ses';
import { SendMessageCommand, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listTable } from '../../../functions/_shared/aws/list-table.ts';
import { paceTable } from '../../../functions/_shared/aws/pace-table.ts';
import { connectTable } from '../../../functions/_shared/aws/table.ts';
import { putItem } from '../../../functions/_shared/aws/write-items.ts';
import { dkimRecords } from '../../../infra/dns-records.ts';
import { dkimTokensOf } from '../../../infra/local/cloud/dkim-tokens.ts';
import type { Template } from '../../../infra/local/cloud/template-values.ts';
import { type Accounts, type Fault, openAccounts, resource, zone } from './account.ts';
import type { ZoneRecord } from './name-server.ts';

const domain = 'press.example.org';
const TableName = 'Dateline-production-storageTable';

/** One fault, and how doctor has to name it. */
interface Planted extends Fault {
  title: string;
  check: string;
  what: RegExp;
  fix: RegExp;
  isAdvice?: true;
  /** What follows from the fault, and is named too. */
  also?: string[];
}

const without = (name: string, type: ZoneRecord['type']) => (records: ZoneRecord[]) =>
  records.filter((record) => record.name !== name || record.type !== type);
const instead =
  (name: string, type: ZoneRecord['type'], ...values: string[]) =>
  (records: ZoneRecord[]) => [
    ...without(name, type)(records),
    ...values.map((value) => ({ name, type, value })),
  ];
const identity = (standing: object) => ({ identities: { [domain]: standing } });
const change = (start: string, properties: Record<string, unknown>) => (template: Template) => {
  Object.assign(resource(template, start).Properties, properties);
};
/** Somebody empties the policy of a stage's queue. */
const shutQueue = (stage: string) => (queueUrl: (name: string) => string) =>
  new SQSClient({}).send(
    new SetQueueAttributesCommand({
      QueueUrl: queueUrl(`Dateline-production-${stage}queueQueue`),
      Attributes: { Policy: '{"Version":"2012-10-17","Statement":[]}' },
    }),
  );
/** Takes the statements that let CloudWatch in out of the policies of the topics. */
const shutTopics = (template: Template) => {
  for (const { Type, Properties } of Object.values(template.Resources))
    if (Type === 'AWS::SNS::TopicPolicy') {
      const policy = Object(Properties.PolicyDocument);
      policy.Statement = policy.Statement.filter(
        (statement: unknown) => !JSON.stringify(statement).includes('cloudwatch.amazonaws.com'),
      );
    }
};
const firstDkim = zone[0] ?? { name: '', type: 'CNAME' as const, value: '' };

const sendingDomain: Planted[] = [
  {
    title: 'an identity that does not exist',
    act: () => new SESClient({}).send(new DeleteIdentityCommand({ Identity: domain })),
    setup: (setup) => ({ ...setup, infrastructure: { ...setup.infrastructure, identity: 'existing' } }),
    check: 'identity-missing',
    what: /SES has no identity press\.example\.org in us-east-1/,
    fix: /^aws sesv2 create-email-identity --region us-east-1 --email-identity press\.example\.org$/m,
  },
  {
    title: 'an identity that is not verified',
    ses: identity({ verification: 'Pending', dkim: 'Pending' }),
    check: 'identity-unverified',
    what: /not verified in SES \(PENDING\)/,
    fix: /^[0-9a-f]{32}\._domainkey\.press\.example\.org CNAME [0-9a-f]{32}\.dkim\.amazonses\.com$/m,
  },
  {
    title: 'DKIM signing that is switched off',
    ses: identity({ signs: false }),
    check: 'dkim-signing-off',
    what: /does not sign/,
    fix: /put-email-identity-dkim-attributes .*--signing-enabled/,
  },
  {
    title: 'DKIM records that SES does not see any more',
    ses: identity({ dkim: 'TemporaryFailure' }),
    check: 'dkim-unverified',
    what: /does not see the DKIM records .*TEMPORARY_FAILURE/,
    fix: /_domainkey\.press\.example\.org CNAME/,
  },
  {
    title: 'an identity without a MAIL FROM domain',
    template: (template) => {
      delete resource(template, 'mailIdentity').Properties.MailFromAttributes;
    },
    check: 'mail-from-missing',
    what: /no MAIL FROM domain/,
    fix: /put-email-identity-mail-from-attributes .*--mail-from-domain bounce\.press\.example\.org/,
  },
  {
    title: 'a MAIL FROM domain whose MX record SES does not see, where SES then refuses to send',
    template: change('mailIdentity', {
      MailFromAttributes: {
        MailFromDomain: 'bounce.press.example.org',
        BehaviorOnMxFailure: 'REJECT_MESSAGE',
      },
    }),
    ses: identity({ mailFrom: 'Failed' }),
    check: 'mail-from-unverified',
    what: /bounce\.press\.example\.org \(FAILED\)/,
    fix: /^bounce\.press\.example\.org MX 10 feedback-smtp\.us-east-1\.amazonses\.com$/m,
  },
  {
    title: 'an identity of the parent domain, which stands for the sending domain, and is not signed',
    act: () => new SESClient({}).send(new DeleteIdentityCommand({ Identity: domain })),
    ses: {
      identities: { 'example.org': { verification: 'Success', dkim: 'Success', signs: false } },
    },
    zone: (records) => [...records, ...dkimRecords('example.org', dkimTokensOf('example.org'))],
    check: 'dkim-signing-off',
    what: /does not sign the mails of example\.org/,
    fix: /--email-identity example\.org --signing-enabled/,
    also: ['mail-from-missing', 'mail-from-mx', 'spf-record'],
  },
  {
    title: 'a sender whose address is of another domain',
    setup: (setup) => ({
      ...setup,
      newsroom: {
        ...setup.newsroom,
        sender: { ...setup.newsroom.sender, address: 'newsroom@elsewhere.example.org' },
      },
    }),
    check: 'sender-outside-domain',
    what: /newsroom@elsewhere\.example\.org does not belong/,
    fix: /sender\.address in infra\/configuration\.ts/,
    also: ['dmarc-record'],
  },
];

const dns: Planted[] = [
  {
    title: 'a DKIM record that is not published',
    zone: without(firstDkim.name, 'CNAME'),
    check: 'dkim-record',
    what: /The DNS has no DKIM record/,
    fix: new RegExp(`^${firstDkim.name} CNAME ${firstDkim.value}$`),
  },
  {
    title: 'a DKIM record that points elsewhere',
    zone: instead(firstDkim.name, 'CNAME', 'elsewhere.example.org'),
    check: 'dkim-record',
    what: /points to elsewhere\.example\.org/,
    fix: new RegExp(`CNAME ${firstDkim.value}$`),
  },
  {
    title: 'a MAIL FROM domain without an MX record',
    zone: without(`bounce.${domain}`, 'MX'),
    check: 'mail-from-mx',
    what: /has no MX record/,
    fix: /^bounce\.press\.example\.org MX 10 feedback-smtp\.us-east-1\.amazonses\.com$/,
  },
  {
    title: 'a MAIL FROM domain with the MX record of another region',
    zone: instead(`bounce.${domain}`, 'MX', '10 feedback-smtp.eu-west-1.amazonses.com'),
    check: 'mail-from-mx',
    what: /10 feedback-smtp\.eu-west-1/,
    fix: /feedback-smtp\.us-east-1\.amazonses\.com/,
  },
  {
    title: 'no SPF record',
    zone: instead(`bounce.${domain}`, 'TXT', 'google-site-verification=1'),
    check: 'spf-record',
    what: /no SPF record/,
    fix: /^bounce\.press\.example\.org TXT "v=spf1 include:amazonses\.com ~all"$/,
  },
  {
    title: 'an SPF record that lets another provider send',
    zone: instead(`bounce.${domain}`, 'TXT', 'v=spf1 include:_spf.example.org -all'),
    check: 'spf-record',
    what: /does not let SES send/,
    fix: /include:amazonses\.com/,
  },
  {
    title: 'two SPF records, of which receivers count none',
    zone: instead(`bounce.${domain}`, 'TXT', 'v=spf1 include:amazonses.com ~all', 'v=spf1 -all'),
    check: 'spf-record',
    what: /has 2 SPF records/,
    fix: /this one alone/,
  },
  {
    title: 'no DMARC policy',
    zone: without(`_dmarc.${domain}`, 'TXT'),
    check: 'dmarc-record',
    what: /has no DMARC policy/,
    fix: /^_dmarc\.press\.example\.org TXT "v=DMARC1; p=none/,
  },
  {
    title: 'a DMARC policy that lets forgers through',
    zone: instead(`_dmarc.${domain}`, 'TXT', 'v=DMARC1; p=none'),
    check: 'dmarc-policy',
    isAdvice: true,
    what: /p=none/,
    fix: /_dmarc\.press\.example\.org TXT "v=DMARC1; p=quarantine"$/,
  },
  {
    title: 'a DMARC policy of the parent domain with strict alignment, for a sender below the signing domain',
    zone: instead(`_dmarc.${domain}`, 'TXT', 'v=DMARC1; p=reject; adkim=s'),
    setup: (setup) => ({
      ...setup,
      newsroom: {
        ...setup.newsroom,
        sender: { ...setup.newsroom.sender, address: `newsroom@desk.${domain}` },
      },
    }),
    check: 'dmarc-alignment',
    what: /strict DKIM alignment/,
    fix: /adkim=r/,
  },
  {
    title: 'a reply address whose domain says that it takes no mail',
    zone: instead(domain, 'MX', '0 '),
    check: 'reply-address',
    what: /media@press\.example\.org/,
    fix: /sender\.replyTo/,
  },
  {
    title: 'a reply address whose domain nobody answers for',
    zone: without(domain, 'MX'),
    check: 'reply-address',
    what: /media@press\.example\.org/,
    fix: /sender\.replyTo/,
  },
];

const alarms: Planted[] = [
  {
    title: 'an alarm that rings',
    act: () =>
      new CloudWatchClient({}).send(
        new SetAlarmStateCommand({
          AlarmName: 'Dateline-production: circuit',
          StateValue: 'ALARM',
          StateReason: 'planted',
        }),
      ),
    check: 'alarm-ringing',
    what: /“Dateline-production: circuit” is ringing/,
    fix: /docs\/runbook\.md#circuit/,
  },
  {
    title: 'an alarm that tells nobody',
    template: (template) => {
      const [alarm] = Object.values(template.Resources).filter(
        ({ Type }) => Type === 'AWS::CloudWatch::Alarm',
      );
      Object.assign(alarm?.Properties ?? {}, { AlarmActions: [] });
    },
    check: 'alarm-unheard',
    what: /tells nobody when it rings/,
    fix: /aws cloudwatch enable-alarm-actions .*--alarm-names "Dateline-production: /,
  },
];

const ses: Planted[] = [
  {
    title: 'an account in the sandbox',
    ses: { sandbox: true },
    check: 'sandbox',
    what: /in the sandbox/,
    fix: /^aws sesv2 put-account-details .*--production-access-enabled/m,
  },
  {
    title: 'sending that its owner paused',
    ses: { sending: 'paused' },
    check: 'sending-paused',
    what: /switched off for the whole SES account/,
    fix: /put-account-sending-attributes .*--sending-enabled/,
  },
  {
    title: 'sending that AWS paused',
    ses: { sending: 'paused by AWS' },
    check: 'sending-paused',
    what: /switched off/,
    fix: /Read what AWS wrote/,
  },
  {
    title: 'a daily quota that is smaller than a list',
    dailyQuota: 3,
    act: async () => {
      const table = connectTable(TableName);
      const now = new Date().toISOString();
      await listTable(table).registerList({ list: 'press', title: 'Press', createdAt: now });
      for (const n of [1, 2, 3, 4, 5]) await putItem(table, { pk: 'LIST#press', sk: `c${n}` });
    },
    check: 'daily-quota',
    what: /takes 3 mails a day, and the list press has 5 contacts/,
    fix: /--service-code ses --quota-code L-804C8AE8 --desired-value 10$/,
  },
  {
    title: 'an account that does not suppress complaints',
    ses: { suppressed: ['BOUNCE'] },
    check: 'suppression-list',
    isAdvice: true,
    what: /complaints/,
    fix: /put-account-suppression-attributes .*--suppressed-reasons BOUNCE COMPLAINT/,
  },
  {
    title: 'a configuration set that somebody deleted',
    act: () =>
      new SESClient({}).send(
        new DeleteConfigurationSetCommand({ ConfigurationSetName: 'dateline-production' }),
      ),
    check: 'configuration-set-missing',
    what: /no configuration set dateline-production/,
    fix: /cdk deploy -c stage=production --revert-drift/,
  },
  {
    title: 'a configuration set whose sending is paused',
    template: change('mailConfigurationSet', { SendingOptions: { SendingEnabled: false } }),
    check: 'configuration-set-paused',
    what: /dateline-production/,
    fix: /put-configuration-set-sending-options .*--sending-enabled/,
  },
  {
    title: 'an event destination that is switched off',
    template: (template) => {
      const { Properties } = resource(template, 'mailConfigurationSetEvents');
      Object(Properties.EventDestination).Enabled = false;
    },
    check: 'events-not-told',
    what: /SEND, DELIVERY, DELIVERY_DELAY, BOUNCE, COMPLAINT, REJECT/,
    fix: /update-configuration-set-event-destination .*"Enabled":true.*event-bus\/default/,
  },
];

const wiring: Planted[] = [
  {
    title: 'a rule that is switched off',
    act: () =>
      new EventBridgeClient({}).send(new DisableRuleCommand({ Name: 'Dateline-production-mailBounceRule' })),
    check: 'rule-disabled',
    what: /mailBounceRule is switched off/,
    fix: /aws events enable-rule --region us-east-1 --name Dateline-production-mailBounceRule/,
  },
  {
    title: 'a rule that hears another configuration set',
    template: (template) => {
      const { Properties } = resource(template, 'mailComplaintRule');
      Object(Properties.EventPattern).detail.mail.tags['ses:configuration-set'] = ['dateline-staging'];
    },
    check: 'rule-missing',
    what: /No EventBridge rule hears of “Email Complaint Received”/,
    fix: /--revert-drift/,
  },
  {
    title: 'a rule that leads to a queue of somebody else',
    template: (template) => {
      const { Targets } = Object(resource(template, 'mailSendRule').Properties);
      Targets[0].Arn = 'arn:aws:sqs:us-east-1:000000000000:elsewhere';
    },
    check: 'rule-without-target',
    what: /mailSendRule leads to no queue and no topic of this stack/,
    fix: /--revert-drift/,
  },
  {
    title: 'a queue that does not let EventBridge write',
    act: shutQueue('trackdelivery'),
    check: 'queue-shut-to-events',
    what: /trackdelivery.* does not let EventBridge write/,
    fix: /--revert-drift/,
  },
  {
    title: 'operators who have not confirmed their subscription',
    account: { confirmed: [] },
    check: 'subscription-unconfirmed',
    what: /operators@press\.example\.org has not confirmed/,
    fix: /aws sns subscribe .*--notification-endpoint operators@press\.example\.org/,
  },
  {
    title: 'operators whom no topic knows',
    setup: (setup) => ({
      ...setup,
      infrastructure: { ...setup.infrastructure, operators: ['lan@press.example.org'] },
    }),
    check: 'not-subscribed',
    what: /lan@press\.example\.org does not get the alarms/,
    fix: /aws sns subscribe .*--notification-endpoint lan@press\.example\.org/,
  },
  {
    title: 'a topic that does not let alarms publish',
    template: shutTopics,
    check: 'topic-shut-to-alarms',
    what: /does not let CloudWatch's alarms publish/,
    fix: /--revert-drift/,
  },
  {
    title: 'a new account that may run ten functions at a time',
    account: { concurrentExecutions: 10 },
    check: 'lambda-concurrency',
    what: /may run 10 functions at a time in us-east-1; this stack can use \d\d/,
    fix: /^aws service-quotas request-service-quota-increase .*--service-code lambda --quota-code L-B99A9384/m,
  },
  {
    title: 'a queue that does not feed its function',
    template: (template) => {
      const [mapping] = Object.entries(template.Resources).filter(
        ([, { Type }]) => Type === 'AWS::Lambda::EventSourceMapping',
      );
      Object.assign(mapping?.[1].Properties ?? {}, { Enabled: false });
    },
    check: 'queue-unread',
    what: /the mapping is switched off/,
    fix: /aws lambda update-event-source-mapping .*--enabled/,
  },
  {
    title: 'a watch that is switched off',
    template: change('embargoclockwatch', { State: 'DISABLED' }),
    check: 'schedule-off',
    what: /watch.* is switched off/,
    fix: /--revert-drift/,
  },
  {
    title: 'a retention that somebody deleted',
    act: () =>
      new SchedulerClient({}).send(
        new DeleteScheduleCommand({
          GroupName: 'dateline-production',
          Name: 'Dateline-production-embargoclockretention',
        }),
      ),
    check: 'schedule-off',
    what: /retention.* is gone/,
    fix: /--revert-drift/,
  },
  {
    title: 'a schedule group that somebody deleted',
    act: () => new SchedulerClient({}).send(new DeleteScheduleGroupCommand({ Name: 'dateline-production' })),
    check: 'schedule-group-missing',
    what: /dateline-production is gone/,
    fix: /--revert-drift/,
    also: ['schedule-off'],
  },
  {
    title: 'a schedule of an edition that did not fire',
    act: () =>
      new SchedulerClient({}).send(
        new CreateScheduleCommand({
          Name: 'an-edition',
          GroupName: 'dateline-production',
          ScheduleExpression: 'at(2026-01-05T09:00:00)',
          FlexibleTimeWindow: { Mode: 'OFF' },
          Target: {
            Arn: 'arn:aws:sqs:us-east-1:000000000000:arm',
            RoleArn: 'arn:aws:iam::000000000000:role/clock',
          },
        }),
      ),
    check: 'schedule-overdue',
    what: /an-edition .* was due at 2026-01-05T09:00:00 UTC/,
    fix: /npx dateline releases --stage production/,
  },
];

const stores: Planted[] = [
  {
    title: 'a table without point-in-time recovery',
    act: () =>
      new DynamoDBClient({}).send(
        new UpdateContinuousBackupsCommand({
          TableName,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false },
        }),
      ),
    check: 'table-recovery',
    what: /Point-in-time recovery/,
    fix: /aws dynamodb update-continuous-backups .*PointInTimeRecoveryEnabled=true/,
  },
  {
    title: 'a table that can be deleted',
    act: () =>
      new DynamoDBClient({}).send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false })),
    check: 'table-unprotected',
    what: /can be deleted/,
    fix: /aws dynamodb update-table .*--deletion-protection-enabled/,
  },
  {
    title: 'a table whose items do not expire',
    act: () =>
      new DynamoDBClient({}).send(
        new UpdateTimeToLiveCommand({
          TableName,
          TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: false },
        }),
      ),
    check: 'table-expiry',
    what: /do not expire/,
    fix: /aws dynamodb update-time-to-live .*AttributeName=expiresAt/,
  },
  {
    title: 'a table that is gone',
    act: async () => {
      const client = new DynamoDBClient({});
      await client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }));
      await client.send(new DeleteTableCommand({ TableName }));
    },
    check: 'table-missing',
    what: /The table .* is gone/,
    fix: /docs\/runbook\.md/,
    also: ['could-not-look'],
  },
  {
    title: 'a bucket that keeps no versions',
    template: change('storageBucket', { VersioningConfiguration: { Status: 'Suspended' } }),
    check: 'bucket-unversioned',
    what: /keeps no versions/,
    fix: /aws s3api put-bucket-versioning .*Status=Enabled/,
  },
  {
    title: 'a bucket that may be opened to the public',
    template: change('storageBucket', { PublicAccessBlockConfiguration: { BlockPublicAcls: true } }),
    check: 'bucket-public',
    what: /opened to the public/,
    fix: /aws s3api put-public-access-block/,
  },
  {
    title: 'a bucket that does not tell of dropped lists',
    template: (template) => {
      const configuration = Object(resource(template, 'storageBucket').Properties).NotificationConfiguration;
      configuration.QueueConfigurations = configuration.QueueConfigurations.filter(
        (one: unknown) => !JSON.stringify(one).includes('lists/'),
      );
    },
    check: 'drops-unnoticed',
    what: /tells nobody about lists\//,
    fix: /--revert-drift/,
  },
  {
    title: 'a queue that does not let S3 write',
    act: shutQueue('acceptrelease'),
    check: 'queue-shut-to-drops',
    what: /does not let S3 write/,
    fix: /--revert-drift/,
  },
  {
    title: 'dead letters',
    act: (queueUrl) =>
      new SQSClient({}).send(
        new SendMessageCommand({
          QueueUrl: queueUrl('Dateline-production-sendemailsurgentqueueDeadLetters'),
          MessageBody: '{}',
        }),
      ),
    check: 'dead-letters',
    what: /send-emails-urgent gave up on 1 message/,
    fix: /npx dateline redrive send-emails-urgent --stage production/,
  },
];

const others: Planted[] = [
  {
    title: 'a stack that is not deployed',
    setup: (setup) => ({
      ...setup,
      stackName: 'Dateline-next',
      infrastructure: { ...setup.infrastructure, identity: 'existing' },
    }),
    check: 'not-deployed',
    what: /no stack Dateline-next in us-east-1/,
    fix: /npx cdk deploy/,
  },
  {
    title: 'a domain that is in SES already when the stack is to create it',
    setup: (setup) => ({ ...setup, stackName: 'Dateline-next' }),
    check: 'identity-exists',
    what: /already, and the configuration says that this stack creates it/,
    fix: /identity: 'existing'/,
    also: ['not-deployed'],
  },
  {
    title: 'a deployed stack of another version than this clone',
    setup: (setup) => ({ ...setup, version: 'another' }),
    check: 'other-version',
    isAdvice: true,
    what: /another version \(a-clone\) than this clone \(another\)/,
    fix: /npx cdk deploy/,
  },
  {
    title: 'a clock that is behind',
    behind: 120_000,
    check: 'clock',
    what: /1(19|20) seconds behind/,
    fix: /timedatectl set-ntp true/,
  },
  {
    title: 'a public address that does not answer',
    isAddressDown: true,
    check: 'public-address',
    what: /does not answer \(ECONNREFUSED\)/,
    fix: /--revert-drift/,
  },
  {
    title: 'a right that is missing: what could not be looked at is a finding, and the rest is looked at',
    denied: 'LAMBDA',
    ses: { sandbox: true },
    check: 'could-not-look',
    what: /AccessDenied.*it needs lambda:Get/,
    fix: /lambda:Get/,
    also: ['sandbox'],
  },
];

let accounts: Accounts;
beforeAll(async () => {
  accounts = await openAccounts();
}, 300_000);
afterAll(() => accounts?.close());

it('finds nothing wrong with a healthy newsroom', async () => {
  expect(await accounts.examine({})).toEqual([]);
});

describe('names each fault with who is hurt and its fix, and nothing else:', () => {
  const planted = [...sendingDomain, ...dns, ...ses, ...wiring, ...stores, ...alarms, ...others];

  it.each(planted)('$title', async ({ check, what, fix, isAdvice, also = [], ...fault }) => {
    const findings = await accounts.examine(fault);
    const named = findings.filter((finding) => finding.check === check);
    expect(named.length, JSON.stringify(findings, null, 2)).toBeGreaterThan(0);
    for (const finding of named) {
      expect(finding.what).toMatch(what);
      expect(finding.fix.join('\n')).toMatch(fix);
      expect(finding.whoIsHurt).toMatch(/^[A-Z].{15,}\.$/);
      expect(finding.severity).toBe(isAdvice ? 'advice' : 'fault');
    }
    const others = new Set(findings.map((finding) => finding.check).filter((name) => name !== check));
    expect([...others].sort()).toEqual([...also].sort());
  });
});

it('says that sending has stopped, in the words of the console', async () => {
  const [finding] = await accounts.examine({
    act: () => paceTable(connectTable(TableName)).openCircuit('bounces', new Date().toISOString()),
  });
  expect(finding).toMatchObject({
    check: 'sending-stopped',
    fix: [expect.stringContaining('circuit resume')],
  });
});
