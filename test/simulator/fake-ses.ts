import {
  GetSendQuotaCommand,
  SESClient,
  SESServiceException,
  SendRawEmailCommand,
} from '@aws-sdk/client-ses';
import { networkError, type Process, type World } from './world.ts';

/** One message that SES accepted. The invariants are checked on these. */
export interface Accepted {
  at: number;
  to: string;
  tags: Record<string, string>;
  sesMessageId: string;
  /** Its Send event never comes. */
  isSendEventLost: boolean;
  /** No event about it ever comes. */
  isSilent: boolean;
}

export interface SesBehaviour {
  maxSendRate: number;
  /** Number of accepted messages after which the daily quota is used up, until `quotaBackAt`. */
  dailyQuota: number;
  quotaBackAt: number;
  /** Probabilities per call. */
  refuse: number;
  throttle: number;
  unreachable: number;
  /** Connection reset, timeout or 5xx, before or after the message was accepted. */
  fault: number;
  bounce: number;
  complain: number;
  loseSendEvent: number;
}

/** SES as the sender sees it. `emit` passes an event on to the queue. */
export class FakeSes {
  readonly accepted: Accepted[] = [];
  /** `v<version> <edition> <contact>` of messages that SES will never accept. */
  readonly refused = new Set<string>();
  readonly #world: World;
  readonly #behaviour: SesBehaviour;
  readonly #emit: (event: unknown) => void;

  constructor(world: World, behaviour: SesBehaviour, emit: (event: unknown) => void) {
    this.#world = world;
    this.#behaviour = behaviour;
    this.#emit = emit;
  }

  client(process: Process): SESClient {
    const client: SESClient = Object.create(SESClient.prototype);
    Object.defineProperty(client, 'send', { value: (command: unknown) => this.#send(process, command) });
    return client;
  }

  async #send(process: Process, command: unknown): Promise<unknown> {
    if (command instanceof GetSendQuotaCommand)
      return this.#world.call(process, () => ({
        MaxSendRate: this.#behaviour.maxSendRate,
        Max24HourSend: this.#isQuotaUsedUp() ? this.accepted.length : 1_000_000,
        SentLast24Hours: this.accepted.length,
      }));
    if (!(command instanceof SendRawEmailCommand)) throw new Error('the fake SES does not know this command');
    const { chance } = this.#world;
    const { refuse, throttle, unreachable, fault } = this.#behaviour;
    const does = (probability: number) => chance.call(this.#world, probability);
    if (does(unreachable)) return this.#answer(process, () => Promise.reject(networkError('ECONNREFUSED')));
    if (this.#isQuotaUsedUp())
      return this.#answer(process, () => fail('Throttling', 'Daily message quota exceeded.', 400));
    if (does(throttle))
      return this.#answer(process, () => fail('Throttling', 'Maximum sending rate exceeded.', 400));
    if (does(refuse)) {
      const { version, edition, recipient } = tagsOf(command);
      this.refused.add(`v${version} ${edition} ${recipient}`);
      return this.#answer(process, () => fail('MessageRejected', 'Address blacklisted.', 400));
    }
    if (!does(fault)) return this.#world.call(process, () => ({ MessageId: this.#accept(command) }), false);
    if (does(0.5)) await this.#world.call(process, () => this.#accept(command), false);
    if (does(0.3)) await this.#world.sleep(process, 10_000);
    const kind = this.#world.integer(0, 3);
    if (kind === 0) throw networkError('ECONNRESET');
    if (kind === 1) throw Object.assign(networkError('ETIMEDOUT'), { name: 'TimeoutError' });
    return fail('InternalFailure', 'try again', kind === 2 ? 500 : 503);
  }

  async #answer<T>(process: Process, answer: () => Promise<T>): Promise<T> {
    return (await this.#world.call(process, () => ({ answer }), false)).answer();
  }

  #isQuotaUsedUp(): boolean {
    const { dailyQuota, quotaBackAt } = this.#behaviour;
    return this.accepted.length >= dailyQuota && this.#world.now < quotaBackAt;
  }

  #accept(command: SendRawEmailCommand): string {
    const tags = tagsOf(command);
    const sesMessageId = `ses-${this.accepted.length}`;
    const isSendEventLost = this.#world.chance(this.#behaviour.loseSendEvent);
    // Any later event would also prove the send.
    const isSilent = isSendEventLost && !this.#world.chance(0.3);
    this.accepted.push({
      at: this.#world.now,
      to: command.input.Destinations?.[0] ?? '',
      tags,
      sesMessageId,
      isSendEventLost,
      isSilent,
    });
    if (!isSilent) this.#tell(sesMessageId, tags, isSendEventLost);
    return sesMessageId;
  }

  #tell(messageId: string, tags: Record<string, string>, isSendEventLost: boolean): void {
    const timestamp = new Date(this.#world.now).toISOString();
    const allTags = { ...tags, 'ses:configuration-set': 'newsroom' };
    const mail = {
      messageId,
      timestamp,
      tags: Object.fromEntries(Object.entries(allTags).map(([name, value]) => [name, [value]])),
    };
    if (!isSendEventLost) this.#emit({ eventType: 'Send', mail });
    if (this.#world.chance(this.#behaviour.bounce)) {
      const bounce = { bounceType: 'Permanent', bounceSubType: 'General', timestamp };
      this.#emit({ eventType: 'Bounce', mail, bounce });
      return;
    }
    this.#emit({ eventType: 'Delivery', mail, delivery: { timestamp } });
    if (this.#world.chance(this.#behaviour.complain))
      this.#emit({ eventType: 'Complaint', mail, complaint: { timestamp } });
  }
}

function tagsOf({ input }: SendRawEmailCommand): Record<string, string> {
  return Object.fromEntries((input.Tags ?? []).map(({ Name = '', Value = '' }) => [Name, Value]));
}

function fail(name: string, message: string, httpStatusCode: number): Promise<never> {
  return Promise.reject(
    new SESServiceException({ name, message, $fault: 'client', $metadata: { httpStatusCode } }),
  );
}
