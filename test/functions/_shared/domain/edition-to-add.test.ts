import { describe, expect, it } from 'vitest';
import { mostAdded, type OneMore } from '../../../../functions/_shared/domain/edition-to-add.ts';
import type { Edition } from '../../../../functions/_shared/domain/release.ts';
import { hasBegun, planOf, releaseState } from '../../../../functions/_shared/domain/release-life.ts';
import { type Command, decide, resumeEffects } from '../../../../functions/_shared/domain/release-moves.ts';
import { sendGate } from '../../../../functions/_shared/domain/send-gate.ts';
import { ARelease } from './a-release.ts';

const morning = '2026-03-01T08:00:00.000Z';
const later = '2026-03-01T09:00:00.000Z';
const noon = '2026-03-01T12:00:00.000Z';
const ann = `c${'a'.repeat(26)}`;

function add(edition: Edition, over: Partial<OneMore & { version: number }> = {}) {
  return {
    act: 'add',
    by: 'lan',
    version: 1,
    edition,
    addedContact: ann,
    isAccredited: edition === 'embargoed',
    barred: null,
    has: null,
    isInAudience: false,
    language: 'vi',
    list: 'press',
    liftNotice: true,
    ...over,
  } satisfies Command;
}

const immediate = () => new ARelease(morning).dropped().composed().approved();
const sent = () => immediate().sent('general').at(later);
const embargoed = (accredited = 2) =>
  new ARelease(morning).dropped({ embargo: noon }).composed({ accredited }).approved();
const underEmbargo = () => embargoed().sent('embargoed').at(later);
const gateAt = (one: ARelease, edition: Edition, now: string) =>
  sendGate(one.release, { version: 1, edition, addedContact: ann }, { now: Date.parse(now), skew: 0 });

describe('to send a release to one more person', () => {
  it('gives them the general edition once it is public, at once and in their language', () => {
    const one = sent().does(add('general'));
    expect(one.release.added).toMatchObject([
      { addedContact: ann, edition: 'general', version: 1, language: 'vi', dueAt: later, state: 'planned' },
    ]);
    expect(one.effects).toMatchObject([
      { kind: 'arm', message: { releaseId: 'forum', version: 1, edition: 'general', addedContact: ann } },
    ]);
    expect(releaseState(one.release, later)).toBe('sent');
  });

  it('gives an accredited person the embargoed edition while the embargo holds', () => {
    const one = underEmbargo().does(add('embargoed'));
    expect(one.release.added[0]?.deliveryId).toBe(`forum_v1_embargoed_${ann}`);
    expect(gateAt(one, 'embargoed', later)).toBe('open');
    expect(gateAt(one, 'embargoed', noon)).toEqual({ closed: 'superseded' });
  });

  it('plans the lift notice for the first who holds it, if nobody held it before', () => {
    const one = embargoed(0).at(later).does(add('embargoed'));
    expect(one.plan).toContain('lift-notice planned 2026-03-01T12:00');
    const silent = embargoed(0).at(later);
    silent.does(add('embargoed', { liftNotice: false }));
    expect(silent.plan.join()).not.toContain('lift-notice');
  });

  it('leaves a line in the trail that says who got what from whom', () => {
    const one = sent().does(add('general'));
    expect(one.release.trail).toMatchObject([{ act: 'add', by: 'lan', reason: `general to ${ann}` }]);
  });

  it('is repeated by the sweep until it is armed, and no longer', () => {
    const one = sent().does(add('general'));
    expect(resumeEffects(one.release)).toHaveLength(1);
    one.does({ act: 'arm', by: 'arm-delivery', version: 1, edition: 'general', addedContact: ann });
    expect(resumeEffects(one.release)).toEqual([]);
    expect(planOf(one.release, { edition: 'general' })?.state).toBe('sent');
  });
});

describe('one more person is refused', () => {
  it.each([
    ['before anybody approved it', new ARelease(morning).dropped().composed(), 'general', 'not-approved'],
    ['before anything of it was sent', immediate(), 'general', 'not-sent-yet'],
    ['before the accredited have it', embargoed().at(later), 'embargoed', 'not-sent-yet'],
    [
      'within minutes of the lift',
      underEmbargo().at('2026-03-01T11:58:00.000Z'),
      'embargoed',
      'not-sent-yet',
    ],
    ['after it was killed', sent().does({ act: 'kill', by: 'ann', reason: 'wrong' }), 'general', 'killed'],
    [
      'while a newer version waits',
      sent().dropped({ correction: 'figures' }).composed(),
      'general',
      'undecided-version',
    ],
    [
      'when a newer version has taken its place',
      sent().dropped({ correction: 'figures' }).composed().approved(),
      'general',
      'other-version',
    ],
    ['twice', sent().does(add('general')), 'general', 'already-has-it'],
  ] as const)('%s', (_, one, edition, code) => {
    expect(one.refuses(add(edition))).toBe(code);
  });

  it('under embargo if they are not accredited, and is told what becomes of them', () => {
    const command = add('embargoed', { isAccredited: false, isInAudience: true });
    const decision = decide(underEmbargo().release, command, later);
    expect(decision).toMatchObject({
      ok: false,
      refusal: { code: 'not-accredited', message: expect.stringContaining('when the embargo lifts') },
    });
  });

  it('if they would get another edition than the one that was shown', () => {
    expect(sent().refuses(add('embargoed'))).toBe('other-edition');
  });

  it.each(['sent', 'delivered', 'complained', 'unknown', 'sending', 'pending', 'parked', 'refused'] as const)(
    'if the others’ delivery says that they have it or will: %s',
    (state) => {
      expect(sent().refuses(add('general', { has: { edition: 'general', state } }))).toBe('already-has-it');
    },
  );

  it.each(['left-out', 'bounced'] as const)('not if it did not reach them: %s', (state) => {
    expect(sent().refuses(add('general', { has: { edition: 'general', state } }))).toBeNull();
  });

  it('when the release is full of them', () => {
    const one = sent();
    for (let i = 0; i < mostAdded; i++)
      one.does(
        add('general', {
          addedContact: `c${String(i)
            .padStart(26, '2')
            .replace(/[0189]/g, 'z')}${i}`,
        }),
      );
    expect(one.refuses(add('general'))).toBe('full');
  });
});

describe('who was added', () => {
  it('is a reader: what they have is killed, not cancelled', () => {
    const one = embargoed(0).at(later).does(add('embargoed'));
    one.does({ act: 'arm', by: 'arm-delivery', version: 1, edition: 'embargoed', addedContact: ann });
    expect(hasBegun(one.release, later)).toBe(true);
    expect(one.refuses({ act: 'cancel', by: 'ann', reason: null })).toBe('already-going-out');
    one.does({ act: 'kill', by: 'ann', reason: 'wrong' });
    expect(one.plan.at(-1)).toContain('kill planned');
    expect(gateAt(one, 'embargoed', later)).toEqual({ closed: 'killed' });
  });

  it('gets nothing more of a version that a newer one replaced, or before a decision about it', () => {
    const one = sent().does(add('general')).dropped({ correction: 'figures' });
    expect(gateAt(one, 'general', later)).toEqual({ closed: 'not-yet' });
    one.composed().approved();
    expect(gateAt(one, 'general', later)).toEqual({ closed: 'superseded' });
  });

  it('is not sent the embargoed edition any more when the embargo is broken', () => {
    const one = underEmbargo().does(add('embargoed')).does({ act: 'lift', by: 'ann', reason: 'leak' });
    expect(one.release.added[0]?.state).toBe('stopped');
    expect(gateAt(one, 'embargoed', later)).toEqual({ closed: 'superseded' });
  });

  it('waits for a person if an outage made it overdue, and goes out with their approval', () => {
    const overdue = {
      act: 'hold-overdue',
      by: 'watch',
      version: 1,
      edition: 'general',
      addedContact: ann,
    } as const;
    const one = sent().does(add('general')).does(overdue);
    expect(releaseState(one.release, one.now)).toBe('held');
    one.at(noon).does({ act: 'send-overdue', by: 'ann', elsewhere: null });
    expect(one.release.added).toMatchObject([{ state: 'planned', dueAt: noon }]);
  });
});
