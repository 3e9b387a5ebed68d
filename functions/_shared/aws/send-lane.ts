import { createHash } from 'node:crypto';
import { type SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import Pool from 'undici/lib/dispatcher/pool.js';
import * as z from 'zod';
import { FormBody } from './form-body.ts';
import { DeadlinePassed, type PostMail, type Ses, sendTimeoutMilliseconds } from './mail-sender.ts';
import { RequestSignature, type SignedRequest } from './request-signature.ts';

/** An answer of SES, whole. */
interface Answer {
  statusCode: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** A request of the SDK, as far as the lane uses it. */
const requestSchema = z.object({
  protocol: z.string(),
  hostname: z.string(),
  port: z.number().optional(),
  path: z.string(),
  headers: z.record(z.string(), z.string()),
});
type SdkRequest = z.infer<typeof requestSchema>;

/**
 * A quicker way from a message to SES than the SDK's, which spends half of a mail's processor time on serializing a
 * request whose every part but one is known. Here the request is written once for all mails, and a mail costs one
 * form, one hash and one signature.
 *
 * It decides nothing that the SDK decides: credentials, region, endpoint, headers and what is signed are the client's,
 * taken from a request that the client itself has written. Whatever SES answers but a message id is given to the client
 * to read, so errors are the SDK's. Nothing is ever sent twice: undici repeats no POST.
 */
export function sendLane({ client, configurationSet }: Ses): PostMail {
  const form = new FormBody(configurationSet);
  let opening: Promise<Road> | undefined;
  return async (mail) => {
    opening ??= openRoad(client).catch((error) => {
      // Without credentials or a region no road can be opened. The next mail tries again.
      opening = undefined;
      throw error;
    });
    const road = await opening;
    const body = form.write(mail);
    const headers = await signedHeaders(client, road, body);
    const answer = await post(road, headers, body);
    return messageIdIn(answer) ?? (await readBySdk(client, answer)).MessageId;
  };
}

interface Road {
  path: string;
  signature: RequestSignature;
  pool: Pool;
}

async function openRoad(client: SESClient): Promise<Road> {
  const request = await writeBySdk(client);
  const port = request.port === undefined ? '' : `:${request.port}`;
  const pool = new Pool(`${request.protocol}//${request.hostname}${port}`, {
    connections: 200,
    pipelining: 1,
    connect: { timeout: 2000 },
    // The deadline of each call is ours, and covers all of it.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return { path: request.path, signature: new RequestSignature(templateOf(request)), pool };
}

/** As the client signs: `AWS4-HMAC-SHA256 Credential=<key>/<day>/<region>/<service>/aws4_request, SignedHeaders=…`. */
const authorizationPattern =
  /^AWS4-HMAC-SHA256 Credential=[^/]+\/\d+\/(?<region>[^/]+)\/(?<service>[^/]+)\/aws4_request, SignedHeaders=(?<names>[^,]+),/;
const scopeSchema = z.object({ region: z.string(), service: z.string(), names: z.string() });

/** What differs from request to request, and what undici writes itself. */
const perRequest = /^(authorization|content-length|amz-sdk-.*|x-amz-(date|content-sha256|security-token))$/;

/** What the requests of all mails have in common. */
function templateOf({ path, headers }: SdkRequest): SignedRequest {
  const { region, service, names } = scopeSchema.parse(
    authorizationPattern.exec(headers.authorization ?? '')?.groups,
  );
  return {
    path,
    region,
    service,
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !perRequest.test(name))),
    signed: names.split(';').filter((name) => !perRequest.test(name)),
  };
}

/** A request as the client writes it. */
async function writeBySdk(client: SESClient): Promise<SdkRequest> {
  let written: unknown;
  const example = Buffer.from('<a><SendRawEmailResult><MessageId>a</MessageId></SendRawEmailResult></a>');
  await sendAside(client, (request) => {
    written = request;
    return { statusCode: 200, headers: {}, body: example };
  });
  const request = requestSchema.parse(written);
  const headers = Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]);
  return { ...request, headers: Object.fromEntries(headers) };
}

/** The result or the error that the client reads from an answer. */
function readBySdk(client: SESClient, answer: Answer) {
  return sendAside(client, () => answer);
}

/** Runs the client's whole path, but answers in place of the network. */
function sendAside(client: SESClient, answer: (request: unknown) => Answer) {
  const command = new SendRawEmailCommand({ RawMessage: { Data: new Uint8Array() } });
  command.middlewareStack.add(
    () =>
      async ({ request }) => ({ response: answer(request) }),
    { step: 'deserialize', priority: 'low', name: 'answerInPlaceOfTheNetwork' },
  );
  return client.send(command);
}

async function signedHeaders({ config }: SESClient, { signature }: Road, body: Buffer) {
  // The client asks for new credentials before these expire.
  const credentials = await config.credentials();
  const sha256 = createHash('sha256').update(body).digest('hex');
  return signature.headers(sha256, new Date(Date.now() + config.systemClockOffset), credentials);
}

/** Rejects with the network's error, or with `DeadlinePassed` when the time is over before the last byte of the answer. */
function post({ pool, path }: Road, headers: Record<string, string>, body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let statusCode = 0;
    let received: Answer['headers'] = {};
    let timer: NodeJS.Timeout | undefined;
    pool.dispatch(
      { method: 'POST', path, headers, body },
      {
        onRequestStart(controller) {
          timer = setTimeout(() => controller.abort(new DeadlinePassed()), sendTimeoutMilliseconds);
        },
        onResponseStart(_, status, responseHeaders) {
          statusCode = status;
          received = singleValues(responseHeaders);
        },
        onResponseData(_, piece) {
          pieces.push(piece);
        },
        onResponseEnd() {
          clearTimeout(timer);
          resolve({ statusCode, headers: received, body: Buffer.concat(pieces) });
        },
        onResponseError(_, error) {
          clearTimeout(timer);
          reject(error);
        },
      },
    );
  });
}

function singleValues(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const values = Object.entries(headers).map(
    ([name, value]) => [name, [value ?? ''].flat().join(', ')] as const,
  );
  return Object.fromEntries(values);
}

/** The message id of an answer that accepts a message; undefined for every other answer. */
function messageIdIn({ statusCode, body }: Answer): string | undefined {
  if (statusCode !== 200) return undefined;
  const text = body.toString('latin1').trimEnd();
  if (!text.endsWith('</SendRawEmailResponse>')) return undefined;
  return /<MessageId>([\w.@-]+)<\/MessageId>/.exec(text)?.[1];
}
