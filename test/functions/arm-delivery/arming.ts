import type { Recipient } from '../../../functions/_shared/domain/audience.ts';
import type { Card } from '../../../functions/_shared/domain/contact.ts';
import type { Chunk, Delivery, RecipientRecord } from '../../../functions/_shared/domain/delivery.ts';
import { emailKey } from '../../../functions/_shared/domain/email-key.ts';
import type { Language } from '../../../functions/_shared/domain/newsroom.ts';
import type { Edition } from '../../../functions/_shared/domain/release.ts';
import type { Release } from '../../../functions/_shared/domain/release-life.ts';
import { type Command, decide } from '../../../functions/_shared/domain/release-moves.ts';
import { addedDeliveryId, deliveryIdOf } from '../../../functions/_shared/domain/release-tag.ts';
import { armDelivery, type Dependencies } from '../../../functions/arm-delivery/arm-delivery.ts';
import { renderedLanguages } from '../../../functions/arm-delivery/rendered-languages.ts';
import { cardOf } from '../../people.ts';
import { type ARelease, anAudience } from '../_shared/domain/a-release.ts';

const morning = '2026-03-01T08:00:00.000Z';

export function person(letter: string, said: Partial<Recipient> = {}): Recipient {
  return {
    contactId: `c${letter.repeat(26)}`,
    email: `${letter}@paper.example`,
    name: null,
    language: 'en',
    zone: null,
    list: 'press',
    accredited: false,
    ...said,
  };
}

/** The given number of people, in the order of their ids. */
export function crowd(size: number): Recipient[] {
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  return Array.from({ length: size }, (_, i) => {
    const name = [i / 676, i / 26, i].map((n) => letters[Math.floor(n) % 26]).join('');
    return { ...person('a'), contactId: `c${'a'.repeat(23)}${name}`, email: `${name}@paper.example` };
  });
}

/** The arming stage with a bucket and a table in memory. Records every step, and can crash before any of them. */
export class Arming {
  readonly life: ARelease;
  readonly files = new Map<string, string>();
  readonly deliveries = new Map<string, Delivery>();
  readonly records = new Map<string, RecipientRecord[]>();
  /** What is known of people who may be added. */
  readonly cards = new Map<string, Card>();
  readonly chunks = new Map<string, Chunk[]>();
  /** Keys of rendered emails. */
  readonly emails: string[] = [];
  /** Every external call, in order. */
  readonly steps: string[] = [];
  readonly logged: Record<string, unknown>[] = [];
  readonly measured: Parameters<Dependencies['measure']>[0][] = [];
  /** Chunks that were enqueued, with their queues. */
  readonly handedOver: string[] = [];
  /** How many chunks were being written when each of them was started. */
  readonly writtenAtOnce: number[] = [];
  /** The arming crashes before the step with this number. */
  diesAt = Number.POSITIVE_INFINITY;
  chunkSize = 100;
  /** What others do just before a step with this prefix, once. */
  private readonly interruptions = new Map<string, () => unknown>();
  private isAnswerLost = false;
  private chunksInFlight = 0;

  constructor(life: ARelease, audience: readonly Recipient[] = []) {
    this.life = life;
    this.write(anAudience.recipientsKey, audience);
  }

  before(step: string, act: () => unknown): this {
    this.interruptions.set(step, act);
    return this;
  }

  /** The next move is written, but the caller gets an error. */
  losesTheAnswer(): this {
    this.isAnswerLost = true;
    return this;
  }

  private async step(name: string): Promise<void> {
    const interruption = [...this.interruptions].find(([begin]) => name.startsWith(begin));
    if (interruption) {
      this.interruptions.delete(interruption[0]);
      await interruption[1]();
    }
    if (this.steps.length >= this.diesAt) throw new Error(`died before: ${name}`);
    this.steps.push(name);
  }

  private write(key: string, lines: readonly unknown[]): void {
    this.files.set(key, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  }

  /** Adds a delivery that reached all these recipients. */
  went(
    version: number,
    edition: Edition,
    recipients: readonly Recipient[],
    state: Delivery['state'] = 'sent',
  ): this {
    const deliveryId = deliveryIdOf('forum', version, edition);
    this.write(deliveryId, recipients);
    this.deliveries.set(deliveryId, {
      deliveryId,
      releaseId: 'forum',
      version,
      edition,
      notBefore: morning,
      recipientsKey: deliveryId,
      recipients: recipients.length,
      reachesUnsubscribed: false,
      chunks: 0,
      state,
      createdAt: morning,
      exclusionsKey: null,
      unknownHolders: 0,
      holdersOf: null,
      isUrgent: true,
    });
    this.records.set(
      deliveryId,
      recipients.map(({ contactId, email, language }) => ({
        deliveryId,
        contactId,
        email,
        language,
        state: 'delivered',
        reason: null,
        at: morning,
        sesMessageId: null,
        attempt: 1,
      })),
    );
    return this;
  }

  rendered(version: number, edition: Edition, language: Language = 'en', holds: number | null = null): this {
    this.emails.push(emailKey('forum', version, { edition, language, holds }));
    return this;
  }

  private async *lines(key: string): AsyncGenerator<Buffer> {
    for (const line of (this.files.get(key) ?? '').split('\n').slice(0, -1)) yield Buffer.from(`${line}\n`);
  }

  /** The files of recipients and exclusions that earlier armings left behind. */
  get frozenFiles(): string[] {
    return [...this.files.keys()].filter((key) => key.startsWith('store/deliveries/'));
  }

  recipientsOf(deliveryId: string): Recipient[] {
    const file = this.files.get(this.deliveries.get(deliveryId)?.recipientsKey ?? '') ?? '';
    return file
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  }

  private tell(command: Command) {
    const decision = decide(this.life.head, command, this.life.now);
    if (!decision.ok) return decision;
    this.life.head = decision.release;
    return { ok: true as const, release: decision.release, changed: decision.lines.length > 0 };
  }

  private async moveDelivery(delivery: Delivery, from: Delivery['state']): Promise<boolean> {
    const { deliveryId } = delivery;
    await this.step(`move ${deliveryId} from ${from} to ${delivery.state}`);
    if (this.deliveries.get(deliveryId)?.state !== from) return false;
    this.deliveries.set(deliveryId, delivery);
    const isHeard = !this.isAnswerLost;
    this.isAnswerLost = false;
    return isHeard;
  }

  private async createChunk(chunk: Chunk): Promise<void> {
    this.chunksInFlight += 1;
    this.writtenAtOnce.push(this.chunksInFlight);
    await new Promise(setImmediate);
    this.chunksInFlight -= 1;
    await this.step(`chunk ${chunk.chunk}`);
    const known = this.chunks.get(chunk.deliveryId) ?? [];
    if (!known.some((each) => each.chunk === chunk.chunk))
      this.chunks.set(chunk.deliveryId, [...known, chunk]);
  }

  private dependencies(): Dependencies {
    const { records, chunks } = this;
    const lines = (key: string) => this.lines(key);
    return {
      readHead: async () => this.life.head,
      readCards: async (ids) =>
        new Map(ids.flatMap((id) => [...this.cards].filter(([contactId]) => contactId === id))),
      readDelivery: async (id) => this.deliveries.get(id) ?? null,
      createDelivery: async (delivery) => {
        await this.step(`create ${delivery.deliveryId} as ${delivery.state}`);
        if (this.deliveries.has(delivery.deliveryId)) return false;
        this.deliveries.set(delivery.deliveryId, delivery);
        return true;
      },
      moveDelivery: (delivery, from) => this.moveDelivery(delivery, from),
      createChunk: (chunk) => this.createChunk(chunk),
      readChunks: async function* (this: void, id) {
        yield* chunks.get(id) ?? [];
      },
      readRecords: async function* (this: void, id) {
        yield* records.get(id) ?? [];
      },
      streamRecipients: async function* (this: void, key) {
        for await (const line of lines(key)) yield JSON.parse(line.toString());
      },
      streamLines: (key) => {
        this.steps.push('read the recipients');
        return this.lines(key);
      },
      upload: (key) => ({
        write: async (text) => void this.files.set(key, (this.files.get(key) ?? '') + text),
        finish: () => this.step(`store ${key.split('.').at(-2)}`),
        abort: async () => void this.files.delete(key),
      }),
      deleteObject: async (key) => {
        await this.step(`delete ${key.split('.').at(-2)}`);
        this.files.delete(key);
      },
      renderedLanguages: async (releaseId, live, name) =>
        renderedLanguages(
          this.emails.filter((key) => key.startsWith(`store/emails/${releaseId}/${live}/${name}.`)),
          'en',
        ),
      recordArmed: async ({ version, edition, addedContact }) => {
        if (this.chunksInFlight > 0) throw new Error('armed while chunks are being written');
        await this.step(`record ${edition} armed`);
        return this.tell({ act: 'arm', by: 'arm-delivery', version, edition, addedContact });
      },
      recordOverdue: async ({ version, edition }) => {
        await this.step(`record ${edition} overdue`);
        return this.tell({ act: 'hold-overdue', by: 'watch', version, edition });
      },
      settleDelivery: (id) => this.step(`settle ${id}`),
      enqueueChunks: async (isUrgent, messages, seconds) => {
        const queue = isUrgent ? 'urgent' : 'bulk';
        const numbers = messages.map(({ chunk }) => chunk);
        await this.step(`hand [${numbers}] to ${queue} in ${seconds} s`);
        this.handedOver.push(...messages.map(({ deliveryId, chunk }) => `${deliveryId} ${chunk}`));
      },
      enqueueArm: ({ edition: name }, seconds) => this.step(`arm ${name} again in ${seconds} s`),
      overdueLimitSeconds: 7200,
      newsroomZone: 'Asia/Ho_Chi_Minh',
      chunkSize: this.chunkSize,
      now: () => Date.parse(this.life.now),
      log: (line) => void this.logged.push(line),
      measure: (values) => void this.measured.push(values),
    };
  }

  /** Handles a message to arm an edition; of the approved version if no other is given. */
  async arm(edition: Edition, of = this.live?.version ?? 1, part?: number): Promise<Delivery | undefined> {
    try {
      await armDelivery(this.dependencies(), {
        releaseId: 'forum',
        version: of,
        edition,
        ...(part !== undefined && { part }),
      });
    } finally {
      // What was running at the crash has ended as well.
      await new Promise(setImmediate);
    }
    return this.deliveries.get(deliveryIdOf('forum', of, edition));
  }

  /** Handles the message for a reader who was added. */
  async armAdded(edition: Edition, { contactId: addedContact }: Recipient): Promise<Delivery | undefined> {
    const version = this.live?.version ?? 1;
    await armDelivery(this.dependencies(), { releaseId: 'forum', version, edition, addedContact });
    return this.deliveries.get(addedDeliveryId(deliveryIdOf('forum', version, edition), addedContact));
  }

  /** Somebody sends the approved version to one more person; their card is known. */
  added(edition: Edition, { contactId, email, language, list }: Recipient): this {
    this.cards.set(contactId, { ...cardOf(email), contactId });
    this.life.does({
      act: 'add',
      by: 'lan',
      version: this.live?.version ?? 1,
      edition,
      addedContact: contactId,
      isAccredited: edition === 'embargoed',
      barred: null,
      has: null,
      isInAudience: false,
      language,
      list,
      liftNotice: true,
    });
    return this;
  }

  /** The steps of one arming. */
  async stepsOf(edition: Edition, of?: number, part?: number): Promise<string[]> {
    const from = this.steps.length;
    await this.arm(edition, of, part);
    return this.steps.slice(from);
  }

  get live(): Release['live'] {
    return this.life.head?.live ?? null;
  }
}
