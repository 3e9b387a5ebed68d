import { describe, expect, it } from 'vitest';
import type { Edition } from '../../../functions/_shared/domain/release.ts';
import { ARelease } from '../_shared/domain/a-release.ts';
import { Arming, person } from './arming.ts';

const morning = '2026-03-01T08:00:00.000Z';
const noon = '2026-03-01T12:00:00.000Z';
const [ann, ben, eve, zoe] = [
  person('a', { accredited: true }),
  person('b'),
  person('e', { language: 'vi' }),
  person('z'),
];

/** Ann, who is accredited, and Ben, who is not, are the audience; Ann has the embargoed edition. */
function underEmbargo() {
  const life = new ARelease(morning).dropped({ embargo: noon }).composed().approved().sent('embargoed');
  const stage = new Arming(life, [ann, ben]).went(1, 'embargoed', [ann]);
  for (const edition of ['embargoed', 'general', 'lift-notice'] satisfies Edition[]) {
    stage.rendered(1, edition, 'en');
    stage.rendered(1, edition, 'vi');
  }
  return stage;
}

const idsOf = (stage: Arming, deliveryId: string) =>
  stage.recipientsOf(deliveryId).map(({ contactId }) => contactId);

describe('one more person', () => {
  it('gets a delivery of their own: one line, one chunk, in the urgent queue, in their language', async () => {
    const stage = underEmbargo().added('embargoed', eve);
    const delivery = await stage.armAdded('embargoed', eve);
    expect(delivery).toMatchObject({
      deliveryId: `forum_v1_embargoed_${eve.contactId}`,
      addedContact: eve.contactId,
      recipients: 1,
      chunks: 1,
      isUrgent: true,
      state: 'armed',
    });
    expect(stage.recipientsOf(delivery?.deliveryId ?? '')).toMatchObject([{ ...eve, accredited: true }]);
    expect(stage.handedOver).toEqual([`${delivery?.deliveryId} 0`]);
    expect(stage.life.release.added).toMatchObject([{ state: 'armed' }]);
    expect(stage.live?.editions.find(({ edition }) => edition === 'embargoed')?.state).toBe('sent');
  });

  it('gets it in another language if it was not rendered in theirs', async () => {
    const stage = underEmbargo().added('embargoed', { ...eve, language: 'ar' });
    await stage.armAdded('embargoed', eve);
    expect(stage.recipientsOf(`forum_v1_embargoed_${eve.contactId}`)).toMatchObject([{ language: 'en' }]);
  });

  it('gets it once, whatever crashes between two steps of arming, when the message comes again', async () => {
    const steps = underEmbargo().added('embargoed', eve);
    await steps.armAdded('embargoed', eve);
    for (let death = 0; death < steps.steps.length; death++) {
      const stage = underEmbargo().added('embargoed', eve);
      stage.diesAt = death;
      await stage.armAdded('embargoed', eve).catch(() => undefined);
      stage.diesAt = Number.POSITIVE_INFINITY;
      await stage.armAdded('embargoed', eve);
      const deliveryId = `forum_v1_embargoed_${eve.contactId}`;
      expect(idsOf(stage, deliveryId)).toEqual([eve.contactId]);
      expect(new Set(stage.handedOver)).toEqual(new Set([`${deliveryId} 0`]));
      expect(stage.chunks.get(deliveryId)).toHaveLength(1);
    }
  });

  it('gets nothing if they were erased meanwhile, and nothing is left open', async () => {
    const stage = underEmbargo().added('embargoed', eve);
    stage.cards.clear();
    expect(await stage.armAdded('embargoed', eve)).toMatchObject({ recipients: 0, chunks: 0 });
    expect(stage.steps).toContain(`settle forum_v1_embargoed_${eve.contactId}`);
  });

  it('gets nothing of a release that was killed before it was armed', async () => {
    const stage = underEmbargo().added('embargoed', eve);
    stage.life.does({ act: 'kill', by: 'ann', reason: 'wrong' });
    expect(await stage.armAdded('embargoed', eve)).toBeUndefined();
  });
});

describe('who was added under embargo', () => {
  /** Eve has it; Ben, of the audience, was accredited and may have it; Zoe's was not sent in time. */
  async function atTheLift() {
    const stage = underEmbargo().added('embargoed', eve).added('embargoed', ben).added('embargoed', zoe);
    for (const one of [eve, ben, zoe]) await stage.armAdded('embargoed', one);
    const idOf = ({ contactId }: typeof eve) => `forum_v1_embargoed_${contactId}`;
    for (const [one, state] of [
      [eve, 'delivered'],
      [ben, 'unknown'],
    ] as const) {
      const { contactId, email, language } = one;
      const said = { reason: null, at: morning, sesMessageId: null, attempt: 1 };
      const record = { deliveryId: idOf(one), contactId, email, language, state, ...said };
      stage.records.set(idOf(one), [record]);
    }
    stage.life.at('2026-03-01T11:58:00.000Z');
    return stage;
  }

  it('and has it gets the lift notice and not the whole release again', async () => {
    const stage = await atTheLift();
    await stage.arm('general');
    await stage.arm('lift-notice');
    expect(idsOf(stage, 'forum_v1_general')).toEqual([ben.contactId, zoe.contactId]);
    expect(idsOf(stage, 'forum_v1_lift-notice')).toEqual([
      ann.contactId,
      ben.contactId,
      eve.contactId,
      zoe.contactId,
    ]);
  });

  it('and may have it is asked about in the step that claims the send, for both', async () => {
    const stage = await atTheLift();
    const addedHolders = [eve.contactId, ben.contactId, zoe.contactId];
    expect(await stage.arm('general')).toMatchObject({ addedHolders, unknownHolders: 1 });
    expect(await stage.arm('lift-notice')).toMatchObject({ addedHolders });
  });
});

describe('who was added and has it', () => {
  it('is told of a kill', async () => {
    const stage = underEmbargo().added('embargoed', eve);
    await stage.armAdded('embargoed', eve);
    const deliveryId = `forum_v1_embargoed_${eve.contactId}`;
    const { contactId, email, language } = eve;
    const said = { reason: null, at: morning, sesMessageId: null, attempt: 1 };
    stage.records.set(deliveryId, [{ deliveryId, contactId, email, language, state: 'sent', ...said }]);
    stage.life.does({ act: 'kill', by: 'ann', reason: 'wrong' });
    stage.rendered(1, 'kill', 'en');
    await stage.arm('kill');
    expect(idsOf(stage, 'forum_v1_kill')).toEqual([ann.contactId, eve.contactId]);
  });

  it('is sent the correction of it, and only that', async () => {
    const life = new ARelease(morning).dropped().composed().approved().sent('general');
    const stage = new Arming(life, [ben]).went(1, 'general', [ben]).rendered(1, 'general');
    stage.added('general', eve);
    await stage.armAdded('general', eve);
    const deliveryId = `forum_v1_general_${eve.contactId}`;
    const { contactId, email, language } = eve;
    const said = { reason: null, at: morning, sesMessageId: null, attempt: 1 };
    stage.records.set(deliveryId, [{ deliveryId, contactId, email, language, state: 'sent', ...said }]);
    life.at(noon).dropped({ correction: 'the figures' }).composed().approved();
    stage.rendered(2, 'correction', 'en', 1).rendered(2, 'general');
    await stage.arm('correction');
    await stage.arm('general');
    expect(idsOf(stage, 'forum_v2_correction')).toEqual([ben.contactId, eve.contactId]);
    expect(idsOf(stage, 'forum_v2_general')).toEqual([]);
  });

  it('belongs to the release: a newer version reaches who was added to one that never reached them', async () => {
    const life = new ARelease(morning).dropped().composed().approved().sent('general');
    const stage = new Arming(life, [ben]).went(1, 'general', [ben]).added('general', eve);
    life.at(noon).dropped({ correction: 'the figures' }).composed().approved();
    stage.rendered(2, 'general');
    await stage.arm('general');
    expect(idsOf(stage, 'forum_v2_general')).toEqual([eve.contactId]);
  });
});
