import { describe, expect, it } from 'vitest';
import { publicVersion, releaseState } from '../../../../functions/_shared/domain/release-life.ts';
import {
  type AcceptedVersion,
  type Command,
  decide,
  isComposedLate,
  overdueEditions,
  previewPlan,
  resumeEffects,
} from '../../../../functions/_shared/domain/release-moves.ts';
import type { Problem } from '../../../../functions/_shared/domain/report.ts';
import { sendGate } from '../../../../functions/_shared/domain/send-gate.ts';
import { ARelease, anAudience } from './a-release.ts';

const morning = '2026-03-01T08:00:00.000Z';
const noon = '2026-03-01T12:00:00.000Z';
const evening = '2026-03-01T18:00:00.000Z';
const stateOf = (one: ARelease) => releaseState(one.release, one.now);
const armed = (one: ARelease) =>
  resumeEffects(one.release).flatMap((effect) => (effect.kind === 'arm' ? [effect.message.edition] : []));
const aRelease = () => new ARelease(morning);
const kill = { act: 'kill', by: 'ann', reason: 'wrong figures' } as const;
const lift = { act: 'lift', by: 'ann', reason: 'published elsewhere' } as const;
const cancel = { act: 'cancel', by: 'ann', reason: null } as const;
const rejected = {
  act: 'read',
  by: 'accept-release',
  releaseId: 'forum',
  status: 'rejected',
  title: 'Forum',
} as const;

describe('a first drop that could not be read', () => {
  it('is remembered, with the title it has', () => {
    const one = aRelease().does(rejected);
    expect(one.release).toMatchObject({
      releaseId: 'forum',
      title: 'Forum',
      createdAt: morning,
      latestVersion: 0,
      lastStatus: 'rejected',
      candidate: null,
      live: null,
    });
    expect(one.effects).toEqual([]);
  });

  it('changes nothing when the same file is dropped again', () => {
    const one = aRelease().does(rejected);
    const before = one.release;
    expect(one.does(rejected).release).toEqual(before);
  });

  it('has nothing to cancel, to lift, to approve or to send', () => {
    const one = aRelease().does(rejected);
    expect(one.refuses(cancel)).toBe('nothing-to-cancel');
    expect(one.refuses(lift)).toBe('not-approved');
    expect(one.refuses({ act: 'send-overdue', by: 'ann', elsewhere: null })).toBe('not-awaiting-approval');
    expect(one.refuses({ act: 'arm', by: 'arm-delivery', version: 1, edition: 'general' })).toBe(
      'not-planned',
    );
    expect(resumeEffects(one.release)).toEqual([]);
    expect(overdueEditions(one.release, evening, 7200)).toEqual([]);
  });
});

it('a release that nobody has dropped cannot be moved', () => {
  expect(aRelease().refuses(kill)).toBe('no-such-release');
});

describe('composing', () => {
  const problem: Problem = {
    code: 'unknown-list',
    severity: 'hold',
    message: 'There is no list “press”.',
    fix: 'Name one that there is.',
    where: {},
  };
  const hold: Extract<Command, { act: 'hold' }> = {
    act: 'hold',
    by: 'compose-emails',
    version: 1,
    problems: [problem],
  };
  const compose = {
    act: 'compose',
    by: 'compose-emails',
    version: 1,
    audience: anAudience,
    elsewhere: null,
  } as const;

  it('holds the version if a list is missing, and the trail says what to correct', () => {
    const one = aRelease()
      .dropped()
      .does({ ...hold, problems: [problem, { ...problem, code: 'empty-audience' }] });
    expect(stateOf(one)).toBe('held');
    expect(one.release.candidate?.problems.map(({ code }) => code)).toEqual([
      'unknown-list',
      'empty-audience',
    ]);
    expect(one.release.trail).toEqual([
      expect.objectContaining({ act: 'hold', reason: 'unknown-list, empty-audience' }),
    ]);
  });

  it('twice changes nothing: a version that somebody has approved since stays approved', () => {
    const one = aRelease().dropped({ policy: 'four-eyes' }).composed().approved();
    const before = one.release;
    expect(one.does(compose).release).toEqual(before);
    expect(one.does(hold).release).toEqual(before);
  });

  it('has no effect on a version that was replaced, approved or killed meanwhile', () => {
    expect(aRelease().dropped().dropped().refuses(compose)).toBe('other-version');
    expect(aRelease().dropped().composed().approved().refuses(compose)).toBe('other-version');
    expect(aRelease().dropped().does(kill).refuses(compose)).toBe('other-version');
  });
});

describe('an immediate release', () => {
  it('goes from accepted through approval to sent, to everybody at once', () => {
    const one = aRelease().dropped();
    expect(stateOf(one)).toBe('accepted');
    expect(one.effects).toEqual([{ kind: 'compose', releaseId: 'forum', version: 1 }]);
    expect(stateOf(one.composed())).toBe('awaiting-approval');
    one.approved();
    expect(stateOf(one)).toBe('approved');
    expect(one.plan).toEqual(['general planned 2026-03-01T08:00']);
    expect(stateOf(one.sent('general', 'armed'))).toBe('sending');
    one.does({ act: 'finish', by: 'send-emails', version: 1, edition: 'general' });
    expect(stateOf(one)).toBe('sent');
  });

  it('waits for its sendAt, and is not public before', () => {
    const one = aRelease().dropped({ sendAt: noon }).composed().approved().sent('general', 'armed');
    expect(one.plan).toEqual(['general armed 2026-03-01T12:00']);
    expect(publicVersion(one.release, '2026-03-01T11:59:59.999Z')).toBeNull();
    expect(publicVersion(one.release, noon)?.version).toBe(1);
  });
});

describe('an embargoed release', () => {
  const embargoed = () => aRelease().dropped({ embargo: noon }).composed().approved();

  it('goes to accredited contacts at approval, to the rest at T, and holders are told at T', () => {
    expect(embargoed().plan).toEqual([
      'embargoed planned 2026-03-01T08:00',
      'general planned 2026-03-01T12:00',
      'lift-notice planned 2026-03-01T12:00',
    ]);
  });

  it('is sent at T first to people who have nothing: holders are told two seconds later', () => {
    expect(embargoed().release.live?.editions.map(({ dueAt }) => dueAt)).toEqual([
      morning,
      noon,
      '2026-03-01T12:00:02.000Z',
    ]);
  });

  it('shows in its proof the same plan that its approval makes', () => {
    const one = embargoed().sent('embargoed').dropped({ embargo: evening }).composed();
    const { candidate } = one.release;
    const shown = candidate && previewPlan(one.release, candidate, one.now);
    expect(shown).toHaveLength(4);
    expect(one.approved().release.live?.editions).toEqual(shown);
  });

  it('replaced by a version without an embargo, and without a declared correction, tells holders that it is public', () => {
    const one = embargoed().sent('embargoed').dropped().composed().approved();
    expect(one.plan).toEqual(['lift-notice planned 2026-03-01T08:00', 'general planned 2026-03-01T08:00']);
  });

  it('is armed two minutes before T', () => {
    const arms = embargoed().effects.flatMap((effect) =>
      effect.kind === 'arm' ? [`${effect.message.edition} ${effect.at}`] : [],
    );
    expect(arms).toContain('general 2026-03-01T11:58:00.000Z');
  });

  it('is shown as embargoed once the early edition is sent, and is public at T to the millisecond', () => {
    const one = embargoed().sent('embargoed');
    expect(stateOf(one)).toBe('embargoed');
    one.at('2026-03-01T11:58:00.000Z').sent('general', 'armed');
    expect(stateOf(one)).toBe('embargoed');
    expect(publicVersion(one.release, '2026-03-01T11:59:59.999Z')).toBeNull();
    expect(publicVersion(one.release, noon)).toEqual({ version: 1, at: noon });
    expect(stateOf(one.at(noon))).toBe('sending');
  });

  it('sends no lift notice when the desk switched it off', () => {
    const one = aRelease().dropped({ embargo: noon, liftNotice: false }).composed().approved();
    expect(one.plan.map((line) => line.split(' ')[0])).toEqual(['embargoed', 'general']);
  });

  it('has no early edition if nobody is accredited', () => {
    const one = aRelease().dropped({ embargo: noon }).composed({ accredited: 0 }).approved();
    expect(one.plan.map((line) => line.split(' ')[0])).toEqual(['general']);
  });

  it('approved after T is sent to everybody at once', () => {
    const one = aRelease().dropped({ embargo: noon }).composed().at(evening).approved();
    expect(one.plan).toEqual(['general planned 2026-03-01T18:00']);
  });

  it('can be moved by a new version until it lifts, and its holders are told', () => {
    const one = embargoed().sent('embargoed').dropped({ embargo: evening }).composed().approved();
    expect(one.plan).toEqual([
      'embargoed planned 2026-03-01T08:00',
      'embargo-moved planned 2026-03-01T08:00',
      'general planned 2026-03-01T18:00',
      'lift-notice planned 2026-03-01T18:00',
    ]);
    expect(armed(one)).toContain('embargo-moved');
    one.sent('embargo-moved');
    expect(armed(one)).not.toContain('embargo-moved');
  });

  it('tells holders at once that its embargo has moved, even if the new version itself is sent later', () => {
    const one = embargoed().sent('embargoed').dropped({ embargo: evening, sendAt: noon }).composed();
    expect(one.approved().plan.slice(0, 2)).toEqual([
      'embargoed planned 2026-03-01T12:00',
      'embargo-moved planned 2026-03-01T08:00',
    ]);
  });

  it('tells holders the latest embargo if it is moved again before or while they are told', () => {
    const once = () => embargoed().sent('embargoed').dropped({ embargo: evening }).composed().approved();
    const night = '2026-03-01T22:00:00.000Z';
    const names = (one: ARelease) => one.plan.map((line) => line.split(' ')[0]);
    expect(names(once().dropped({ embargo: night }).composed().approved())).toContain('embargo-moved');
    // The embargo moves back. Some holders have been told about the evening, some have not.
    const back = once().sent('embargo-moved', 'armed').dropped({ embargo: noon }).composed().approved();
    expect(names(back)).toContain('embargo-moved');
    // A new text with an embargo that the holders may not have been told about yet.
    const unfinished = once().sent('embargo-moved', 'armed').dropped({ embargo: evening });
    expect(names(unfinished.composed().approved())).toContain('embargo-moved');
  });

  it('sends holders no message if the embargo stays the same', () => {
    const same = embargoed().sent('embargoed').dropped({ embargo: '2026-03-01T13:00:00+01:00' });
    expect(same.composed().approved().plan.join()).not.toContain('embargo-moved');
    const told = embargoed().sent('embargoed').dropped({ embargo: evening }).composed().approved();
    told.sent('embargo-moved').dropped({ embargo: evening }).composed().approved();
    expect(told.plan.join()).not.toContain('embargo-moved');
  });

  it('sends no message about a moved embargo if nobody holds it', () => {
    const one = aRelease().dropped({ embargo: noon }).composed().approved();
    one.dropped({ embargo: evening }).composed().approved();
    expect(one.plan.join()).not.toContain('embargo-moved');
  });

  it('tells holders that the embargo stands again after it was broken', () => {
    const one = embargoed().sent('embargoed').does(lift).dropped({ embargo: noon }).composed().approved();
    expect(one.plan).toContain('embargo-moved planned 2026-03-01T08:00');
  });

  it('tells holders that its embargo has moved, without waiting for a decision', () => {
    const one = embargoed().sent('embargoed').dropped({ embargo: evening }).composed().approved().dropped();
    expect(armed(one)).toEqual(['embargo-moved']);
    one.sent('embargo-moved', 'armed');
    expect(one.refuses({ act: 'arm', by: 'arm-delivery', version: 2, edition: 'embargoed' })).toBe('paused');
  });

  it('sends no message about a moved embargo once the embargo is broken', () => {
    const one = embargoed().sent('embargoed').dropped({ embargo: evening }).composed().approved();
    expect(one.does(lift).plan).toContain('embargo-moved stopped 2026-03-01T08:00');
  });

  it('is never too late to tell that its embargo has moved', () => {
    const one = embargoed().sent('embargoed').dropped({ embargo: evening }).composed().approved();
    expect(overdueEditions(one.release, '2026-03-01T17:00:00.000Z', 7200)).toEqual(['embargoed']);
  });

  it('broken: is sent to everybody now, and holders are told even if no lift notice was planned', () => {
    const one = aRelease()
      .dropped({ embargo: noon, liftNotice: false })
      .composed()
      .approved()
      .sent('embargoed');
    one.at('2026-03-01T09:00:00.000Z').does(lift);
    expect(one.plan).toEqual([
      'embargoed sent 2026-03-01T08:00',
      'general planned 2026-03-01T09:00',
      'lift-notice planned 2026-03-01T09:00',
    ]);
    expect(one.release.broken).toMatchObject({ by: 'ann', reason: 'published elsewhere' });
    // Its text contains the reason, so it is composed before it is armed.
    expect(one.effects.map(({ kind }) => kind).sort()).toEqual(['arm', 'compose']);
    expect(armed(one)).toEqual(['general']);
    expect(isComposedLate(one.release, 'lift-notice')).toBe(true);
    expect(isComposedLate(one.release, 'general')).toBe(false);
  });

  it('broken: tells holders once, with the lift notice that was planned anyway', () => {
    const one = embargoed().sent('embargoed').at('2026-03-01T09:00:00.000Z').does(lift);
    expect(one.plan).toEqual([
      'embargoed sent 2026-03-01T08:00',
      'general planned 2026-03-01T09:00',
      'lift-notice planned 2026-03-01T09:00',
    ]);
  });

  it('broken before anybody has it: nobody needs to be told', () => {
    const one = aRelease().dropped({ embargo: noon, liftNotice: false }).composed().approved().does(lift);
    expect(one.plan).toEqual(['embargoed stopped 2026-03-01T08:00', 'general planned 2026-03-01T08:00']);
  });

  it('lifted by hand after an outage sends what is overdue, and nothing twice', () => {
    const one = embargoed().sent('embargoed').at('2026-03-01T15:00:00.000Z').sent('lift-notice');
    one.does({ act: 'hold-overdue', by: 'watch', version: 1, edition: 'general' }).does(lift);
    expect(one.plan).toEqual([
      'embargoed sent 2026-03-01T08:00',
      'general planned 2026-03-01T15:00',
      'lift-notice sent 2026-03-01T12:00',
    ]);
  });

  it('broken while the early edition is still being sent stops the rest of that edition', () => {
    const one = embargoed().sent('embargoed', 'armed').does(lift);
    expect(one.plan[0]).toBe('embargoed stopped 2026-03-01T08:00');
  });

  it('broken, then embargoed again: the new version goes to the accredited as usual', () => {
    const one = embargoed().sent('embargoed').does(lift);
    one.dropped({ embargo: evening }).composed().approved();
    expect(one.release.broken).toBeNull();
    expect(stateOf(one)).toBe('approved');
    one.sent('embargoed', 'armed');
    const early = { version: 2, edition: 'embargoed' } as const;
    expect(sendGate(one.release, early, { now: Date.parse(one.now), skew: 0 })).toBe('open');
    const general = { version: 2, edition: 'general' } as const;
    expect(sendGate(one.release, general, { now: Date.parse(noon), skew: 0 })).toEqual({
      closed: 'embargoed',
    });
  });

  it('cannot be lifted twice, before its approval, without an embargo, while a newer version waits, or killed', () => {
    expect(aRelease().dropped({ embargo: noon }).composed().refuses(lift)).toBe('not-approved');
    expect(aRelease().dropped().composed().approved().refuses(lift)).toBe('no-embargo');
    expect(embargoed().sent('general', 'armed').at(noon).refuses(lift)).toBe('already-lifted');
    expect(embargoed().dropped({ embargo: evening }).refuses(lift)).toBe('undecided-version');
    expect(embargoed().does(kill).refuses(lift)).toBe('killed');
  });
});

describe('approval', () => {
  it('is valid only for the version and the audience that were shown', () => {
    const one = aRelease().dropped().composed();
    const shown = {
      act: 'approve',
      by: 'ann',
      version: 1,
      audienceHash: anAudience.hash,
      elsewhere: null,
    } as const;
    expect(one.refuses({ ...shown, version: 2 })).toBe('other-version');
    expect(one.refuses({ ...shown, audienceHash: 'b'.repeat(64) })).toBe('audience-changed');
    expect(one.refuses({ ...shown, audienceHash: '' })).toBe('audience-changed');
    // The beginning of the hash is sufficient if it is long enough.
    expect(one.refuses({ ...shown, audienceHash: anAudience.hash.slice(0, 11) })).toBe('audience-changed');
    expect(one.refuses({ ...shown, audienceHash: anAudience.hash.slice(0, 12) })).toBeNull();
    expect(one.refuses(shown)).toBeNull();
  });

  it('with four eyes needs another person, however the first one spells the name', () => {
    const one = aRelease().dropped({ policy: 'four-eyes' }).composed();
    expect(one.effects).toEqual([]);
    one.approved('Ann');
    expect(stateOf(one)).toBe('awaiting-approval');
    expect(one.effects).toEqual([
      { kind: 'ask-second', releaseId: 'forum', version: 1, approvedBy: ['Ann'] },
    ]);
    const second = { act: 'approve', version: 1, audienceHash: anAudience.hash, elsewhere: null } as const;
    expect(one.refuses({ ...second, by: ' ann ' })).toBe('same-person');
    expect(stateOf(one.approved('bob'))).toBe('approved');
    expect(one.release.live?.approvals.map(({ by }) => by)).toEqual(['Ann', 'bob']);
  });

  it('by policy "auto" happens when the version is composed, with a separate audit line', () => {
    const one = aRelease().dropped({ policy: 'auto' }).composed();
    expect(stateOf(one)).toBe('approved');
    expect(one.release.trail.map(({ act, by }) => `${act} by ${by}`)).toEqual([
      'compose by compose-emails',
      'approve by policy auto',
    ]);
    expect(one.effects).toContainEqual(expect.objectContaining({ kind: 'arm' }));
  });

  it('is impossible for a version that is held, cancelled, killed or not composed yet', () => {
    const approve = {
      act: 'approve',
      by: 'ann',
      version: 1,
      audienceHash: anAudience.hash,
      elsewhere: null,
    } as const;
    expect(aRelease().dropped({ status: 'held' }).refuses(approve)).toBe('held');
    expect(aRelease().dropped().refuses(approve)).toBe('not-composed');
    expect(aRelease().dropped().composed().does(cancel).refuses(approve)).toBe('not-awaiting-approval');
    expect(aRelease().dropped().composed().does(kill).refuses(approve)).toBe('killed');
  });
});

describe('a text that is under embargo in another release', () => {
  const until = (instant: string | null) => ({ releaseId: 'budget', until: instant, inWords: 'noon' });
  const approve = { act: 'approve', by: 'ann', version: 1, audienceHash: anAudience.hash } as const;

  it('cannot be approved to be sent before that embargo', () => {
    const elsewhere = until(noon);
    const now = aRelease().dropped().composed();
    expect(now.refuses({ ...approve, elsewhere })).toBe('embargoed-elsewhere');
    expect(now.at(noon).refuses({ ...approve, elsewhere })).toBeNull();
    const early = aRelease().dropped({ embargo: '2026-03-01T11:59:59.000Z' }).composed();
    expect(early.refuses({ ...approve, elsewhere })).toBe('embargoed-elsewhere');
    const first = aRelease().dropped({ policy: 'four-eyes' }).composed();
    expect(first.refuses({ ...approve, elsewhere })).toBe('embargoed-elsewhere');
  });

  it('can be approved under the same embargo or a later one, or to be sent after it', () => {
    const elsewhere = until(noon);
    for (const over of [{ embargo: noon }, { embargo: evening }, { sendAt: noon }])
      expect(
        aRelease()
          .dropped(over)
          .composed()
          .refuses({ ...approve, elsewhere }),
      ).toBeNull();
  });

  it('waits for a person, whatever its own embargo, if the other embargo was not understood', () => {
    const one = aRelease().dropped({ embargo: evening }).composed();
    const answer = decide(one.release, { ...approve, elsewhere: until(null) }, one.now);
    expect(answer).toMatchObject({ refusal: { code: 'embargoed-elsewhere' } });
    expect(JSON.stringify(answer)).toContain('with an embargo that was not understood');
  });

  it('is refused with the name of the other release and the end of its embargo', () => {
    const one = aRelease().dropped().composed();
    const answer = decide(one.release, { ...approve, elsewhere: until(noon) }, one.now);
    expect(JSON.stringify(answer)).toContain('under embargo as “budget” until noon');
  });

  it('can be approved once that embargo is over, even if its own ended earlier', () => {
    const one = aRelease().dropped({ embargo: '2026-03-01T10:00:00.000Z' }).composed();
    expect(one.at('2026-03-01T13:00:00.000Z').refuses({ ...approve, elsewhere: until(noon) })).toBeNull();
  });

  it('is not approved by policy "auto" either: it waits for a person', () => {
    const one = aRelease().dropped({ policy: 'auto' });
    const elsewhere = until(noon);
    one.does({ act: 'compose', by: 'compose-emails', version: 1, audience: anAudience, elsewhere });
    expect(stateOf(one)).toBe('awaiting-approval');
    expect(stateOf(one.at(noon).does({ ...approve, elsewhere: null }))).toBe('approved');
  });

  it('is not sent by approving again an edition that an outage made overdue', () => {
    const one = aRelease().dropped().composed().approved();
    one.does({ act: 'hold-overdue', by: 'watch', version: 1, edition: 'general' });
    const again = { act: 'send-overdue', by: 'ann' } as const;
    expect(one.refuses({ ...again, elsewhere: until(noon) })).toBe('embargoed-elsewhere');
    expect(one.refuses({ ...again, elsewhere: null })).toBeNull();
  });

  it("that arrives while another is being approved changes that one's head, once", () => {
    const one = aRelease().dropped().composed();
    const before = one.release.revision;
    const note = { act: 'note-twin', by: 'accept-release', reason: 'the same text as “budget”' } as const;
    expect(one.does(note).does(note).release.revision).toBe(before + 1);
    const other = { ...note, reason: 'the same text as “minutes”' };
    expect(one.does(other).release.revision).toBe(before + 2);
    expect(stateOf(one)).toBe('awaiting-approval');
    expect(one.release.trail.map(({ act }) => act)).toEqual(['note-twin']);
  });
});

describe('a release whose files were deleted', () => {
  const withdraw = { act: 'withdraw', by: 'accept-release' } as const;

  it.each([
    ['held', () => aRelease().dropped({ status: 'held' })],
    ['being composed', () => aRelease().dropped()],
    ['waiting for approval', () => aRelease().dropped().composed()],
    ['waiting for a second person', () => aRelease().dropped({ policy: 'four-eyes' }).composed().approved()],
  ])('is withdrawn while it is %s, and nobody can approve it', (_, make) => {
    const one = make().does(withdraw);
    expect(stateOf(one)).toBe('withdrawn');
    expect(
      one.refuses({ act: 'approve', by: 'bob', version: 1, audienceHash: anAudience.hash, elsewhere: null }),
    ).toBe('not-awaiting-approval');
    expect(one.release.trail.map(({ act, by }) => `${act} by ${by}`)).toEqual(['withdraw by accept-release']);
  });

  it('that was rejected waits for nobody, until it is dropped again', () => {
    const drop = {
      act: 'read',
      by: 'accept-release',
      releaseId: 'forum',
      status: 'rejected',
      title: null,
    } as const;
    const one = aRelease().does(drop).does(withdraw);
    expect(stateOf(one)).toBe('withdrawn');
    expect(stateOf(one.does(drop))).toBe('rejected');
  });

  it('comes back as a new version when it is dropped again', () => {
    const one = aRelease().dropped().composed().does(withdraw);
    expect(one.release.latestHash).toBeNull();
    expect(stateOf(one.dropped())).toBe('accepted');
    expect(one.release).toMatchObject({ latestVersion: 2, withdrawn: null });
  });

  it('is not changed once it is approved, sending, sent or killed', () => {
    const approved = aRelease().dropped({ embargo: noon }).composed().approved();
    const sent = aRelease().dropped().composed().approved().sent('general');
    for (const one of [approved, sent, aRelease().dropped().composed().does(kill)]) {
      const before = structuredClone(one.release);
      expect(one.does(withdraw).release).toEqual(before);
    }
  });

  it('lets the approved version continue if only a newer one is withdrawn', () => {
    const one = aRelease().dropped({ embargo: noon }).composed().approved().dropped({ embargo: evening });
    one.does(withdraw);
    expect(stateOf(one)).toBe('approved');
    expect(one.effects.map(({ kind }) => kind)).toContain('arm');
  });
});

describe('a newer version', () => {
  it('makes the approved one wait, even past its T, until somebody decides', () => {
    const one = aRelease().dropped({ embargo: noon }).composed().approved();
    one.at('2026-03-01T11:58:00.000Z').sent('general', 'armed').dropped({ embargo: evening });
    expect(one.effects.map(({ kind }) => kind)).toEqual(['compose']);
    expect(publicVersion(one.release, evening)).toBeNull();
    one.at('2026-03-01T12:30:00.000Z').does(cancel);
    expect(one.effects.map(({ kind }) => kind)).toContain('arm');
    expect(publicVersion(one.release, one.now)?.version).toBe(1);
  });

  it('that replaces a waiting one does not shorten the wait of the approved one', () => {
    const one = aRelease().dropped({ embargo: noon }).composed().approved();
    one.at('2026-03-01T11:58:00.000Z').sent('general', 'armed').dropped({ embargo: evening });
    one.at('2026-03-01T12:30:00.000Z').dropped({ embargo: evening });
    // The first of the two drops came before T, so version 1 has never been public.
    expect(publicVersion(one.release, one.now)).toBeNull();
    one.does(cancel).dropped({ correction: 'a figure' });
    expect(publicVersion(one.release, one.now)?.version).toBe(1);
  });

  it('of a release that was sent must say what changed', () => {
    const one = aRelease().dropped().composed().approved().sent('general');
    const accepted: AcceptedVersion = {
      version: 2,
      contentHash: 'other',
      status: 'accepted',
      title: 'Forum opens',
      language: 'en',
      embargo: null,
      sendAt: null,
      sendAtLocal: null,
      liftNotice: true,
      policy: 'required',
      correction: null,
      distinctFrom: [],
    };
    const drop = { act: 'accept', by: 'accept-release', releaseId: 'forum', accepted } as const;
    expect(one.refuses(drop)).toBe('correction-missing');
    expect(one.refuses({ ...drop, accepted: { ...accepted, correction: 'a figure' } })).toBeNull();
  });

  it('corrects: everybody who was sent an earlier one gets the correction, new contacts the corrected release', () => {
    const one = aRelease().dropped().composed().approved().sent('general');
    one.at(noon).dropped({ correction: 'a figure' }).composed().approved();
    expect(one.plan).toEqual(['correction planned 2026-03-01T12:00', 'general planned 2026-03-01T12:00']);
    expect(one.release.sentVersions).toEqual([1]);
    expect(publicVersion(one.release, noon)).toEqual({ version: 1, at: morning });
    expect(stateOf(one.sent('correction').sent('general'))).toBe('corrected');
    expect(publicVersion(one.release, noon)?.version).toBe(2);
  });

  it('has an audit line that says whether it was accepted or held', () => {
    const one = aRelease().dropped({ status: 'held' });
    expect(one.release.trail.map(({ act }) => act)).toEqual(['hold']);
    expect(one.dropped().release.trail.map(({ act }) => act)).toEqual(['accept']);
  });

  it('cannot put an embargo on what is already public', () => {
    const one = aRelease().dropped().composed().approved().sent('general');
    one.dropped({ correction: 'a figure', embargo: evening });
    expect(one.release.candidate?.embargo).toBeNull();
  });
});

describe('stopping', () => {
  it('cancels the waiting and the approved version, as long as nobody has anything', () => {
    const waiting = aRelease().dropped().composed().does(cancel);
    expect(stateOf(waiting)).toBe('cancelled');
    expect(waiting.release.cancelled).toEqual({ at: morning, by: 'ann', reason: '' });
    const planned = aRelease().dropped({ embargo: noon }).composed({ accredited: 0 }).approved().does(cancel);
    expect(stateOf(planned)).toBe('cancelled');
    expect(planned.release.live).toBeNull();
    const begun = aRelease().dropped({ embargo: noon }).composed().approved().sent('embargoed');
    expect(begun.refuses(cancel)).toBe('already-going-out');
    expect(begun.does(kill) && begun.refuses(cancel)).toBe('killed');
  });

  it('cancelling a newer version does not cancel the approved one', () => {
    const one = aRelease().dropped({ embargo: noon }).composed().approved().dropped({ embargo: evening });
    expect(stateOf(one.does(cancel))).toBe('approved');
    expect(one.release.cancelled).toBeNull();
  });

  it('an approved version cannot be cancelled if readers hold an earlier one', () => {
    const one = aRelease().dropped({ embargo: noon }).composed().approved().sent('embargoed');
    one.dropped({ embargo: evening, sendAt: noon }).composed().approved();
    expect(one.refuses(cancel)).toBe('already-going-out');
  });

  it('a kill stops everything and retracts what was sent', () => {
    const one = aRelease().dropped({ embargo: noon }).composed().approved().sent('embargoed');
    one.at('2026-03-01T09:00:00.000Z').does(kill);
    expect(one.plan).toEqual([
      'embargoed sent 2026-03-01T08:00',
      'general stopped 2026-03-01T12:00',
      'lift-notice stopped 2026-03-01T12:00',
      'kill planned 2026-03-01T09:00',
    ]);
    expect(stateOf(one)).toBe('killed');
    expect(one.effects).toEqual([{ kind: 'compose', releaseId: 'forum', version: 1 }]);
    expect(one.refuses(kill)).toBe('killed');
  });

  it('a kill before anything was sent retracts nothing, and nobody is told', () => {
    const one = aRelease().dropped({ embargo: noon }).composed({ accredited: 0 }).approved().does(kill);
    expect(one.plan).toEqual(['general stopped 2026-03-01T12:00']);
    expect(publicVersion(one.release, evening)).toBeNull();
  });

  it('a killed release takes no new version', () => {
    const one = aRelease().dropped().composed().does(kill);
    expect(() => one.dropped()).toThrow('killed');
  });
});

describe('after an outage', () => {
  const late = () => aRelease().dropped({ embargo: noon }).composed().approved().sent('embargoed');

  it('is sent automatically within the limit, and held for a person after it', () => {
    const one = late();
    expect(overdueEditions(one.release, '2026-03-01T13:59:00.000Z', 7200)).toEqual([]);
    expect(overdueEditions(one.release, '2026-03-01T14:00:03.000Z', 7200)).toEqual([
      'general',
      'lift-notice',
    ]);
    one.at(evening);
    for (const edition of ['general', 'lift-notice'] as const)
      one.does({ act: 'hold-overdue', by: 'watch', version: 1, edition });
    expect(stateOf(one)).toBe('held');
    expect(one.effects).toEqual([expect.objectContaining({ kind: 'tell-overdue' })]);
    one.does({ act: 'send-overdue', by: 'ann', elsewhere: null });
    expect(one.plan).toEqual([
      'embargoed sent 2026-03-01T08:00',
      'general planned 2026-03-01T18:00',
      'lift-notice planned 2026-03-01T18:00',
    ]);
  });
});

describe('what a person sends after an outage', () => {
  const sendOverdue = { act: 'send-overdue', by: 'ann', elsewhere: null } as const;
  const overdue = () =>
    aRelease()
      .dropped()
      .composed()
      .approved()
      .does({ act: 'hold-overdue', by: 'watch', version: 1, edition: 'general' });

  it('is only what is overdue, in a release that was not killed', () => {
    expect(aRelease().dropped().composed().approved().refuses(sendOverdue)).toBe('not-awaiting-approval');
    expect(overdue().does(kill).refuses(sendOverdue)).toBe('killed');
  });

  it('is not the old version while a newer one waits', () => {
    const one = overdue().dropped();
    expect(one.refuses(sendOverdue)).toBe('undecided-version');
    expect(overdueEditions(one.release, '2026-03-02T12:00:00.000Z', 7200)).toEqual([]);
  });

  it('is not even offered while a newer version waits: overdue editions wait with it', () => {
    const one = aRelease().dropped().composed().approved().dropped();
    expect(overdueEditions(one.release, '2026-03-02T12:00:00.000Z', 7200)).toEqual([]);
  });
});

describe('the stages that arm and send', () => {
  const arm = { act: 'arm', by: 'arm-delivery', version: 1, edition: 'general' } as const;
  const finish = { ...arm, act: 'finish' } as const;

  it('may report the same thing twice', () => {
    const one = aRelease().dropped().composed().approved().sent('general');
    const before = one.release;
    expect(one.does(finish).release).toEqual(before);
  });

  it('cannot restart what was stopped', () => {
    const one = aRelease().dropped().composed().approved().sent('general', 'armed');
    one.does({ ...arm, act: 'stop' });
    expect(one.refuses(arm)).toBe('not-planned');
    expect(one.refuses(finish)).toBe('not-planned');
  });

  it('are refused if another version has replaced theirs, or if there is no such edition', () => {
    const one = aRelease().dropped().composed().approved();
    expect(one.refuses({ ...arm, edition: 'lift-notice' })).toBe('not-planned');
    expect(one.dropped().composed().approved().refuses(arm)).toBe('not-planned');
  });

  it('are asked again after a crash only for what was not begun', () => {
    const one = aRelease().dropped({ embargo: noon }).composed().approved();
    expect(armed(one)).toEqual(['embargoed', 'general', 'lift-notice']);
    expect(armed(one.sent('embargoed', 'armed'))).toEqual(['general', 'lift-notice']);
  });
});

it('a second person is asked once, not again at every sweep', () => {
  const one = aRelease().dropped({ policy: 'four-eyes' }).composed().approved();
  expect(resumeEffects(one.release)).toEqual([]);
});

describe('the trail', () => {
  it('counts the moves from one, so that two people cannot make the same move', () => {
    const one = aRelease().dropped();
    expect(one.release.revision).toBe(1);
    expect(one.composed().release.revision).toBe(2);
  });

  it('describes the state of a release, field by field', () => {
    const stood = (one: ARelease) => one.release.trail.at(-1)?.after;
    const waiting = {
      version: 1,
      state: 'composing',
      embargo: noon,
      sendAt: null,
      audience: null,
      approvals: [],
    };
    const one = aRelease().dropped({ embargo: noon });
    expect(stood(one)).toStrictEqual({ lastStatus: 'accepted', candidate: waiting });
    one.composed().approved();
    expect(stood(one)).toStrictEqual({
      lastStatus: 'accepted',
      live: {
        version: 1,
        embargo: noon,
        audience: anAudience.hash,
        approvals: ['ann'],
        editions: [
          { edition: 'embargoed', state: 'planned', dueAt: morning },
          { edition: 'general', state: 'planned', dueAt: noon },
          { edition: 'lift-notice', state: 'planned', dueAt: '2026-03-01T12:00:02.000Z' },
        ],
      },
    });
  });

  it.each([
    ['broken', () => aRelease().dropped({ embargo: noon }).composed().approved().does(lift)],
    ['killed', () => aRelease().dropped().does(kill)],
    ['cancelled', () => aRelease().dropped().does(cancel)],
    ['withdrawn', () => aRelease().dropped().does({ act: 'withdraw', by: 'accept-release' })],
  ])('says that a release was %s, and nothing else', (end, make) => {
    const { live, candidate, ...ends } = Object(make().release.trail.at(-1)?.after);
    expect(ends).toStrictEqual({ lastStatus: 'accepted', [end]: true });
  });

  it('has a line for every move: who, when, what, before and after', () => {
    const one = aRelease().dropped().composed().at(noon).approved('ann');
    expect(one.release.trail).toEqual([
      expect.objectContaining({
        subject: 'RELEASE#forum',
        at: noon,
        by: 'ann',
        act: 'approve',
        before: expect.objectContaining({
          candidate: expect.objectContaining({ state: 'awaiting-approval' }),
        }),
        after: expect.objectContaining({ live: expect.objectContaining({ version: 1, approvals: ['ann'] }) }),
      }),
    ]);
  });

  it('never contains a headline', () => {
    const one = aRelease().dropped({ title: 'Secret merger' }).composed().approved();
    expect(JSON.stringify(one.release.trail)).not.toContain('Secret');
  });
});
