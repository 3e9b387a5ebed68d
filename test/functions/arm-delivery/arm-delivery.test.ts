import { describe, expect, it } from 'vitest';
import type { Chunk } from '../../../functions/_shared/domain/delivery.ts';
import { ARelease } from '../_shared/domain/a-release.ts';
import { Arming, crowd, person } from './arming.ts';

const morning = '2026-03-01T08:00:00.000Z';
const noon = '2026-03-01T12:00:00.000Z';
const evening = '2026-03-01T18:00:00.000Z';

describe('arming', () => {
  it('a broken embargo moves editions that were armed for its end', async () => {
    const life = new ARelease(morning).dropped({ embargo: noon }).composed().approved().sent('embargoed');
    const stage = new Arming(life.at('2026-03-01T11:58:00.000Z'));
    stage.rendered(1, 'general', 'en');
    expect(await stage.arm('general')).toMatchObject({ state: 'armed', notBefore: noon });
    expect(stage.measured).toEqual([{ EmbargoArmed: -120_000 }]);
    life.sent('general', 'armed').at('2026-03-01T11:59:00.000Z');
    life.does({ act: 'lift', by: 'ann', reason: 'on the wire' });
    expect(await stage.arm('general')).toMatchObject({
      state: 'armed',
      notBefore: '2026-03-01T11:59:00.000Z',
    });
  });

  it('the message that the embargo has moved is urgent, goes to unsubscribed people too, and is never too late', async () => {
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

  it('a kill reaches each reader in a language in which the version they hold is killed', async () => {
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

  describe('a kill in the middle of sending', () => {
    /** The first of two readers was sent it; the second is in an open window. */
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

    it('waits for the open window, and does not tell people whom the gate excluded', async () => {
      const { stage, chunk } = thick(20_000);
      expect(await stage.arm('kill')).toMatchObject({ state: 'freezing' });
      expect(stage.steps).toContain('arm kill again in 3 s');
      stage.chunks.set(chunk.deliveryId, [{ ...chunk, state: 'stopped', owner: null, highWater: 1 }]);
      expect(await stage.arm('kill')).toMatchObject({ state: 'armed', recipients: 1 });
    });

    it('does not wait for a dead worker: everybody who may have been sent it is told', async () => {
      const { stage } = thick(-1);
      expect(await stage.arm('kill')).toMatchObject({ state: 'armed', recipients: 2 });
      expect(stage.steps.filter((step) => step.startsWith('arm'))).toEqual([]);
    });
  });

  it('a delivery that was stopped while its chunks were made is listed as open again, so that the chunks are ended too', async () => {
    const life = new ARelease(morning).dropped({ embargo: noon }).composed().approved().sent('embargoed');
    const stage = new Arming(life.dropped({ embargo: evening }).composed().approved());
    stage.went(1, 'embargoed', [person('a')]);
    stage.rendered(2, 'embargo-moved', 'en', 1);
    stage.before('record', () => {
      life.does({ act: 'kill', by: 'ann', reason: 'wrong' });
      const armed = stage.deliveries.get('forum_v2_embargo-moved');
      if (armed) stage.deliveries.set(armed.deliveryId, { ...armed, state: 'stopped' });
    });
    expect(await stage.arm('embargo-moved')).toMatchObject({ state: 'armed', chunks: 1 });
  });

  it('a kill without an email for the version that a reader holds stops, because it must not mention a newer one', async () => {
    const life = new ARelease(morning).dropped({ embargo: noon }).composed().approved().sent('embargoed');
    life.dropped({ embargo: evening }).composed().approved();
    const stage = new Arming(life.does({ act: 'kill', by: 'ann', reason: 'wrong' }));
    stage.went(1, 'embargoed', [person('a')]);
    stage.rendered(2, 'kill', 'en');
    await expect(stage.arm('kill')).rejects.toThrow('version 1');
  });
});

const people = [person('a'), person('b'), person('c')];

/** A release without an embargo that was just approved, for this audience. */
function approved(audience = people): Arming {
  const life = new ARelease(morning).dropped().composed().approved();
  return new Arming(life, audience).rendered(1, 'general');
}

/** A release with an embargo at noon. The accredited contacts have not been sent anything yet. */
function embargoed(over: Parameters<ARelease['dropped']>[0] = {}): Arming {
  const life = new ARelease(morning)
    .dropped({ embargo: noon, ...over })
    .composed()
    .approved();
  const stage = new Arming(life, [person('a', { accredited: true }), ...people.slice(1)]);
  for (const edition of ['embargoed', 'general', 'lift-notice'] as const) stage.rendered(1, edition);
  return stage;
}

describe('what an arming writes, in order', () => {
  it('the recipients, then the chunks, then the head, and only then the queue messages', async () => {
    const stage = approved();
    stage.chunkSize = 2;
    expect(await stage.stepsOf('general')).toEqual([
      'create forum_v1_general as freezing',
      'store recipients',
      'store exclusions',
      'move forum_v1_general from freezing to armed',
      'read the recipients',
      'chunk 0',
      'chunk 1',
      'record general armed',
      'hand [0,1] to urgent in 0 s',
    ]);
    expect(stage.live?.editions).toMatchObject([{ edition: 'general', state: 'armed' }]);
    expect(stage.recipientsOf('forum_v1_general')).toEqual(people);
    expect(stage.logged).toEqual([
      { stage: 'arm-delivery', delivery: 'forum_v1_general', recipients: 3, chunks: 2 },
    ]);
  });

  it('a delivery that is being frozen reaches nobody yet, and one that is armed shows its progress', async () => {
    const stage = approved();
    const fresh = {
      deliveryId: 'forum_v1_general',
      releaseId: 'forum',
      version: 1,
      edition: 'general',
      notBefore: morning,
      recipientsKey: '',
      recipients: 0,
      reachesUnsubscribed: false,
      chunks: 0,
      state: 'freezing',
      createdAt: morning,
      exclusionsKey: null,
      unknownHolders: 0,
      holdersOf: null,
      isUrgent: false,
    };
    stage.before('store', () => expect(stage.deliveries.get('forum_v1_general')).toEqual(fresh));
    const [recipientsKey, exclusionsKey] = [/\.recipients\.ndjson$/, /\.exclusions\.ndjson$/].map((ending) =>
      expect.stringMatching(ending),
    );
    const groups = [
      { by: 'list', name: 'press', recipients: 3 },
      { by: 'language', name: 'en', recipients: 3 },
      { by: 'provider', name: 'paper.example', recipients: 3 },
    ];
    const armed = {
      ...fresh,
      recipientsKey,
      exclusionsKey,
      recipients: 3,
      groups,
      chunks: 1,
      state: 'armed',
    };
    expect(await stage.arm('general')).toEqual({ ...armed, isUrgent: true, embargo: null });
  });

  it('chunks of a large delivery are written sixteen at a time, all of them before any is enqueued', async () => {
    const stage = approved(crowd(40));
    stage.chunkSize = 1;
    const steps = await stage.stepsOf('general');
    const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);
    expect(stage.writtenAtOnce).toEqual([...upTo(16), ...upTo(16), ...upTo(8)]);
    expect(steps.slice(-2)).toEqual([
      'record general armed',
      `hand [${[...Array(40).keys()]}] to urgent in 0 s`,
    ]);
    expect(stage.chunks.get('forum_v1_general')).toHaveLength(40);
  });

  it('an edition without recipients is settled at once, and its file is not read', async () => {
    const steps = await approved([]).stepsOf('general');
    expect(steps.slice(3)).toEqual([
      'move forum_v1_general from freezing to armed',
      'record general armed',
      'settle forum_v1_general',
      'hand [] to urgent in 0 s',
    ]);
  });

  it('an edition without a rendered email is not armed, even if it has no recipients', async () => {
    const stage = approved([]);
    stage.emails.length = 0;
    await expect(stage.arm('general')).rejects.toThrow('no rendered email of forum_v1_general');
    expect(stage.steps).toEqual(['create forum_v1_general as freezing']);
  });
});

describe('an outdated message does nothing', () => {
  it('for a release that is unknown or not approved', async () => {
    const unknown = new Arming(new ARelease(morning));
    expect(await unknown.stepsOf('general')).toEqual([]);
    const waiting = new Arming(new ARelease(morning).dropped().composed());
    expect(await waiting.stepsOf('general')).toEqual([]);
  });

  it('for an edition that is not planned, or that is already sent', async () => {
    const stage = approved();
    expect(await stage.stepsOf('lift-notice')).toEqual([]);
    stage.life.sent('general');
    expect(await stage.stepsOf('general')).toEqual([]);
  });

  it('for a version that was replaced', async () => {
    const stage = approved();
    stage.life.dropped().composed().approved();
    stage.rendered(2, 'general');
    expect(await stage.stepsOf('general', 1)).toEqual([]);
    expect(await stage.stepsOf('general', 2)).toContain('record general armed');
  });

  it('while a newer version waits for a decision, except for the message that an embargo has moved', async () => {
    const stage = embargoed();
    stage.life.sent('embargoed');
    stage.went(1, 'embargoed', people).rendered(2, 'embargo-moved', 'en', 1);
    stage.life.dropped({ embargo: evening }).composed().approved();
    stage.life.dropped({ embargo: evening }).composed();
    expect(await stage.stepsOf('embargoed')).toEqual([]);
    expect(await stage.stepsOf('embargo-moved')).toContain('record embargo-moved armed');
  });

  it('for everything but the retraction if the release was killed, and for a retraction if it was not', async () => {
    const stage = embargoed();
    stage.life.sent('embargoed', 'armed');
    stage.went(1, 'embargoed', people).rendered(1, 'kill');
    const live = structuredClone(stage.live);
    const editions = stage.life.does({ act: 'kill', by: 'ann', reason: 'wrong' }).release.live?.editions;
    const { release } = stage.life;
    if (!live || !editions) throw new Error('not approved');
    stage.life.head = { ...release, live };
    expect(await stage.stepsOf('general')).toEqual([]);
    stage.life.head = { ...release, live: { ...live, editions }, killed: null };
    expect(await stage.stepsOf('kill')).toEqual([]);
    stage.life.head = release;
    expect(await stage.stepsOf('kill')).toContain('record kill armed');
  });
});

describe('when', () => {
  const steps = async (now: string) => {
    const stage = embargoed();
    stage.life.at(now);
    return stage.stepsOf('general');
  };

  it('armed long before, its message comes back until a quarter of an hour before the instant', async () => {
    expect(await steps(morning)).toEqual(['arm general again in 900 s']);
    expect(await steps('2026-03-01T11:30:00.000Z')).toEqual(['arm general again in 900 s']);
    expect(await steps('2026-03-01T11:44:58.999Z')).toEqual(['arm general again in 1 s']);
    expect(await steps('2026-03-01T11:44:59.001Z')).toContain('hand [0] to urgent in 880 s');
  });

  it('chunks are enqueued twenty seconds before the instant, or at once', async () => {
    expect((await steps('2026-03-01T11:58:00.000Z')).at(-1)).toBe('hand [0] to urgent in 100 s');
    expect((await steps('2026-03-01T11:59:45.000Z')).at(-1)).toBe('hand [0] to urgent in 0 s');
    expect((await steps('2026-03-01T12:00:05.000Z')).at(-1)).toBe('hand [0] to urgent in 0 s');
  });

  it('later than the newsroom allows, nothing is sent and a person decides', async () => {
    expect(await steps('2026-03-01T14:00:00.000Z')).toContain('record general armed');
    expect(await steps('2026-03-01T14:00:00.001Z')).toEqual(['record general overdue']);
  });

  it('an edition that was armed in time continues, however late its message comes again', async () => {
    const stage = embargoed();
    await stage.life.sent('general', 'armed').at('2026-03-01T14:30:00.000Z');
    expect(await stage.stepsOf('general')).toContain('hand [0] to urgent in 0 s');
  });

  it('a retraction is never too late', async () => {
    const stage = embargoed().went(1, 'embargoed', people).rendered(1, 'kill');
    stage.life.sent('embargoed').does({ act: 'kill', by: 'ann', reason: 'wrong' });
    stage.life.at('2026-03-02T08:00:00.000Z');
    expect(await stage.stepsOf('kill')).toContain('record kill armed');
  });
});

describe('what is urgent', () => {
  it('a release to at most a thousand people', async () => {
    const toSoMany = async (size: number) => (await approved(crowd(size)).arm('general'))?.isUrgent;
    expect(await toSoMany(1000)).toBe(true);
    expect(await toSoMany(1001)).toBe(false);
  });

  it('the lift of an embargo and a correction, to any number of people', async () => {
    const lifted = new ARelease(morning).dropped({ embargo: noon }).composed().approved().at(noon);
    const lift = new Arming(lifted, crowd(1001)).rendered(1, 'general');
    expect(await lift.arm('general')).toMatchObject({ isUrgent: true, recipients: 1001 });
    const sent = new ARelease(morning).dropped().composed().approved().sent('general');
    const correcting = new Arming(sent.dropped({ correction: 'a name' }).composed().approved());
    correcting.went(1, 'general', crowd(1001)).rendered(2, 'correction', 'en', 1);
    expect(await correcting.arm('correction')).toMatchObject({ isUrgent: true, recipients: 1001 });
  });
});

describe('whether a recipient holds it is checked again at the claim', () => {
  const holdersOf = async (stage: Arming, edition: 'general' | 'lift-notice' = 'general') => {
    stage.life.at(noon);
    return (await stage.arm(edition))?.holdersOf;
  };

  it('while the embargoed edition may still reach somebody', async () => {
    for (const state of ['armed', 'sending'] as const)
      for (const edition of ['general', 'lift-notice'] as const)
        expect(await holdersOf(embargoed().went(1, 'embargoed', people, state), edition)).toBe(
          'forum_v1_embargoed',
        );
    expect(await holdersOf(embargoed())).toBe('forum_v1_embargoed');
  });

  it('no longer once that edition is settled, or was stopped before it began', async () => {
    for (const state of ['sent', 'stopped'] as const)
      expect(await holdersOf(embargoed().went(1, 'embargoed', people, state))).toBeNull();
    const never = embargoed();
    never.life.does({ act: 'stop', by: 'send-emails', version: 1, edition: 'embargoed' });
    expect(await holdersOf(never)).toBeNull();
  });

  it('never if nobody has it early, or if the edition goes to the holders themselves', async () => {
    expect((await approved().arm('general'))?.holdersOf).toBeNull();
    const stage = embargoed().went(1, 'embargoed', people, 'sending').rendered(1, 'kill');
    stage.life.sent('embargoed', 'armed').does({ act: 'kill', by: 'ann', reason: 'wrong' });
    expect((await stage.arm('kill'))?.holdersOf).toBeNull();
    expect((await embargoed().arm('embargoed'))?.holdersOf).toBeNull();
  });
});

it('a holder of the embargoed edition is not sent the general one, whatever else was sent of this version', async () => {
  const stage = embargoed();
  const [ann, bob] = people;
  if (!ann || !bob) throw new Error('no people');
  stage.went(1, 'embargoed', [ann]).went(1, 'lift-notice', [bob]);
  stage.life.at(noon);
  await stage.arm('general');
  expect(stage.recipientsOf('forum_v1_general').map(({ email }) => email)).toEqual([
    'b@paper.example',
    'c@paper.example',
  ]);
});

it('a lift notice armed while the embargoed edition is still being frozen lists every accredited reader', async () => {
  const stage = embargoed().went(1, 'embargoed', [], 'freezing');
  stage.life.at(noon);
  await stage.arm('lift-notice');
  expect(stage.recipientsOf('forum_v1_lift-notice').map(({ email }) => email)).toEqual(['a@paper.example']);
});

describe('a retraction waits only for an open window with a valid lease', () => {
  const waits = async (said: Partial<Chunk>) => {
    const stage = embargoed().went(1, 'embargoed', people, 'sending').rendered(1, 'kill');
    stage.life.sent('embargoed', 'armed').does({ act: 'kill', by: 'ann', reason: 'wrong' });
    const chunk: Chunk = {
      deliveryId: 'forum_v1_embargoed',
      chunk: 0,
      start: 0,
      end: 1,
      recipients: 3,
      state: 'open',
      stoppedBecause: null,
      owner: 'worker',
      leaseUntil: Date.parse(morning) + 1,
      done: 1,
      highWater: 2,
      touched: 2,
      parkedUntil: null,
      counts: { sent: 1, refused: 0, unknown: 0, leftOut: 0 },
      putBacks: 0,
      putBackAfter: 0,
      ...said,
    };
    stage.chunks.set(chunk.deliveryId, [chunk]);
    return (await stage.arm('kill'))?.state === 'freezing';
  };

  it.each<[string, Partial<Chunk>, boolean]>([
    ['somebody is sending', {}, true],
    ['its lease has just run out', { leaseUntil: Date.parse(morning) }, false],
    ['nobody owns it', { owner: null }, false],
    ['its window is through', { highWater: 1 }, false],
    ['it was stopped', { state: 'stopped' }, false],
  ])('%s', async (_, chunk, expected) => {
    expect(await waits(chunk)).toBe(expected);
  });
});
