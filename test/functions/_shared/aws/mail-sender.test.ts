import { createHash } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { connectSes, mailSender, resultOf, type Ses } from '../../../../functions/_shared/aws/mail-sender.ts';
import { sendLane } from '../../../../functions/_shared/aws/send-lane.ts';

const mail = {
  from: 'press@news.example',
  to: 'ann@paper.example',
  raw: [Buffer.from('Subject: x\r\n'), '\r\nx'],
  tags: { release: 'forum', 'ses:feedback-id-a': 'forum' },
};

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  vi.unstubAllEnvs();
});

/** A replacement for SES that gives the specified answer and records the requests. */
async function sesThat(answer: (response: ServerResponse) => void) {
  const asked: URLSearchParams[] = [];
  const heads: { headers: IncomingHttpHeaders; body: Buffer }[] = [];
  const started = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      asked.push(new URLSearchParams(Buffer.concat(pieces).toString()));
      heads.push({ headers: request.headers, body: Buffer.concat(pieces) });
      answer(response);
    });
  });
  server = started;
  await new Promise<void>((resolve) => {
    started.listen(0, '127.0.0.1', resolve);
  });
  const address = started.address();
  const port = typeof address === 'object' ? address?.port : 0;
  vi.stubEnv('AWS_ENDPOINT_URL_SES', `http://127.0.0.1:${port}`);
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'x');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'x');
  return { asked, heads, ses: connectSes('newsroom') };
}

const fault = (status: number, code: string, message: string) => (response: ServerResponse) => {
  response.writeHead(status, { 'content-type': 'text/xml' });
  response.end(
    `<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>x</RequestId></ErrorResponse>`,
  );
};
/** An answer in a format that SES does not use. */
const says = (status: number, body: string) => (response: ServerResponse) => {
  response.writeHead(status, { 'content-type': 'text/html' });
  response.end(body);
};
const accepts = (response: ServerResponse) => {
  response.writeHead(200, { 'content-type': 'text/xml' });
  response.end(
    '<SendRawEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendRawEmailResult><MessageId>id-1</MessageId></SendRawEmailResult></SendRawEmailResponse>',
  );
};

const lanes = {
  'by the SDK': (ses: Ses) => mailSender(ses),
  'by our lane': (ses: Ses) => mailSender({ ...ses, lane: sendLane(ses) }),
};

describe.each(Object.entries(lanes))(
  '%s, the answer of SES or the network decides the state of a recipient',
  (_lane, senderOf) => {
    it.each([
      ['200 with a message id', accepts, { kind: 'sent', sesMessageId: 'id-1' }],
      [
        '400 MessageRejected',
        fault(400, 'MessageRejected', 'Address blacklisted'),
        { kind: 'refused', reason: 'MessageRejected' },
      ],
      ['413', fault(413, 'RequestEntityTooLarge', 'x'), { kind: 'refused', reason: 'RequestEntityTooLarge' }],
      [
        'the sending rate exceeded',
        fault(400, 'Throttling', 'Maximum sending rate exceeded.'),
        { kind: 'pending', reason: 'throttled' },
      ],
      ['429', fault(429, 'TooManyRequestsException', 'x'), { kind: 'pending', reason: 'throttled' }],
      ['429 with a code of its own', fault(429, 'Slow', 'x'), { kind: 'pending', reason: 'throttled' }],
      [
        'the daily quota exceeded',
        fault(454, 'Throttling', 'Daily message quota exceeded.'),
        { kind: 'parked' },
      ],
      ['408', fault(408, 'RequestTimeout', 'x'), { kind: 'unknown', reason: 'http-408' }],
      ['500', fault(500, 'InternalFailure', 'x'), { kind: 'unknown', reason: 'http-500' }],
      ['503', fault(503, 'ServiceUnavailable', 'x'), { kind: 'unknown', reason: 'http-503' }],
      [
        'a reset after the call began',
        (response: ServerResponse) => response.socket?.resetAndDestroy(),
        { kind: 'unknown', reason: 'ECONNRESET' },
      ],
      [
        'an answer that is cut short',
        (response: ServerResponse) => {
          response.writeHead(200, { 'content-length': '500' });
          response.write('<SendRawEmail');
          response.socket?.end();
        },
        { kind: 'unknown' },
      ],
      [
        'an address without a domain',
        fault(400, 'InvalidParameterValue', "Missing final '@domain'"),
        { kind: 'refused', reason: 'InvalidParameterValue', blames: 'recipient' },
      ],
      [
        'an address that no mail system takes',
        fault(400, 'InvalidParameterValue', 'Local address contains control or whitespace'),
        { kind: 'refused', reason: 'InvalidParameterValue', blames: 'recipient' },
      ],
      [
        'a message that is too long',
        fault(400, 'InvalidParameterValue', 'Message length is more than 10485760 bytes long: 10485764.'),
        { kind: 'refused', reason: 'InvalidParameterValue', blames: 'message' },
      ],
      [
        'an attachment that SES does not carry',
        fault(
          400,
          'MessageRejected',
          'Message rejected: the attachment has a content type that is not supported',
        ),
        { kind: 'refused', reason: 'MessageRejected', blames: 'message' },
      ],
      [
        'a domain that is not verified',
        fault(
          400,
          'MessageRejected',
          'Email address is not verified. The following identities failed the check in region EU-WEST-1: press@news.example',
        ),
        { kind: 'blocked', reason: 'EmailAddressNotVerified' },
      ],
      [
        'the sandbox, where recipients have to be verified too',
        fault(
          400,
          'MessageRejected',
          'Email address is not verified. The following identities failed the check in region EU-WEST-1: ann@paper.example',
        ),
        { kind: 'blocked', reason: 'EmailAddressNotVerified' },
      ],
      [
        'a domain that moto does not know',
        fault(400, 'MessageRejected', 'Did not have authority to send from email press@news.example'),
        { kind: 'blocked', reason: 'EmailAddressNotVerified' },
      ],
      [
        'sending paused by AWS',
        fault(
          400,
          'MessageRejected',
          'Sending paused for this account. For more information, please check the inbox of the email address associated with your AWS account.',
        ),
        { kind: 'blocked', reason: 'SendingPaused' },
      ],
      [
        'a message rejected in words that nobody knows',
        fault(400, 'MessageRejected', 'No.'),
        { kind: 'blocked', reason: 'MessageRejected' },
      ],
      [
        'a parameter of the newsroom that SES does not take',
        fault(400, 'InvalidParameterValue', 'Invalid tag name'),
        { kind: 'blocked', reason: 'InvalidParameterValue' },
      ],
      ...[
        'ConfigurationSetSendingPausedException',
        // The SDK's name for `ConfigurationSetDoesNotExist` of SES.
        'ConfigurationSetDoesNotExistException',
        'MailFromDomainNotVerifiedException',
        'RequestExpired',
        'IncompleteSignature',
        'ExpiredToken',
        'AccessDenied',
        'OptInRequired',
        'ACodeOfNextYear',
      ].map((code): [string, (response: ServerResponse) => void, object] => [
        code,
        fault(400, code, 'ann@paper.example and User: arn:aws:iam::1:role/x'),
        { kind: 'blocked', reason: code },
      ]),
      [
        'sending paused for the account',
        fault(400, 'AccountSendingPausedException', 'x'),
        { kind: 'blocked', reason: 'AccountSendingPausedException' },
      ],
      [
        'credentials that are no good',
        fault(403, 'SignatureDoesNotMatch', 'x'),
        { kind: 'blocked', reason: 'SignatureDoesNotMatch' },
      ],
      ['429 that is no XML', says(429, 'slow down'), { kind: 'pending', reason: 'throttled' }],
      ['429 in JSON', says(429, '{"message":"slow down"}'), { kind: 'pending', reason: 'throttled' }],
      // An answer from something between us and SES is not SES's decision about a recipient.
      ['400 that is no XML', says(400, 'Bad Request'), { kind: 'pending', reason: 'unreachable' }],
      ['400 of half a page', says(400, '<html><body>Bad'), { kind: 'pending', reason: 'unreachable' }],
      ['400 without a word', says(400, ''), { kind: 'pending', reason: 'unreachable' }],
      ['403 of a firewall', says(403, '<html>No</html>'), { kind: 'pending', reason: 'unreachable' }],
      ['407 of a proxy', says(407, '<h1>Who are you</h1>'), { kind: 'pending', reason: 'unreachable' }],
      ['408 that is no XML', says(408, 'too slow'), { kind: 'unknown', reason: 'http-408' }],
      ['500 that is no XML', says(500, '<html>b'), { kind: 'unknown', reason: 'http-500' }],
      ['300 that is no XML', says(300, '<html>b'), { kind: 'unknown', reason: 'http-300' }],
      ['503 that is no XML', says(503, '<html>b'), { kind: 'unknown', reason: 'http-503' }],
      ['200 that is no XML', says(200, 'Welcome to our network'), { kind: 'unknown' }],
      ['200 of a page that names no message', says(200, '<html>Welcome</html>'), { kind: 'unknown' }],
    ])('%s', async (_, answer, expected) => {
      const { ses, asked } = await sesThat(answer);
      expect(await senderOf(ses).sendMail(mail)).toMatchObject(expected);
      // SES is called exactly once in every case.
      expect(asked).toHaveLength(1);
    });

    it('an answer that never comes, stops in the middle or arrives too slowly ends after ten seconds: unknown', async () => {
      const answers: ((response: ServerResponse) => void)[] = [
        () => undefined,
        (response) => void response.writeHead(200, { 'content-length': '500' }).write('<SendRawEmail'),
        (response) => {
          response.writeHead(200, { 'content-type': 'text/xml' });
          const dripping = setInterval(() => response.write(' '), 50);
          response.on('close', () => clearInterval(dripping));
        },
      ];
      const calls = answers.length;
      const { ses, asked } = await sesThat((response) => answers.shift()?.(response));
      expect(await Promise.all(Array.from({ length: calls }, () => senderOf(ses).sendMail(mail)))).toEqual(
        Array(calls).fill({ kind: 'unknown', reason: 'deadline' }),
      );
      expect(asked).toHaveLength(calls);
    });

    it('nobody listens: certainly not sent, tried again later', async () => {
      const { ses } = await sesThat(accepts);
      server?.close();
      server?.closeAllConnections();
      expect(await senderOf(ses).sendMail(mail)).toEqual({ kind: 'pending', reason: 'unreachable' });
    });

    it.each(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED'])('%s: certainly not sent', (code) => {
      expect(resultOf(Object.assign(new Error('x'), { code }))).toEqual({
        kind: 'pending',
        reason: 'unreachable',
      });
    });

    it.each(['ETIMEDOUT', 'EPIPE', 'ECONNRESET'])('%s: unknown', (code) => {
      expect(resultOf(Object.assign(new Error('x'), { code }))).toEqual({ kind: 'unknown', reason: code });
    });
  },
);

it('an error is logged by a code or a kind, never by its message, which may quote an address', () => {
  const error = new TypeError('ann@paper.example');
  expect(resultOf(error)).toEqual({ kind: 'unknown', reason: 'TypeError' });
  expect(resultOf(Object.assign(error, { code: 5 }))).toEqual({ kind: 'unknown', reason: 'TypeError' });
  expect(resultOf('ann@paper.example')).toEqual({ kind: 'unknown', reason: 'error' });
});

it('the quota is asked again if SES has a fault, because asking sends nothing', async () => {
  const answers = [
    fault(500, 'InternalFailure', 'x'),
    says(
      200,
      '<GetSendQuotaResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><GetSendQuotaResult><MaxSendRate>14.0</MaxSendRate><Max24HourSend>50000.0</Max24HourSend><SentLast24Hours>7.0</SentLast24Hours></GetSendQuotaResult></GetSendQuotaResponse>',
    ),
  ];
  const { ses, asked } = await sesThat((response) => answers.shift()?.(response));
  expect(await mailSender(ses).readQuota()).toEqual({
    maxSendRate: 14,
    max24HourSend: 50_000,
    sentLast24Hours: 7,
  });
  expect(asked).toHaveLength(2);
});

describe.each(Object.entries(lanes))('%s', (lane, senderOf) => {
  it('each call has one recipient, the configuration set and the tags', async () => {
    const { ses, asked } = await sesThat(accepts);
    await senderOf(ses).sendMail(mail);
    const [call] = asked;
    expect(call?.get('Destinations.member.1')).toBe('ann@paper.example');
    expect(call?.has('Destinations.member.2')).toBe(false);
    expect(call?.get('ConfigurationSetName')).toBe('newsroom');
    expect(call?.get('Tags.member.2.Name')).toBe('ses:feedback-id-a');
    expect(Buffer.from(call?.get('RawMessage.Data') ?? '', 'base64').toString()).toBe('Subject: x\r\n\r\nx');
  });

  it('mails one after the other go over one connection', async () => {
    const { ses, asked } = await sesThat(accepts);
    let connections = 0;
    server?.on('connection', () => {
      connections += 1;
    });
    const sender = senderOf(ses);
    for (let i = 0; i < 5; i++) await sender.sendMail(mail);
    expect(asked).toHaveLength(5);
    // undici asks a second connection while it is still putting the first answer away.
    expect(connections).toBeLessThanOrEqual(lane === 'by the SDK' ? 1 : 2);
  });

  it('a call is signed with the credentials of the client, over exactly the bytes that SES gets', async () => {
    const { ses, asked, heads } = await sesThat(accepts);
    const text = "Ann & Bo <ann+x@paper.example> 100% =\u00e4~*()'!";
    await senderOf(ses).sendMail({ ...mail, tags: { release: text }, raw: [Buffer.from(text)] });
    const [head] = heads;
    const { authorization } = head?.headers ?? {};
    const date = String(head?.headers['x-amz-date']);
    const sent = { method: 'POST', protocol: 'http:', hostname: '127.0.0.1', path: '/', query: {} };
    const names = /SignedHeaders=([^,]+)/.exec(authorization ?? '')?.[1]?.split(';') ?? [];
    const headers = Object.fromEntries(names.map((name) => [name, String(head?.headers[name])]));
    const signer = await ses.client.config.signer();
    const again = await signer.sign(
      { ...sent, headers: { ...headers, 'x-amz-content-sha256': sha256(head?.body ?? '') } },
      { signingDate: new Date(date.replace(/(....)(..)(..T..)(..)/, '$1-$2-$3:$4:')) },
    );
    expect(again.headers.authorization).toBe(authorization);
    expect(asked[0]?.get('Tags.member.1.Value')).toBe(text);
    expect(Buffer.from(asked[0]?.get('RawMessage.Data') ?? '', 'base64').toString()).toBe(text);
  });
});

it('our lane sends the parameters and headers that the SDK sends', async () => {
  const { ses, asked, heads } = await sesThat(accepts);
  await mailSender(ses).sendMail(mail);
  await mailSender({ ...ses, lane: sendLane(ses) }).sendMail(mail);
  const [sdk, ours] = asked.map((call) => [...call.entries()].sort());
  expect(ours).toEqual(sdk);
  const [sdkNames, ourNames] = heads.map(({ headers }) => Object.keys(headers).sort());
  // The SDK counts its attempts for the log of SES. There is only one.
  expect(ourNames).toEqual(sdkNames?.filter((name) => !name.startsWith('amz-sdk-')));
});

it('credentials that cannot be read stop nobody for ever: the next mail asks for them again', async () => {
  const { ses, asked } = await sesThat(accepts);
  const sender = mailSender({ ...ses, lane: sendLane(ses) });
  const { credentials } = ses.client.config;
  ses.client.config.credentials = async () => {
    throw Object.assign(new Error('x'), { name: 'CredentialsProviderError' });
  };
  expect((await sender.sendMail(mail)).kind).not.toBe('sent');
  ses.client.config.credentials = credentials;
  expect(await sender.sendMail(mail)).toEqual({ kind: 'sent', sesMessageId: 'id-1' });
  expect(asked).toHaveLength(1);
});
