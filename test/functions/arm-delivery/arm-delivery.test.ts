import { describe, expect, it } from 'vitest';
import type { Recipient } from '../../../functions/_shared/domain/audience.ts';
import type { Chunk, Delivery, RecipientRecord } from '../../../functions/_shared/domain/delivery.ts';
import { emailKey } from '../../../functions/_shared/domain/email-key.ts';
import type { Language } from '../../../functions/_shared/domain/newsroom.ts';
import type { Edition } from '../../../functions/_shared/domain/release.ts';
import { deliveryIdOf } from '../../../functions/_shared/domain/release-tag.ts';
import { armDelivery, type Dependencies } from '../../../functions/arm-delivery/arm-delivery.ts';
import { renderedLanguages } from '../../../functions/arm-delivery/rendered-languages.ts';
import { ARelease, anAudience } from '../_shared/domain/a-release.ts';

const morning = '2026-03-01T08:00:00.000Z';
const noon = '2026-03-01T12:00:00.000Z';
const evening = '2026-03-01T18:00:00.000Z';

function person(letter: string, said: Partial<Recipient> = {}): Recipient {
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

/** The stage over a bucket and a table in memory. */
class Arming {
  readonly life: ARelease;
  readonly files = new Map<string, string>();
  readonly deliveries = new Map<string, Delivery>();
  readonly records = new Map<string, RecipientRecord[]>();
  readonly chunks = new Map<string, Chunk[]>();
  /** Messages to come back to, with their delays in seconds. */
  readonly later: string[] = [];
  /** What the head answers to "it is armed". */
  isRefused = false;
  /** Keys of rendered emails. */
  readonly emails: string[] = [];

  constructor(life: ARelease) {
    this.life = life;
    this.write(anAudience.recipientsKey, []);
  }

  private write(key: string, lines: readonly unknown[]): void {
    this.files.set(key, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  }

  /** A delivery that went to these, all of whom it reached. */
  went(version: number, edition: Edition, recipients: readonly Recipient[]): void {
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
      state: 'sent',
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
  }

  rendered(version: number, edition: Edition, language: Language, holds: number | null = null): void {
    this.emails.push(emailKey('forum', version, { edition, language, holds }));
  }

  /** What happens as a chunk is made. */
  onChunk: () => void = () => {};

  private async *lines(key: string): AsyncGenerator<Buffer> {
    for (const line of (this.files.get(key) ?? '').split('\n').slice(0, -1)) yield Buffer.from(`${line}\n`);
  }

  recipientsOf(deliveryId: string): Recipient[] {
    const file = this.files.get(this.deliveries.get(deliveryId)?.recipientsKey ?? '') ?? '';
    return file
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  }

  async arm(edition: Edition): Promise<Delivery | undefined> {
    const version = this.life.release.live?.version ?? 0;
    const { records, chunks } = this;
    const lines = (key: string) => this.lines(key);
    const moved = async () => ({ ok: true as const, release: this.life.release, changed: true });
    const dependencies: Dependencies = {
      readRelease: async () => this.life.head,
      readDelivery: async (id) => this.deliveries.get(id) ?? null,
      createDelivery: async (delivery) => !!this.deliveries.set(delivery.deliveryId, delivery),
      moveDelivery: async (delivery, from) =>
        this.deliveries.get(delivery.deliveryId)?.state === from &&
        !!this.deliveries.set(delivery.deliveryId, delivery),
      createChunk: async () => this.onChunk(),
      readChunks: async function* (this: void, id) {
        yield* chunks.get(id) ?? [];
      },
      readRecords: async function* (this: void, id) {
        yield* records.get(id) ?? [];
      },
      streamRecipients: async function* (this: void, key) {
        for await (const line of lines(key)) yield JSON.parse(line.toString());
      },
      streamLines: (key) => this.lines(key),
      upload: (key) => ({
        write: async (text) => void this.files.set(key, (this.files.get(key) ?? '') + text),
        finish: async () => {},
        abort: async () => void this.files.delete(key),
      }),
      deleteObject: async (key) => void this.files.delete(key),
      renderedLanguages: async (releaseId, live, name) =>
        renderedLanguages(
          this.emails.filter((key) => key.startsWith(`store/emails/${releaseId}/${live}/${name}.`)),
          'en',
        ),
      recordArmed: async () =>
        this.isRefused ? { ok: false, refusal: { code: 'not-planned', message: '' } } : moved(),
      recordOverdue: moved,
      settleDelivery: async () => {},
      enqueueChunks: async () => {},
      enqueueArm: async ({ edition: name }, seconds) => void this.later.push(`${name} in ${seconds} s`),
      overdueLimitSeconds: 7200,
      chunkSize: 100,
      now: () => Date.parse(this.life.now),
      log: () => {},
    };
    await armDelivery(dependencies, { releaseId: 'forum', version, edition });
    return this.deliveries.get(deliveryIdOf('forum', version, edition));
  }
}

describe('arming', () => {
  it('an embargo that is broken moves what was armed for its hour', async () => {
    const life = new ARelease(morning).dropped({ embargo: noon }).composed().approved().sent('embargoed');
    const stage = new Arming(life.at('2026-03-01T11:58:00.000Z'));
    stage.rendered(1, 'general', 'en');
    expect(await stage.arm('general')).toMatchObject({ state: 'armed', notBefore: noon });
    life.sent('general', 'armed').at('2026-03-01T11:59:00.000Z');
    life.does({ act: 'lift', by: 'ann', reason: 'on the wire' });
    expect(await stage.arm('general')).toMatchObject({
      state: 'armed',
      notBefore: '2026-03-01T11:59:00.000Z',
    });
  });

  it('the news that the embargo has moved goes before bulk, to those who unsubscribed too, and is never too late', async () => {
    const life = new ARelease(morning).dropped({ embargo: noon }).composed().approved().sent('embargoed');
    const stage = new Arming(life.dropped({ embargo: evening }).composed().approved());
    stage.went(1, 'embargoed', [person('a'), person('b')]);
    stage.rendered(2, 'embargo-moved', 'en', 1);
    life.at('2026-03-01T11:00:00.000Z');
    expect(await stage.arm('embargo-moved')).toMatchObject({
      state: 'armed',
      recipients: 2,
      reachesUnsubscribed: true,
      isUrgent: true,
      embargo: evening,
    });
  });

  it('a kill is for each reader in a language in which what they hold was killed', async () => {
    const life = new ARelease(morning).dropped({ embargo: noon }).composed().approved().sent('embargoed');
    life.dropped({ embargo: evening }).composed().approved().sent('embargoed');
    const stage = new Arming(life.does({ act: 'kill', by: 'ann', reason: 'wrong' }));
    stage.went(1, 'embargoed', [person('a', { language: 'vi' }), person('b', { language: 'vi' })]);
    stage.went(2, 'embargoed', [person('b', { language: 'vi' })]);
    for (const language of ['ar', 'en'] as const) stage.rendered(2, 'kill', language);
    for (const language of ['vi', 'en'] as const) stage.rendered(2, 'kill', language, 1);
    await stage.arm('kill');
    expect(stage.recipientsOf('forum_v2_kill').map(({ language, holds }) => `${language} ${holds}`)).toEqual([
      'vi 1',
      'en undefined',
    ]);
  });

  describe('a kill in the thick of sending', () => {
    /** The first of two readers was sent it, the second stands in a window that is open. */
    const thick = (leaseMilliseconds: number) => {
      const life = new ARelease(morning).dropped({ embargo: noon }).composed().approved();
      life.sent('embargoed', 'armed').does({ act: 'kill', by: 'ann', reason: 'wrong' });
      const stage = new Arming(life);
      stage.went(1, 'embargoed', [person('a'), person('b')]);
      stage.rendered(1, 'kill', 'en');
      const deliveryId = 'forum_v1_embargoed';
      const delivery = stage.deliveries.get(deliveryId);
      const [first] = stage.records.get(deliveryId) ?? [];
      if (!delivery || !first) throw new Error('nothing went');
      stage.deliveries.set(deliveryId, { ...delivery, state: 'sending' });
      stage.records.set(deliveryId, [first]);
      const chunk: Chunk = {
        deliveryId,
        chunk: 0,
        start: 0,
        end: 1,
        recipients: 2,
        state: 'open',
        stoppedBecause: null,
        owner: 'worker',
        leaseUntil: Date.parse(life.now) + leaseMilliseconds,
        done: 1,
        highWater: 2,
        touched: 2,
        parkedUntil: null,
        counts: { sent: 1, refused: 0, unknown: 0, leftOut: 0 },
        putBacks: 0,
        putBackAfter: 0,
      };
      stage.chunks.set(deliveryId, [chunk]);
      return { stage, chunk };
    };

    it('waits for the open window, and does not tell whom the gate kept from being sent it', async () => {
      const { stage, chunk } = thick(20_000);
      expect(await stage.arm('kill')).toMatchObject({ state: 'freezing' });
      expect(stage.later).toEqual(['kill in 3 s']);
      stage.chunks.set(chunk.deliveryId, [{ ...chunk, state: 'stopped', owner: null, highWater: 1 }]);
      expect(await stage.arm('kill')).toMatchObject({ state: 'armed', recipients: 1 });
    });

    it('waits for no worker that is gone: whoever may have been sent it is told', async () => {
      const { stage } = thick(-1);
      expect(await stage.arm('kill')).toMatchObject({ state: 'armed', recipients: 2 });
      expect(stage.later).toEqual([]);
    });
  });

  it('what was stopped while its chunks were made is listed as open again, so that they are ended too', async () => {
    const life = new ARelease(morning).dropped({ embargo: noon }).composed().approved().sent('embargoed');
    const stage = new Arming(life.dropped({ embargo: evening }).composed().approved());
    stage.went(1, 'embargoed', [person('a')]);
    stage.rendered(2, 'embargo-moved', 'en', 1);
    stage.isRefused = true;
    stage.onChunk = () => {
      const armed = stage.deliveries.get('forum_v2_embargo-moved');
      if (armed) stage.deliveries.set(armed.deliveryId, { ...armed, state: 'stopped' });
    };
    expect(await stage.arm('embargo-moved')).toMatchObject({ state: 'armed', chunks: 1 });
  });

  it('a kill of which nothing is rendered for a reader’s version stops, rather than speak of a newer one', async () => {
    const life = new ARelease(morning).dropped({ embargo: noon }).composed().approved().sent('embargoed');
    life.dropped({ embargo: evening }).composed().approved();
    const stage = new Arming(life.does({ act: 'kill', by: 'ann', reason: 'wrong' }));
    stage.went(1, 'embargoed', [person('a')]);
    stage.rendered(2, 'kill', 'en');
    await expect(stage.arm('kill')).rejects.toThrow('version 1');
  });
});
