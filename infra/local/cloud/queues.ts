import { createHash, randomUUID } from 'node:crypto';
import * as z from 'zod';
import { type Account, lastPart } from './account.ts';
import { Fault } from './fault.ts';
import { type MessageAttributes, sizeOf } from './message-attributes.ts';
import { invalidParameter, invalidValue } from './sqs-faults.ts';
import type { State } from './state.ts';

export const redriveSchema = z.object({
  maxReceiveCount: z.coerce.number(),
  deadLetterTargetArn: z.string(),
});

export const queueSettingsSchema = z.object({
  visibilitySeconds: z.number().default(30),
  delaySeconds: z.number().default(0),
  receiveWaitSeconds: z.number().default(0),
  retentionSeconds: z.number().default(345_600),
  maximumBytes: z.number().default(1_048_576),
  redrive: redriveSchema.optional(),
  /** Attributes that have no effect here. */
  others: z.record(z.string(), z.string()).default({}),
});
export type QueueSettings = z.infer<typeof queueSettingsSchema>;

/** A message that a consumer has received. Instants are epoch milliseconds; `attributes` is the JSON that was sent. */
export type ReceivedMessage = {
  id: string;
  receipt: string;
  body: string;
  md5: string;
  attributes: string | null;
  sentAt: number;
  firstReceivedAt: number;
  receiveCount: number;
  deadLetterSource: string | null;
};

export type QueueCounts = { visible: number; inFlight: number; delayed: number };

const messageRow = z.object({
  seq: z.number(),
  id: z.string(),
  body: z.string(),
  attributes: z.string().nullable(),
  sent_at: z.number(),
  receive_count: z.number(),
  first_received_at: z.number().nullable(),
  dead_letter_source: z.string().nullable(),
});
const countsRow = z.object({
  visible: z.number().nullable(),
  inFlight: z.number().nullable(),
  delayed: z.number().nullable(),
});

/**
 * Standard SQS queues, stored as rows: at-least-once delivery, delays, visibility timeouts, and a dead-letter queue
 * after `maxReceiveCount` receives.
 */
export class Queues {
  readonly #state: State;
  readonly #account: Account;
  readonly #now: () => number;
  readonly #settings = new Map<string, QueueSettings>();
  readonly #waiting = new Map<string, Set<() => void>>();

  constructor(state: State, account: Account, now: () => number) {
    this.#state = state;
    this.#account = account;
    this.#now = now;
    state.define(`
      create table if not exists sqs_messages(
        seq integer primary key, queue text not null, id text not null, body text not null, attributes text,
        sent_at integer not null, visible_at integer not null, receive_count integer not null default 0,
        first_received_at integer, receipt text, in_flight integer not null default 0, dead_letter_source text);
      create index if not exists sqs_ready on sqs_messages(queue, visible_at, seq, in_flight);
      create index if not exists sqs_receipt on sqs_messages(receipt) where receipt is not null;`);
    this.#returnInFlight();
  }

  define(name: string, settings: QueueSettings): void {
    this.#settings.set(name, settings);
  }

  /** Deletes the queue with all its messages. */
  forget(name: string): void {
    this.purge(name);
    this.#settings.delete(name);
  }

  names(): string[] {
    return [...this.#settings.keys()];
  }

  arn(name: string): string {
    return `arn:aws:sqs:${this.#account.region}:${this.#account.account}:${name}`;
  }

  settings(name: string): QueueSettings {
    const settings = this.#settings.get(name);
    if (!settings) throw new Fault('QueueDoesNotExist', 'The specified queue does not exist.');
    return settings;
  }

  /** The queues that have this one as their dead-letter queue. */
  sourcesOf(name: string): string[] {
    return this.names().filter((source) => {
      const target = this.settings(source).redrive?.deadLetterTargetArn;
      return target !== undefined && lastPart(target) === name;
    });
  }

  /** Stores a message and returns its id. `delaySeconds` overrides the queue's delay. */
  send(
    name: string,
    body: string,
    extra: { attributes?: MessageAttributes; delaySeconds?: number } = {},
  ): string {
    const settings = this.settings(name);
    const { attributes } = extra;
    if (Buffer.byteLength(body) + sizeOf(attributes ?? {}) > settings.maximumBytes)
      throw invalidParameter(
        `One or more parameters are invalid. Reason: Message must be shorter than ${settings.maximumBytes} bytes.`,
      );
    const id = randomUUID();
    const now = this.#now();
    const visibleAt = now + (extra.delaySeconds ?? settings.delaySeconds) * 1000;
    this.#state.run(
      'insert into sqs_messages(queue, id, body, attributes, sent_at, visible_at) values(?, ?, ?, ?, ?, ?)',
      name,
      id,
      body,
      attributes ? JSON.stringify(attributes) : null,
      now,
      visibleAt,
    );
    this.#state.afterCommit(() => this.#wake(name));
    return id;
  }

  /**
   * Receives up to `limit` messages and waits up to `waitSeconds` for the first. Empty if none came or `signal` was
   * aborted.
   */
  async receive(
    name: string,
    options: { limit: number; waitSeconds?: number; visibilitySeconds?: number; signal?: AbortSignal },
  ): Promise<ReceivedMessage[]> {
    const until = this.#now() + (options.waitSeconds ?? this.settings(name).receiveWaitSeconds) * 1000;
    for (;;) {
      if (options.signal?.aborted) return [];
      const messages = this.#take(name, options.limit, options.visibilitySeconds);
      if (messages.length > 0 || this.#now() >= until) return messages;
      await this.#change(name, Math.min(until, this.#nextVisibleAt(name)), options.signal);
    }
  }

  remove(receipt: string): void {
    this.#state.run('delete from sqs_messages where receipt = ?', receipt);
  }

  /** Throws if no message is in flight under this receipt. */
  setVisibility(receipt: string, seconds: number): void {
    const queue = this.#state.one(
      z.object({ queue: z.string() }),
      'update sqs_messages set visible_at = ? where receipt = ? returning queue',
      this.#now() + seconds * 1000,
      receipt,
    );
    if (!queue)
      throw invalidValue(
        receipt,
        'ReceiptHandle',
        'Message does not exist or is not available for visibility timeout change.',
      );
    this.#wake(queue.queue);
  }

  /**
   * The consumer has failed with the message. As on AWS it becomes visible again when its visibility timeout ends; but
   * this receive counts, also if the process is killed meanwhile.
   */
  giveBack(receipt: string): void {
    this.#state.run('update sqs_messages set in_flight = 0 where receipt = ?', receipt);
  }

  /**
   * Moves up to `limit` messages that are not in flight to another queue, as new messages. Returns how many. Without a
   * `destination` each message goes back to the queue that it was dead-lettered from.
   */
  move(name: string, destination: string | undefined, limit: number): number {
    return this.#state.transaction(() => {
      const rows = this.#state.all(
        messageRow,
        'select * from sqs_messages where queue = ? and visible_at <= ? order by seq limit ?',
        name,
        this.#now(),
        limit,
      );
      for (const row of rows) this.#moveOne(row, destination ?? sourceOf(row));
      return rows.length;
    });
  }

  #moveOne(row: z.infer<typeof messageRow>, destination: string): void {
    this.settings(destination);
    this.#state.run(
      `update sqs_messages set queue = ?1, id = ?2, sent_at = ?3, visible_at = ?3, receive_count = 0,
         first_received_at = null, receipt = null, in_flight = 0, dead_letter_source = null where seq = ?4`,
      destination,
      randomUUID(),
      this.#now(),
      row.seq,
    );
    this.#state.afterCommit(() => this.#wake(destination));
  }

  purge(name: string): void {
    this.settings(name);
    this.#state.run('delete from sqs_messages where queue = ?', name);
  }

  /** Counts as SQS reports them. `delayed` does not include messages that are delayed beyond `horizonSeconds`. */
  counts(name: string, horizonSeconds = Number.POSITIVE_INFINITY): QueueCounts {
    const now = this.#now();
    const horizon = Math.min(now + horizonSeconds * 1000, Number.MAX_SAFE_INTEGER);
    const row = this.#state.one(
      countsRow,
      `select sum(visible_at <= ?1) visible, sum(visible_at > ?1 and in_flight) inFlight,
         sum(visible_at > ?1 and visible_at <= ?2 and not in_flight) delayed from sqs_messages where queue = ?3`,
      now,
      horizon,
      name,
    );
    return { visible: row?.visible ?? 0, inFlight: row?.inFlight ?? 0, delayed: row?.delayed ?? 0 };
  }

  /**
   * Seconds since the oldest message was sent, or moved to this dead-letter queue. A message that was received more than
   * three times does not count:
   * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
   */
  oldestSeconds(name: string): number {
    const now = this.#now();
    const row = this.#state.one(
      z.object({ oldest: z.number().nullable() }),
      `select min(case when dead_letter_source is null then sent_at else min(visible_at, ?1) end) oldest
         from sqs_messages where queue = ?2 and (receive_count <= 3 or dead_letter_source is not null)`,
      now,
      name,
    );
    return Math.max(0, (now - (row?.oldest ?? now)) / 1000);
  }

  #take(name: string, limit: number, visibilitySeconds: number | undefined): ReceivedMessage[] {
    const settings = this.settings(name);
    const now = this.#now();
    const visibleAt = now + (visibilitySeconds ?? settings.visibilitySeconds) * 1000;
    return this.#state.transaction(() => {
      const taken: ReceivedMessage[] = [];
      const rows = this.#state.all(
        messageRow,
        'select * from sqs_messages where queue = ? and visible_at <= ? order by visible_at, seq limit ?',
        name,
        now,
        limit,
      );
      for (const row of rows) {
        if (row.sent_at + settings.retentionSeconds * 1000 < now)
          this.#state.run('delete from sqs_messages where seq = ?', row.seq);
        else if (settings.redrive && row.receive_count >= settings.redrive.maxReceiveCount)
          this.#deadLetter(name, row.seq, lastPart(settings.redrive.deadLetterTargetArn), now);
        else taken.push(this.#lend(row, now, visibleAt));
      }
      return taken;
    });
  }

  #lend(row: z.infer<typeof messageRow>, now: number, visibleAt: number): ReceivedMessage {
    const receipt = `${randomUUID()}.${row.seq}`;
    const firstReceivedAt = row.first_received_at ?? now;
    this.#state.run(
      `update sqs_messages set visible_at = ?, receive_count = receive_count + 1, first_received_at = ?,
         receipt = ?, in_flight = 1 where seq = ?`,
      visibleAt,
      firstReceivedAt,
      receipt,
      row.seq,
    );
    return {
      id: row.id,
      receipt,
      body: row.body,
      md5: createHash('md5').update(row.body).digest('hex'),
      attributes: row.attributes,
      sentAt: row.sent_at,
      firstReceivedAt,
      receiveCount: row.receive_count + 1,
      deadLetterSource: row.dead_letter_source,
    };
  }

  #deadLetter(from: string, seq: number, to: string, now: number): void {
    this.#state.run(
      `update sqs_messages set queue = ?, visible_at = ?, receipt = null, in_flight = 0, dead_letter_source = ?
         where seq = ?`,
      to,
      now,
      this.arn(from),
      seq,
    );
    this.#state.afterCommit(() => this.#wake(to));
  }

  /**
   * When a process is killed, nobody holds its messages any more. They become visible again immediately, and that
   * receive does not count towards the dead-letter queue, because the message was not the cause.
   */
  #returnInFlight(): void {
    this.#state.run(
      `update sqs_messages set visible_at = ?, in_flight = 0, receipt = null,
         receive_count = max(receive_count - 1, 0) where in_flight`,
      this.#now(),
    );
  }

  #nextVisibleAt(name: string): number {
    const row = this.#state.one(
      z.object({ next: z.number().nullable() }),
      'select min(visible_at) next from sqs_messages where queue = ?',
      name,
    );
    return row?.next ?? Number.POSITIVE_INFINITY;
  }

  #wake(name: string): void {
    for (const wake of this.#waiting.get(name) ?? []) wake();
  }

  /** Resolves when the queue changes, at the instant `at`, or on abort. */
  #change(name: string, at: number, signal: AbortSignal | undefined): Promise<void> {
    const waiting = this.#waiting.get(name) ?? new Set();
    this.#waiting.set(name, waiting);
    return new Promise((resolve) => {
      const done = () => {
        waiting.delete(done);
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, Math.min(Math.max(1, at - this.#now()), 2 ** 31 - 1));
      waiting.add(done);
      signal?.addEventListener('abort', done);
    });
  }
}

function sourceOf({ dead_letter_source }: z.infer<typeof messageRow>): string {
  if (dead_letter_source === null)
    throw new Fault('CouldNotDetermineMessageSource', 'The message was sent to the queue itself.');
  return lastPart(dead_letter_source);
}
