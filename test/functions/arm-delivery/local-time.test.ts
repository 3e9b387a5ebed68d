import { describe, expect, it } from 'vitest';
import { ARelease } from '../_shared/domain/a-release.ts';
import { Arming, person } from './arming.ts';

const evening = '2026-11-30T11:00:00.000Z';
const inAuckland = '2026-11-30T19:00:00.000Z';
const inHaNoi = '2026-12-01T01:00:00.000Z';
const inHonolulu = '2026-12-01T18:00:00.000Z';
const deliveryId = 'forum_v1_general';
const people = [
  person('a', { zone: 'Pacific/Honolulu' }),
  person('b', { zone: 'Pacific/Auckland' }),
  person('c'),
  person('d', { zone: 'Mars/Base' }),
  person('e', { zone: 'Pacific/Auckland' }),
  person('f', { zone: 'Asia/Bangkok' }),
];
const byZone = { 'Pacific/Honolulu': 1, 'Pacific/Auckland': 2, 'Asia/Ho_Chi_Minh': 2, 'Asia/Bangkok': 1 };

/** Approved, to go at 08:00 of the readers' clocks; two minutes before the first of them. */
function approved(): Arming {
  const life = new ARelease(evening).dropped({ sendAtLocal: { time: '08:00', date: '2026-12-01' } });
  life.composed({ byZone }).approved().at('2026-11-30T18:58:00.000Z');
  const stage = new Arming(life, people).rendered(1, 'general');
  stage.chunkSize = 2;
  return stage;
}

const handed = (steps: readonly string[]) => steps.filter((step) => /^(hand|arm)/.test(step));

describe("an edition that goes out by its readers' clocks", () => {
  it("has a part for each instant, each with its own file and its own chunks, and the newsroom's zone for others", async () => {
    const stage = approved();
    const delivery = await stage.arm('general');
    expect(delivery).toMatchObject({
      notBefore: inAuckland,
      recipients: 6,
      chunks: 4,
      parts: [
        { notBefore: inAuckland, recipients: 2, chunks: 1 },
        { notBefore: inHaNoi, recipients: 3, chunks: 2 },
        { notBefore: inHonolulu, recipients: 1, chunks: 1 },
      ],
    });
    const lines = (delivery?.parts ?? []).map(({ recipientsKey }) =>
      (stage.files.get(recipientsKey) ?? '').match(/c(\w)\1+/g)?.map((id) => id[1]),
    );
    expect(lines).toEqual([['b', 'e'], ['c', 'd', 'f'], ['a']]);
    expect(stage.chunks.get(deliveryId)?.map(({ chunk, recipients }) => [chunk, recipients])).toEqual([
      [0, 2],
      [1, 2],
      [2, 1],
      [3, 1],
    ]);
  });

  it('enqueues nobody long before their instant: the message comes again for the next part', async () => {
    const stage = approved();
    expect(handed(await stage.stepsOf('general'))).toEqual([
      'hand [0] to urgent in 100 s',
      'arm general again in 900 s',
    ]);
    const again = async (at: string, part: number) => {
      stage.life.at(at);
      return handed(await stage.stepsOf('general', 1, part));
    };
    expect(await again('2026-12-01T00:40:00.000Z', 1)).toEqual(['arm general again in 300 s']);
    expect(await again('2026-12-01T00:45:00.000Z', 1)).toEqual([
      'hand [1,2] to urgent in 880 s',
      'arm general again in 900 s',
    ]);
    expect(await again('2026-12-01T17:50:00.000Z', 2)).toEqual(['hand [3] to urgent in 580 s']);
  });

  it('after a pause goes on with the parts that are ahead; the sweep has those that are due', async () => {
    const stage = approved();
    const armed = await stage.arm('general');
    if (armed) stage.deliveries.set(deliveryId, { ...armed, state: 'sending' });
    stage.life.at('2026-12-01T00:50:00.000Z').dropped({ correction: 'a figure' });
    expect(await stage.stepsOf('general', 1, 1)).toEqual([]);
    stage.life.at('2026-12-01T02:00:00.000Z').does({ act: 'cancel', by: 'ann', reason: null });
    expect(stage.life.effects).toMatchObject([{ kind: 'arm', message: { edition: 'general' } }]);
    expect(handed(await stage.stepsOf('general'))).toEqual(['arm general again in 900 s']);
  });

  it('ends with a kill, which goes to who was sent it and to nobody whose hour had not come', async () => {
    const stage = approved();
    const armed = await stage.arm('general');
    if (armed) stage.deliveries.set(deliveryId, { ...armed, state: 'sending' });
    stage.records.set(
      deliveryId,
      people
        .filter(({ zone }) => zone === 'Pacific/Auckland')
        .map(({ contactId, email, language }) => ({
          deliveryId,
          contactId,
          email,
          language,
          state: 'delivered',
          reason: null,
          at: inAuckland,
          sesMessageId: null,
          attempt: 1,
        })),
    );
    stage.life.at('2026-11-30T20:00:00.000Z').does({ act: 'kill', by: 'ann', reason: 'wrong' });
    expect(await stage.stepsOf('general', 1, 1)).toEqual([]);
    stage.rendered(1, 'kill');
    await stage.arm('kill');
    expect(stage.recipientsOf('forum_v1_kill').map(({ email }) => email)).toEqual([
      'b@paper.example',
      'e@paper.example',
    ]);
  });

  it.each([...Array(14).keys()])('is armed whole after a crash before step %i', async (step) => {
    const stage = approved();
    stage.diesAt = step;
    await stage.arm('general').catch(() => undefined);
    stage.diesAt = Number.POSITIVE_INFINITY;
    await stage.arm('general');
    const delivery = stage.deliveries.get(deliveryId);
    expect(delivery).toMatchObject({ state: 'armed', recipients: 6, chunks: 4 });
    expect(delivery?.parts?.every(({ recipientsKey }) => stage.files.has(recipientsKey))).toBe(true);
    expect(stage.chunks.get(deliveryId)).toHaveLength(4);
    expect(stage.handedOver).toContain(`${deliveryId} 0`);
  });
});
