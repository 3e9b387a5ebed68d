import {
  GetSendQuotaCommand,
  SESClient,
  SESServiceException,
  SendRawEmailCommand,
} from '@aws-sdk/client-ses';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { z } from 'zod';

/** One message for one recipient, as it goes to SES. */
export interface Mail {
  /** Envelope sender, an address alone. */
  from: string;
  to: string;
  /** The whole message, CRLF lines. */
  raw: Uint8Array;
  /** Names and values in `[A-Za-z0-9_-]{1,256}`; SES's events bring them back. */
  tags: Record<string, string>;
}

/** What became of one call, as far as anybody can tell. */
export type SendResult =
  | { kind: 'sent'; sesMessageId: string }
  /** SES will never take this message. */
  | { kind: 'refused'; reason: string }
  /** Certainly not taken; may be tried again. */
  | { kind: 'pending'; reason: 'throttled' | 'unreachable' }
  /** Certainly not taken; the daily quota is used up. */
  | { kind: 'parked' }
  /** Certainly not taken, and nobody's would be: the account or its credentials are at fault, not the recipient. */
  | { kind: 'blocked'; reason: string }
  /** The call began and nobody can tell whether SES took it: only its Send event can. */
  | { kind: 'unknown'; reason: string };

export interface Quota {
  /** Per second, for the whole account. */
  maxSendRate: number;
  /** -1 for no limit. */
  max24HourSend: number;
  sentLast24Hours: number;
}

/** SES, and what every message is sent under. */
export interface Ses {
  client: SESClient;
  /** Asks, never sends, so that it may be repeated. */
  quotaClient: SESClient;
  configurationSet: string;
}

/** Longest time that one call may take, its answer's last byte included: a worker begins none that could outlive its lease. */
export const sendTimeoutMilliseconds = 10_000;

/**
 * SES has no idempotency key, so a repeated call is a second mail: the SDK must not retry, and a call that hangs
 * must end. The signal of each call sees to that: it cuts off also an answer that stops in its middle or drips on for
 * ever, which the handler's own timeouts do not.
 */
export function connectSes(configurationSet: string): Ses {
  const agent = { keepAlive: true, maxSockets: 200 };
  const requestHandler = new NodeHttpHandler({
    connectionTimeout: 2000,
    httpAgent: agent,
    httpsAgent: agent,
  });
  const client = new SESClient({ maxAttempts: 1, requestHandler });
  encodeQuickly(client);
  return {
    configurationSet,
    client,
    quotaClient: new SESClient({ maxAttempts: 4, requestHandler }),
  };
}

const placeholder = Buffer.from('the message stands here');
const encodedPlaceholder = encodeURIComponent(placeholder.toString('base64'));

/**
 * Encodes the message for the wire by two native passes instead of the SDK's general one over every character, which
 * is a tenth of a mail's cost: the SDK serializes a placeholder, and the message takes its place before the request is
 * measured and signed.
 */
function encodeQuickly({ middlewareStack }: SESClient): void {
  middlewareStack.add(
    (next, context) => (args) => {
      if (!('RawMessage' in args.input) || !args.input.RawMessage) return next(args);
      context.message = args.input.RawMessage.Data;
      return next({ ...args, input: { ...args.input, RawMessage: { Data: placeholder } } });
    },
    { step: 'initialize', name: 'setMessageAside' },
  );
  middlewareStack.add(
    (next, context) => (args) => {
      const { request } = args;
      const message: unknown = context.message;
      if (!(message instanceof Uint8Array)) return next(args);
      if (typeof request !== 'object' || !request || !('body' in request) || typeof request.body !== 'string')
        throw new Error('a request that the message has no place in');
      const [before, after, ...more] = request.body.split(encodedPlaceholder);
      if (after === undefined || more.length > 0)
        throw new Error('a request that the message has no place in');
      request.body = Buffer.from(before + wireForm(message) + after, 'latin1');
      return next(args);
    },
    { step: 'build', name: 'putMessageIn', priority: 'high' },
  );
}

function wireForm(message: Uint8Array): string {
  return Buffer.from(message.buffer, message.byteOffset, message.length)
    .toString('base64')
    .replaceAll('+', '%2B')
    .replaceAll('/', '%2F')
    .replaceAll('=', '%3D');
}

export type MailSender = ReturnType<typeof mailSender>;

export function mailSender({ client, quotaClient, configurationSet }: Ses) {
  return {
    /** Never throws: what is not known to have gone out is `unknown`. */
    async sendMail(mail: Mail): Promise<SendResult> {
      const abortSignal = AbortSignal.timeout(sendTimeoutMilliseconds);
      try {
        const command = new SendRawEmailCommand({
          Source: mail.from,
          Destinations: [mail.to],
          RawMessage: { Data: mail.raw },
          ConfigurationSetName: configurationSet,
          Tags: Object.entries(mail.tags).map(([Name, Value]) => ({ Name, Value })),
        });
        const { MessageId } = await client.send(command, { abortSignal });
        return MessageId
          ? { kind: 'sent', sesMessageId: MessageId }
          : { kind: 'unknown', reason: 'no-message-id' };
      } catch (error) {
        return abortSignal.aborted ? { kind: 'unknown', reason: 'deadline' } : resultOf(error);
      }
    },

    async readQuota(): Promise<Quota> {
      const {
        MaxSendRate = 1,
        Max24HourSend = -1,
        SentLast24Hours = 0,
      } = await quotaClient.send(new GetSendQuotaCommand({}), {
        abortSignal: AbortSignal.timeout(sendTimeoutMilliseconds),
      });
      return { maxSendRate: MaxSendRate, max24HourSend: Max24HourSend, sentLast24Hours: SentLast24Hours };
    },
  };
}

const throttling =
  /^(Throttling|ThrottlingException|TooManyRequestsException|RequestLimitExceeded|SlowDown)$/;
const accountAtFault = new Set([
  'AccountSendingPausedException',
  'ConfigurationSetSendingPausedException',
  'AccessDenied',
  'AccessDeniedException',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'SignatureDoesNotMatch',
  'OptInRequired',
]);
/** The connection was never made, so SES cannot have seen the call. */
const neverConnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

/** The outcome table of docs/delivery.md; exported for its test, row by row. */
export function resultOf(error: unknown): SendResult {
  const status = statusOf(error);
  if (error instanceof SESServiceException && error.name !== withoutCode) {
    if (throttling.test(error.name) || status === 429)
      return /daily message quota/i.test(error.message)
        ? { kind: 'parked' }
        : { kind: 'pending', reason: 'throttled' };
    if (accountAtFault.has(error.name)) return { kind: 'blocked', reason: error.name };
    if (status >= 400 && status < 500 && status !== 408) return { kind: 'refused', reason: error.name };
    return { kind: 'unknown', reason: `http-${status}` };
  }
  // SES names a code in every refusal. Where there is none something on the way has answered in its place, a proxy or
  // a firewall: the call went no further, and the recipient is not at fault.
  if (status === 429) return { kind: 'pending', reason: 'throttled' };
  if (status >= 400 && status < 500 && status !== 408) return { kind: 'pending', reason: 'unreachable' };
  if (status >= 300) return { kind: 'unknown', reason: `http-${status}` };
  const code = codeOf(error);
  if (neverConnected.has(code)) return { kind: 'pending', reason: 'unreachable' };
  return { kind: 'unknown', reason: code };
}

/** What the SDK calls an error whose answer names none. */
const withoutCode = 'Unknown';

/** Of the answer that could not be read or said no; 0 when there was none. The SDK puts it on errors of any class. */
const answeredSchema = z.object({ $metadata: z.object({ httpStatusCode: z.number() }) });

function statusOf(error: unknown): number {
  const answered = answeredSchema.safeParse(error);
  return answered.success ? answered.data.$metadata.httpStatusCode : 0;
}

/** The network's code, or the error's name: never its message, which may quote an address. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'error';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.name;
}
