import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as SES from '@aws-sdk/client-ses';
import { expect, test } from 'vitest';
import { letter, openSes } from './open-ses.ts';

test('an accepted message is kept byte for byte, with a line that a person can read', async () => {
  const { stack, send } = await openSes();
  const subject = '=?UTF-8?Q?Di=E1=BB=85n_?= =?UTF-8?B?xJHDoG4=?=';
  const raw = `${letter(subject)}caf\u00e9 + 100%\r\n`;
  const { MessageId } = await send('ha@example.org', raw, { Tags: [{ Name: 'release', Value: 'forum' }] });
  const [line] = (await readFile(join(stack.dataDirectory, 'mailbox.jsonl'), 'utf8')).trimEnd().split('\n');
  expect(JSON.parse(line ?? '')).toEqual({
    n: 1,
    at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    to: 'ha@example.org',
    from: 'Newsroom <desk@newsroom.example>',
    subject: 'Diễn đàn',
    configurationSet: 'newsroom',
    tags: { release: 'forum' },
    sesMessageId: MessageId,
    file: 'mailbox/1.eml',
  });
  expect(await readFile(join(stack.dataDirectory, 'mailbox/1.eml'), 'utf8')).toBe(raw);
  expect(stack.mails).toHaveLength(1);
});

test('a sent message tells that it was sent and delivered, as SES does through EventBridge', async () => {
  const { send, events } = await openSes();
  const raw = letter().replace('\r\n\r\n', '\r\nX-SES-MESSAGE-TAGS: release=header, list=press\r\n\r\n');
  const { MessageId } = await send('ha@example.org', raw, { Tags: [{ Name: 'release', Value: 'forum' }] });
  const [sent, delivered, ...more] = await events();
  expect(more).toEqual([]);
  expect(sent).toMatchObject({
    version: '0',
    source: 'aws.ses',
    'detail-type': 'Email Sent',
    account: '000000000000',
    region: 'us-east-1',
    resources: ['arn:aws:ses:us-east-1:000000000000:configuration-set/newsroom'],
    detail: {
      eventType: 'Send',
      send: {},
      mail: {
        messageId: MessageId,
        source: 'Newsroom <desk@newsroom.example>',
        sendingAccountId: '000000000000',
        destination: ['ha@example.org'],
        headersTruncated: false,
        headers: expect.arrayContaining([{ name: 'Message-ID', value: '<1@x>' }]),
        commonHeaders: { subject: 'Forum', to: ['ha@example.org'] },
        tags: {
          'ses:configuration-set': ['newsroom'],
          'ses:from-domain': ['newsroom.example'],
          release: ['forum'],
          list: ['press'],
        },
      },
    },
  });
  expect(sent.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  expect(delivered).toMatchObject({
    'detail-type': 'Email Delivered',
    detail: { eventType: 'Delivery', delivery: { recipients: ['ha@example.org'] } },
  });
});

test.each([
  ['success+1', ['Send', 'Delivery']],
  ['bounce+1', ['Send', 'Bounce']],
  ['complaint', ['Send', 'Delivery', 'Complaint']],
  ['ooto', ['Send', 'Delivery', 'Bounce']],
  ['suppressionlist+x', ['Send', 'Bounce']],
])('the simulator address %s@ brings the events %j', async (name, expected) => {
  const { send, events } = await openSes();
  const address = `${name}@simulator.amazonses.com`;
  await send(address);
  const told = await events();
  expect(told.map(({ detail }) => detail.eventType)).toEqual(expected);
  const { bounce, complaint } = told.at(-1)?.detail ?? {};
  if (name.startsWith('bounce'))
    expect(bounce).toMatchObject({
      bounceType: 'Permanent',
      bounceSubType: 'General',
      bouncedRecipients: [{ emailAddress: address, status: '5.1.1' }],
    });
  if (name === 'ooto') expect(bounce).toMatchObject({ bounceType: 'Transient', bounceSubType: 'General' });
  if (name.startsWith('suppression')) expect(bounce.bounceSubType).toBe('OnAccountSuppressionList');
  if (name === 'complaint')
    expect(complaint).toMatchObject({
      complainedRecipients: [{ emailAddress: address }],
      complaintFeedbackType: 'abuse',
    });
});

test('a message without a configuration set is kept and makes no events', async () => {
  const { stack, send, events } = await openSes();
  await send('ha@example.org', letter(), { ConfigurationSetName: undefined });
  expect(await events()).toEqual([]);
  expect(stack.mails).toMatchObject([{ n: 1, configurationSet: null }]);
});

test('more than the rate allows is throttled in the words of SES, and allowed again a moment later', async () => {
  const { stack, client, send } = await openSes({ sesSendsPerSecond: 1 });
  const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => send('ha@example.org')));
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason);
  expect(refused.length).toBeGreaterThanOrEqual(2);
  expect(refused[0]).toMatchObject({ name: 'Throttling', message: 'Maximum sending rate exceeded.' });
  await new Promise((resolve) => setTimeout(resolve, 1050));
  await send('ha@example.org');
  const { MaxSendRate, SentLast24Hours } = await client.send(new SES.GetSendQuotaCommand({}));
  expect(MaxSendRate).toBe(1);
  expect(SentLast24Hours).toBe(stack.mails.length);
});

test('the daily quota counts recipients and is told apart from the rate', async () => {
  const { client, send } = await openSes({ sesDailyQuota: 3 });
  await send(['a@example.org', 'b@example.org']);
  await send('c@example.org');
  await expect(send('d@example.org')).rejects.toMatchObject({
    name: 'Throttling',
    message: 'Daily message quota exceeded.',
  });
  expect(await client.send(new SES.GetSendQuotaCommand({}))).toMatchObject({
    Max24HourSend: 3,
    SentLast24Hours: 3,
  });
});

test.each([
  ['a missing domain', 'ha', "Missing final '@domain'"],
  ['a name in another script', 'hà@example.org', 'Local address contains non-ASCII characters'],
  ['a space', 'h a@example.org', 'Local address contains control or whitespace'],
  ['two dots in the domain', 'ha@example..org', 'Domain contains dot-dot'],
])('an address with %s is refused and nothing is kept', async (_, address, message) => {
  const { stack, send } = await openSes();
  await expect(send(address)).rejects.toMatchObject({ name: 'InvalidParameterValue', message });
  expect(stack.mails).toEqual([]);
});

test('what SES does not take is refused as SES refuses it', async () => {
  const { client, send } = await openSes();
  const many = Array.from({ length: 51 }, (_, i) => `p${i}@example.org`);
  await expect(send(many)).rejects.toMatchObject({ message: 'Recipient count exceeds 50.' });
  await expect(send('a@example.org', `${letter()}${'x'.repeat(8_000_000)}`)).rejects.toMatchObject({
    name: 'InvalidParameterValue',
    message: expect.stringMatching(/^Message length is more than 10485760 bytes long/),
  });
  await expect(send('a@example.org', `Subject: two\r\n${letter()}`)).rejects.toMatchObject({
    message: "Duplicate header 'subject'.",
  });
  await expect(send('a@example.org', letter(), { ConfigurationSetName: 'other' })).rejects.toMatchObject({
    name: 'ConfigurationSetDoesNotExistException',
  });
  await expect(
    send('a@example.org', letter(), { Tags: [{ Name: 'release', Value: 'a b' }] }),
  ).rejects.toMatchObject({
    name: 'InvalidParameterValue',
    message: "Invalid tag value <a b>: only alphanumeric ASCII characters, '_',  '-' , '.', '@' are allowed.",
  });
  await expect(client.send(new SES.ListReceiptRuleSetsCommand({}))).rejects.toMatchObject({
    name: 'NotImplemented',
    $metadata: { httpStatusCode: 501 },
  });
});
