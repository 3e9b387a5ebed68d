import { createHash } from 'node:crypto';
import { SESClient } from '@aws-sdk/client-ses';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RequestSignature } from '../../../../functions/_shared/aws/request-signature.ts';

interface Asked {
  path: string;
  agent: string;
  body: string;
  at: Date;
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
}

const headersOf = ({ agent }: Asked) => ({
  host: 'email.eu-west-1.amazonaws.com',
  'content-type': 'application/x-www-form-urlencoded',
  'user-agent': agent,
  'x-amz-user-agent': agent,
});

const signatureOf = (asked: Asked) =>
  new RequestSignature({
    path: asked.path,
    headers: headersOf(asked),
    signed: ['host', 'content-type', 'x-amz-user-agent'],
    region: 'eu-west-1',
    service: 'ses',
  });

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

async function signedBySdk(asked: Asked): Promise<Record<string, string>> {
  const client = new SESClient({ region: 'eu-west-1', credentials: asked.credentials });
  const signer = await client.config.signer();
  const signed = await signer.sign(
    {
      method: 'POST',
      protocol: 'https:',
      hostname: 'email.eu-west-1.amazonaws.com',
      path: asked.path,
      query: {},
      headers: { ...headersOf(asked), 'x-amz-content-sha256': sha256(asked.body) },
    },
    { signingDate: asked.at },
  );
  return signed.headers;
}

const word = fc.stringMatching(/^[A-Za-z0-9/+=]{16,60}$/);
const asked = fc.record({
  path: fc.oneof(
    fc.constant('/'),
    fc.webPath().filter((path) => path.startsWith('/') && !/\/(\.{0,2}\/|\.{1,2}$)/.test(path)),
  ),
  agent: fc.stringMatching(/^[a-z][ -~]{0,40}$/),
  body: fc.string(),
  at: fc.date({ min: new Date('2020-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
  credentials: fc.record(
    { accessKeyId: fc.stringMatching(/^[A-Z0-9]{16,20}$/), secretAccessKey: word, sessionToken: word },
    { requiredKeys: ['accessKeyId', 'secretAccessKey'] },
  ),
});

it('AWS gets exactly the headers that the SDK would sign, whatever the path, time, body and credentials', async () => {
  await fc.assert(
    fc.asyncProperty(asked, async (one) => {
      const ours = signatureOf(one).headers(sha256(one.body), one.at, one.credentials);
      expect(ours).toEqual(await signedBySdk(one));
    }),
    { numRuns: 300 },
  );
});

it('goes on with the key of the next day and of new credentials, when the day or the credentials change', async () => {
  const first = {
    path: '/',
    agent: 'a',
    body: 'x',
    at: new Date('2026-03-01T23:59:59.999Z'),
    credentials: { accessKeyId: 'AKIA1', secretAccessKey: 'one' },
  };
  const second = { ...first, at: new Date('2026-03-02T00:00:00Z') };
  const third = {
    ...second,
    credentials: { accessKeyId: 'AKIA2', secretAccessKey: 'two', sessionToken: 'three' },
  };
  const signature = signatureOf(first);
  for (const one of [first, second, third, first]) {
    const ours = signature.headers(sha256(one.body), one.at, one.credentials);
    expect(ours).toEqual(await signedBySdk(one));
  }
});
