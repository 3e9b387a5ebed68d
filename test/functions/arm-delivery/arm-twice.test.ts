import { describe, expect, it } from 'vitest';
import { ARelease } from '../_shared/domain/a-release.ts';
import { Arming, person } from './arming.ts';

const morning = '2026-03-01T08:00:00.000Z';
const noon = '2026-03-01T12:00:00.000Z';
const people = ['a', 'b', 'c', 'd', 'e'].map((letter) => person(letter));
const deliveryId = 'forum_v1_general';

/** Five readers in three chunks. */
function approved(): Arming {
  const life = new ARelease(morning).dropped().composed().approved();
  const stage = new Arming(life, people).rendered(1, 'general');
  stage.chunkSize = 2;
  return stage;
}

/** Each reader is in exactly one chunk of the file that counts, and every chunk was enqueued. */
function expectWhole(stage: Arming): void {
  expect(stage.recipientsOf(deliveryId)).toEqual(people);
  const chunks = stage.chunks.get(deliveryId) ?? [];
  expect(chunks.map(({ chunk, recipients }) => [chunk, recipients])).toEqual([
    [0, 2],
    [1, 2],
    [2, 1],
  ]);
  expect(stage.deliveries.get(deliveryId)).toMatchObject({ state: 'armed', recipients: 5, chunks: 3 });
  expect(stage.live?.editions).toMatchObject([{ edition: 'general', state: 'armed' }]);
  expect(new Set(stage.handedOver)).toEqual(new Set([0, 1, 2].map((chunk) => `${deliveryId} ${chunk}`)));
}

describe('an arming that crashes is completed by the next one', () => {
  it.each([...Array(9).keys()])('before its step %i', async (step) => {
    const stage = approved();
    stage.diesAt = step;
    await expect(stage.arm('general')).rejects.toThrow('died before');
    // No chunk is enqueued before the edition is armed in the head.
    expect(stage.handedOver).toEqual([]);
    stage.diesAt = Number.POSITIVE_INFINITY;
    await stage.arm('general');
    expectWhole(stage);
  });

  it('and the next one repeats nothing: it neither starts the delivery again nor freezes it again', async () => {
    const stage = approved();
    stage.diesAt = 1;
    await expect(stage.arm('general')).rejects.toThrow('died before: store');
    stage.diesAt = Number.POSITIVE_INFINITY;
    expect((await stage.stepsOf('general'))[0]).toBe('store recipients');

    const frozen = approved();
    frozen.diesAt = 8;
    await expect(frozen.arm('general')).rejects.toThrow('died before: record');
    frozen.diesAt = Number.POSITIVE_INFINITY;
    expect(await frozen.stepsOf('general')).toEqual([
      'read the recipients',
      'chunk 0',
      'chunk 1',
      'chunk 2',
      'record general armed',
      'hand [0,1,2] to urgent in 0 s',
    ]);
  });

  it('even if senders have started on a delivery that it could not record', async () => {
    const stage = approved();
    stage.diesAt = 8;
    await expect(stage.arm('general')).rejects.toThrow('died before: record');
    stage.diesAt = Number.POSITIVE_INFINITY;
    const armed = stage.deliveries.get(deliveryId);
    if (armed) stage.deliveries.set(deliveryId, { ...armed, state: 'sending' });
    expect(await stage.stepsOf('general')).toContain('record general armed');
  });
});

describe('a duplicate message', () => {
  it.each(['sending', 'sent', 'stopped'] as const)('does nothing if the edition is %s', async (state) => {
    const stage = approved();
    const armed = await stage.arm('general');
    if (armed) stage.deliveries.set(deliveryId, { ...armed, state, notBefore: noon });
    expect(await stage.stepsOf('general')).toEqual([]);
    expect(stage.deliveries.get(deliveryId)?.notBefore).toBe(noon);
  });

  it('does nothing if everybody was sent it, even if the head does not say so yet', async () => {
    const stage = approved();
    const armed = await stage.arm('general');
    const { head } = new ARelease(morning).dropped().composed().approved();
    stage.life.head = head;
    if (armed) stage.deliveries.set(deliveryId, { ...armed, state: 'sent' });
    expect(await stage.stepsOf('general')).toEqual([]);
  });
});

it('a release that is approved again after a restore is recorded as over, and nothing is put into the queue', async () => {
  const stage = approved();
  const armed = await stage.arm('general');
  const { head } = new ARelease(morning).dropped().composed().approved();
  stage.life.head = head;
  if (armed) stage.deliveries.set(deliveryId, { ...armed, state: 'sent', restoredAt: noon });
  expect(await stage.stepsOf('general')).toEqual([
    'record general armed',
    `move ${deliveryId} from sent to armed`,
    `settle ${deliveryId}`,
  ]);
});

describe('two armings at the same time', () => {
  it('agree on the file of the faster one, and the slower one deletes its own', async () => {
    const stage = approved();
    stage.before('move', () => stage.arm('general'));
    await stage.arm('general');
    expectWhole(stage);
    const counts = stage.deliveries.get(deliveryId);
    expect(new Set(stage.frozenFiles)).toEqual(new Set([counts?.recipientsKey, counts?.exclusionsKey]));
  });

  it('keep the file that counts, even if the answer to its write was lost', async () => {
    const stage = approved().losesTheAnswer();
    await stage.arm('general');
    expectWhole(stage);
    expect(stage.frozenFiles).toHaveLength(2);
  });

  it('a delivery that is missing is started again, not taken as armed', async () => {
    const stage = approved();
    stage.before('move', () => stage.deliveries.delete(deliveryId));
    await expect(stage.arm('general')).rejects.toThrow('vanished');
    await stage.arm('general');
    expectWhole(stage);
  });
});
