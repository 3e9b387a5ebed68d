import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as SES from '@aws-sdk/client-ses';
import PostalMime from 'postal-mime';
import { expect, test } from 'vitest';
import { letter, openSes } from './open-ses.ts';
import { smallTemplateWithout } from './small-template.ts';

const failed = (identities: string) =>
  `Email address is not verified. The following identities failed the check in region US-EAST-1: ${identities}`;

async function open(options: Parameters<typeof openSes>[0] = {}) {
  const opened = await openSes(options);
  const control = (change: object) =>
    fetch(`${opened.stack.endpoints.ses}/_local/ses`, { method: 'PUT', body: JSON.stringify(change) });
  return { ...opened, control };
}

test('a sender that nobody has verified is refused in the words of SES, and may send from the moment it is', async () => {
  const { send, control, stack } = await open({ sesStanding: 'unverified' });
  await expect(send('ha@example.org')).rejects.toMatchObject({
    name: 'MessageRejected',
    message: failed('Newsroom <desk@newsroom.example>'),
    $metadata: { httpStatusCode: 400 },
  });
  expect(stack.mails).toEqual([]);
  await control({ identities: { 'newsroom.example': { verification: 'Success' } } });
  await send('ha@example.org');
  expect(stack.mails).toHaveLength(1);
});

test('From, Sender, Return-Path and Source have to be verified, each of them', async () => {
  const { send } = await open();
  const strange = letter().replace(
    '\r\nTo:',
    '\r\nSender: s@other.example\r\nReturn-Path: r@other.example\r\nTo:',
  );
  await expect(send('ha@example.org', strange, { Source: 'o@other.example' })).rejects.toMatchObject({
    message: failed('s@other.example, r@other.example, o@other.example'),
  });
});

test('a domain stands for its subdomains and all their addresses, an address for itself alone', async () => {
  const { send, control } = await open();
  const from = (address: string) => letter().replace('desk@newsroom.example', address);
  await send('ha@example.org', from('Anybody@Press.Newsroom.EXAMPLE'));
  await control({ identities: { 'desk@single.example': { verification: 'Success' } } });
  await send('ha@example.org', from('desk@single.example'));
  await expect(send('ha@example.org', from('other@single.example'))).rejects.toMatchObject({
    name: 'MessageRejected',
  });
  await expect(send('ha@example.org', from('Desk@single.example'))).rejects.toMatchObject({
    name: 'MessageRejected',
  });
});

test('in the sandbox recipients have to be verified too, but for those of the simulator, and little goes out', async () => {
  const { send, control, client } = await open({ sesStanding: 'sandbox' });
  await expect(send(['ha@example.org', 'minh@newsroom.example'])).rejects.toMatchObject({
    message: failed('ha@example.org'),
  });
  await send('bounce+1@simulator.amazonses.com');
  await expect(send('success@simulator.amazonses.com')).rejects.toMatchObject({
    name: 'Throttling',
    message: 'Maximum sending rate exceeded.',
  });
  const quota = () => client.send(new SES.GetSendQuotaCommand({}));
  expect(await quota()).toMatchObject({ Max24HourSend: 200, MaxSendRate: 1, SentLast24Hours: 1 });
  await control({ sandbox: false });
  expect(await quota()).toMatchObject({ Max24HourSend: 1_000_000, MaxSendRate: 1000 });
});

test('an account that is paused sends nothing, and says whether its owner or AWS has paused it', async () => {
  const { send, client, control } = await open();
  const enable = (Enabled: boolean) => client.send(new SES.UpdateAccountSendingEnabledCommand({ Enabled }));
  const isEnabled = async () => (await client.send(new SES.GetAccountSendingEnabledCommand({}))).Enabled;
  await enable(false);
  await expect(send('ha@example.org')).rejects.toMatchObject({ name: 'AccountSendingPausedException' });
  expect(await isEnabled()).toBe(false);
  await control({ sending: 'paused by AWS' });
  await expect(send('ha@example.org')).rejects.toMatchObject({
    name: 'MessageRejected',
    message: expect.stringMatching(/^Sending paused for this account\. For more information/),
  });
  await enable(true);
  await send('ha@example.org');
  expect(await isEnabled()).toBe(true);
});

test('what needs a MAIL FROM domain is refused until its MX record is seen', async () => {
  const template = smallTemplateWithout('RelayMapping', 'Relay00000006', 'Table00000005');
  template.Resources.Sender = {
    Type: 'AWS::SES::EmailIdentity',
    Properties: {
      EmailIdentity: 'newsroom.example',
      MailFromAttributes: {
        MailFromDomain: 'bounce.newsroom.example',
        BehaviorOnMxFailure: 'REJECT_MESSAGE',
      },
    },
  };
  const { send, control } = await open({ template });
  await send('ha@example.org');
  await control({ identities: { 'newsroom.example': { mailFrom: 'Failed' } } });
  await expect(send('ha@example.org')).rejects.toMatchObject({ name: 'MailFromDomainNotVerifiedException' });
});

test('an operator sees how each identity stands and what DNS still lacks', async () => {
  const { client, control } = await open({ sesStanding: 'unverified' });
  const Identities = ['newsroom.example', 'nobody.example'];
  const status = async () =>
    (await client.send(new SES.GetIdentityVerificationAttributesCommand({ Identities })))
      .VerificationAttributes;
  expect(await status()).toEqual({
    'newsroom.example': { VerificationStatus: 'Pending', VerificationToken: expect.any(String) },
  });
  await control({ identities: { 'newsroom.example': { verification: 'Success', dkim: 'Success' } } });
  expect((await status())?.['newsroom.example']?.VerificationStatus).toBe('Success');
  const { DkimAttributes } = await client.send(new SES.GetIdentityDkimAttributesCommand({ Identities }));
  expect(DkimAttributes?.['newsroom.example']).toMatchObject({
    DkimEnabled: true,
    DkimVerificationStatus: 'Success',
  });
  expect(DkimAttributes?.['newsroom.example']?.DkimTokens).toHaveLength(3);
  const mailFrom = { Identity: 'newsroom.example', MailFromDomain: 'bounce.newsroom.example' };
  await client.send(new SES.SetIdentityMailFromDomainCommand(mailFrom));
  const { MailFromDomainAttributes } = await client.send(
    new SES.GetIdentityMailFromDomainAttributesCommand({ Identities }),
  );
  expect(MailFromDomainAttributes).toEqual({
    'newsroom.example': {
      MailFromDomain: 'bounce.newsroom.example',
      MailFromDomainStatus: 'Pending',
      BehaviorOnMXFailure: 'UseDefaultValue',
    },
  });
  await client.send(new SES.VerifyEmailIdentityCommand({ EmailAddress: 'thao@press.example' }));
  const listed = async (IdentityType?: SES.IdentityType) =>
    (await client.send(new SES.ListIdentitiesCommand({ IdentityType }))).Identities;
  expect(await listed()).toEqual(['newsroom.example', 'thao@press.example']);
  expect(await listed('EmailAddress')).toEqual(['thao@press.example']);
  await client.send(new SES.DeleteIdentityCommand({ Identity: 'thao@press.example' }));
  expect(await listed('EmailAddress')).toEqual([]);
});

test('a configuration set is described with the events it tells, and missed by every mail once it is gone', async () => {
  const { client, send } = await open();
  const named = { ConfigurationSetName: 'newsroom' };
  const described = await client.send(
    new SES.DescribeConfigurationSetCommand({
      ...named,
      ConfigurationSetAttributeNames: ['eventDestinations', 'reputationOptions'],
    }),
  );
  expect(described).toMatchObject({
    ConfigurationSet: { Name: 'newsroom' },
    EventDestinations: [{ Enabled: true, MatchingEventTypes: ['send', 'delivery', 'bounce', 'complaint'] }],
    ReputationOptions: { SendingEnabled: true },
  });
  await expect(
    client.send(new SES.CreateConfigurationSetCommand({ ConfigurationSet: { Name: 'newsroom' } })),
  ).rejects.toMatchObject({ name: 'ConfigurationSetAlreadyExistsException' });
  await client.send(new SES.DeleteConfigurationSetCommand(named));
  await expect(send('ha@example.org')).rejects.toMatchObject({
    name: 'ConfigurationSetDoesNotExistException',
  });
  await client.send(new SES.CreateConfigurationSetCommand({ ConfigurationSet: { Name: 'newsroom' } }));
  await send('ha@example.org');
  const { ConfigurationSets } = await client.send(new SES.ListConfigurationSetsCommand({}));
  expect(ConfigurationSets).toEqual([{ Name: 'newsroom' }]);
});

test('SendEmail becomes a message that a mail program can read', async () => {
  const { client, stack } = await open();
  const Subject = { Data: 'Diễn đàn Đối thoại về tương lai của báo chí và truyền thông' };
  const Body = { Text: { Data: 'Xin chào' }, Html: { Data: '<p>Xin chào</p>' } };
  const sent = await client.send(
    new SES.SendEmailCommand({
      Source: 'Newsroom <desk@newsroom.example>',
      Destination: { ToAddresses: ['ha@example.org'], CcAddresses: ['minh@example.org'] },
      Message: { Subject, Body },
      ConfigurationSetName: 'newsroom',
    }),
  );
  expect(stack.mails).toMatchObject([
    { to: 'ha@example.org, minh@example.org', subject: Subject.Data, sesMessageId: sent.MessageId },
  ]);
  const parsed = await PostalMime.parse(await readFile(join(stack.dataDirectory, 'mailbox/1.eml')));
  expect([parsed.subject, parsed.text?.trim(), parsed.html?.trim()]).toEqual([
    Subject.Data,
    'Xin chào',
    '<p>Xin chào</p>',
  ]);
});

test('the statistics count attempts, bounces and complaints of each quarter of an hour', async () => {
  const { client, send } = await open();
  for (const name of ['success', 'bounce', 'complaint']) await send(`${name}@simulator.amazonses.com`);
  const { SendDataPoints = [] } = await client.send(new SES.GetSendStatisticsCommand({}));
  const sum = (counter: 'DeliveryAttempts' | 'Bounces' | 'Complaints' | 'Rejects') =>
    SendDataPoints.reduce((total, point) => total + (point[counter] ?? 0), 0);
  expect([sum('DeliveryAttempts'), sum('Bounces'), sum('Complaints'), sum('Rejects')]).toEqual([3, 1, 1, 0]);
});

test('a change that nobody understands is refused whole', async () => {
  const { control, stack } = await open();
  const answer = await control({ sending: 'paused', sandbx: true });
  expect(answer.status).toBe(400);
  const now = await (await fetch(`${stack.endpoints.ses}/_local/ses`)).json();
  expect(now).toMatchObject({ sending: 'enabled', sandbox: false, configurationSets: ['newsroom'] });
});
