import {
  GetSendQuotaCommand,
  SESClient,
  SESServiceException,
  SendRawEmailCommand,
} from '@aws-sdk/client-ses';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import * as z from 'zod';
import { joinPieces, type Piece } from '../domain/message-pieces.ts';
import { readRefusal } from './read-refusal.ts';

/** One message for one recipient, as it is sent to SES. */
export interface Mail {
  /** Envelope sender: only an address. */
  from: string;
  to: string;
  /** The complete message, with CRLF line ends. */
  raw: readonly Piece[];
  /** Names and values in `[A-Za-z0-9_-]{1,256}`. SES's events contain them. */
  tags: Record<string, string>;
}

/** The result of one call, as far as it can be known. */
export type SendResult =
  | { kind: 'sent'; sesMessageId: string }
  /** SES will not accept this message. `message`: no property of the recipient explains why. */
  | { kind: 'refused'; reason: string; blames: 'recipient' | 'message' }
  /** Certainly not accepted; may be tried again. */
  | { kind: 'pending'; reason: 'throttled' | 'unreachable' }
  /** Certainly not accepted, because the daily quota is used up. */
  | { kind: 'parked' }
  /**
   * Certainly not accepted, and no other message would be: the cause is the account or its credentials, not the
   * recipient.
   */
  | { kind: 'blocked'; reason: string }
  /** The call began, and it is unknown whether SES accepted the message. Only its Send event can prove it. */
  | { kind: 'unknown'; reason: string };

export interface Quota {
  /** Per second, for the whole account. */
  maxSendRate: number;
  /** -1 means no limit. */
  max24HourSend: number;
  sentLast24Hours: number;
}

/** The SES clients, and the configuration set of all messages. */
export interface Ses {
  client: SESClient;
  /** Only reads and never sends, so its calls may be retried. */
  quotaClient: SESClient;
  configurationSet: string;
  /** For many mails: a quicker way to SES with the same outcomes (send-lane.ts). */
  lane?: PostMail;
}

/** Posts one message to SES. Returns its message id. Throws what the SDK throws, or `DeadlinePassed`. */
export type PostMail = (mail: Mail) => Promise<string | undefined>;

/** The call was ended because it took too long. */
export class DeadlinePassed extends Error {}

/**
 * The maximum duration of one call, including the last byte of the response. A worker starts no call that could outlast
 * its lease.
 */
export const sendTimeoutMilliseconds = 10_000;

/**
 * SES has no idempotency key, so a repeated call sends a second mail. Therefore the SDK must not retry, and a call that
 * hangs must end. The abort signal of each call ends it, even if the response stops in the middle or arrives endlessly
 * slowly; the handler's own timeouts do not cover this.
 */
export function connectSes(configurationSet: string): Ses {
  const agent = { keepAlive: true, maxSockets: 200 };
  const requestHandler = new NodeHttpHandler({
    connectionTimeout: 2000,
    httpAgent: agent,
    httpsAgent: agent,
  });
  return {
    configurationSet,
    client: new SESClient({ maxAttempts: 1, requestHandler }),
    quotaClient: new SESClient({ maxAttempts: 4, requestHandler }),
  };
}

/** Posts a message as the SDK does it. */
function sdkLane({ client, configurationSet }: Ses): PostMail {
  return async (mail) => {
    const abortSignal = AbortSignal.timeout(sendTimeoutMilliseconds);
    const command = new SendRawEmailCommand({
      Source: mail.from,
      Destinations: [mail.to],
      RawMessage: { Data: joinPieces(mail.raw) },
      ConfigurationSetName: configurationSet,
      Tags: Object.entries(mail.tags).map(([Name, Value]) => ({ Name, Value })),
    });
    try {
      return (await client.send(command, { abortSignal })).MessageId;
    } catch (error) {
      if (abortSignal.aborted) throw new DeadlinePassed();
      throw error;
    }
  };
}

export type MailSender = ReturnType<typeof mailSender>;

export function mailSender(ses: Ses) {
  const post = ses.lane ?? sdkLane(ses);
  return {
    /** Never throws. If it is not known whether the message was sent, the result is `unknown`. */
    async sendMail(mail: Mail): Promise<SendResult> {
      try {
        const sesMessageId = await post(mail);
        return sesMessageId ? { kind: 'sent', sesMessageId } : { kind: 'unknown', reason: 'no-message-id' };
      } catch (error) {
        return resultOf(error);
      }
    },

    async readQuota(): Promise<Quota> {
      const {
        MaxSendRate = 1,
        Max24HourSend = -1,
        SentLast24Hours = 0,
      } = await ses.quotaClient.send(new GetSendQuotaCommand({}), {
        abortSignal: AbortSignal.timeout(sendTimeoutMilliseconds),
      });
      return { maxSendRate: MaxSendRate, max24HourSend: Max24HourSend, sentLast24Hours: SentLast24Hours };
    },
  };
}

const throttling =
  /^(Throttling|ThrottlingException|TooManyRequestsException|RequestLimitExceeded|SlowDown)$/;
/** The connection was never established, so SES cannot have received the call. */
const neverConnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

/** Implements the outcome table of docs/delivery.md. Exported for its test of each row. */
export function resultOf(error: unknown): SendResult {
  if (error instanceof DeadlinePassed) return { kind: 'unknown', reason: 'deadline' };
  const status = statusOf(error);
  if (error instanceof SESServiceException && error.name !== withoutCode) {
    if (throttling.test(error.name) || status === 429)
      return /daily message quota/i.test(error.message)
        ? { kind: 'parked' }
        : { kind: 'pending', reason: 'throttled' };
    if (status >= 400 && status < 500 && status !== 408) return readRefusal(error.name, error.message);
    return { kind: 'unknown', reason: `http-${status}` };
  }
  // Every refusal by SES contains a code. Without a code, a proxy or firewall has answered instead: the call never
  // reached SES, and the recipient is not the cause.
  if (status === 429) return { kind: 'pending', reason: 'throttled' };
  if (status >= 400 && status < 500 && status !== 408) return { kind: 'pending', reason: 'unreachable' };
  if (status >= 300) return { kind: 'unknown', reason: `http-${status}` };
  const code = codeOf(error);
  if (neverConnected.has(code)) return { kind: 'pending', reason: 'unreachable' };
  return { kind: 'unknown', reason: code };
}

/** The name that the SDK gives to an error without a code. */
const withoutCode = 'Unknown';

/**
 * The HTTP status of a response that was an error or could not be read; 0 without a response. The SDK adds it to errors
 * of any class.
 */
const answeredSchema = z.object({ $metadata: z.object({ httpStatusCode: z.number() }) });

function statusOf(error: unknown): number {
  const answered = answeredSchema.safeParse(error);
  return answered.success ? answered.data.$metadata.httpStatusCode : 0;
}

/** The network's error code, or the name of the error. Never its message, which may quote an address. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'error';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.name;
}
