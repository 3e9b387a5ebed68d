import { describe, expect, it } from 'vitest';
import type { Edition } from '../../../../functions/_shared/domain/release.ts';
import type { PlannedEdition, Release } from '../../../../functions/_shared/domain/release-life.ts';
import { mayOpen, needsAccreditation, sendGate } from '../../../../functions/_shared/domain/send-gate.ts';
import { releaseOf } from '../deliveries/release-of.ts';
import { ARelease } from './a-release.ts';

const T = Date.parse('2026-01-05T10:00:00Z');
const gate = (release: Release | null, edition: Edition, now: number, version = 1, skew = 0) =>
  sendGate(release, { edition, version }, { now, skew });
const planned = (release: Release, edition: Edition, said: Partial<PlannedEdition>): Release => ({
  ...release,
  live: release.live && {
    ...release.live,
    editions: release.live.editions.map((each) => (each.edition === edition ? { ...each, ...said } : each)),
  },
});
const act = { at: '2026-01-05T09:30:00Z', by: 'Ann', reason: 'x' };

describe('an embargoed release', () => {
  const release = releaseOf({ embargo: '2026-01-05T10:00:00Z' });
  it.each<Edition>(['general', 'lift-notice'])(
    'its %s edition opens at T, not a millisecond earlier',
    (edition) => {
      expect(gate(release, edition, T - 1)).toEqual({ closed: 'embargoed' });
      expect(gate(release, edition, T)).toBe('open');
    },
  );

  it('its embargoed edition goes out before T and ends ten seconds before it', () => {
    expect(gate(release, 'embargoed', T - 3_600_000)).toBe('open');
    expect(gate(release, 'embargoed', T - 10_000)).toEqual({ closed: 'superseded' });
    expect(gate(release, 'embargoed', T)).toEqual({ closed: 'superseded' });
  });

  it('breaking the embargo opens it for everybody', () => {
    const broken = planned({ ...release, broken: act }, 'general', { dueAt: act.at });
    expect(gate(broken, 'general', T - 1_000_000)).toBe('open');
    expect(gate(broken, 'embargoed', T - 1_000_000)).toEqual({ closed: 'superseded' });
  });

  it('the message that its embargo has moved is sent until T, even while a newer version waits, and never after T', () => {
    const waits = new ARelease('2026-01-05T08:00:00Z')
      .dropped({ embargo: '2026-01-05T09:00:00Z' })
      .composed();
    waits.approved().sent('embargoed').dropped({ embargo: '2026-01-05T10:00:00Z' }).composed().approved();
    const { release: second } = waits;
    expect(gate(second, 'embargo-moved', T - 1, 2)).toBe('open');
    expect(gate(second, 'embargo-moved', T, 2)).toEqual({ closed: 'lifted' });
    const { release: paused } = waits.dropped({ embargo: '2026-01-05T12:00:00Z' });
    expect(gate(paused, 'embargo-moved', T - 1, 2)).toBe('open');
    expect(gate(paused, 'embargoed', T - 3_600_000, 2)).toEqual({ closed: 'not-yet' });
    const { release: third } = waits.composed().approved();
    expect(gate(third, 'embargo-moved', T - 1, 2)).toEqual({ closed: 'superseded' });
    const { release: killed } = waits.does({ act: 'kill', by: 'ann', reason: 'wrong' });
    expect(gate(killed, 'embargo-moved', T - 1, 3)).toEqual({ closed: 'killed' });
  });

  it('the message that its embargo has moved is for everybody who holds it, accredited or not', () => {
    expect(needsAccreditation(release, { edition: 'embargo-moved' }, T - 1)).toBe(false);
  });

  it('goes only to accredited contacts until it lifts, even as a correction', () => {
    expect(needsAccreditation(release, { edition: 'embargoed' }, T - 1)).toBe(true);
    expect(needsAccreditation(release, { edition: 'correction' }, T - 1)).toBe(true);
    expect(needsAccreditation(release, { edition: 'correction' }, T)).toBe(false);
    expect(needsAccreditation(release, { edition: 'general' }, T)).toBe(false);
  });
});

describe('nothing is sent', () => {
  const release = releaseOf({});
  it('before its time', () => {
    const later = planned(release, 'general', { dueAt: '2026-01-05T10:00:00Z' });
    expect(gate(later, 'general', T - 1)).toEqual({ closed: 'not-yet' });
    expect(gate(later, 'general', T)).toBe('open');
  });

  it('to readers of a later hour before theirs, though others have it', () => {
    const at = Date.parse('2026-01-05T09:30:00Z');
    const gateAt = (partDueAt: string) =>
      sendGate(releaseOf({}), { edition: 'general', version: 1 }, { now: at, skew: 0 }, partDueAt);
    expect(gateAt('2026-01-05T09:30:00.001Z')).toEqual({ closed: 'not-yet' });
    expect(gateAt('2026-01-05T09:30:00.000Z')).toBe('open');
  });

  it('in a release that was killed, except the kill notice', () => {
    const killed = { ...planned(release, 'general', { state: 'stopped' }), killed: act };
    expect(gate(killed, 'general', T)).toEqual({ closed: 'killed' });
    expect(gate({ ...release, killed: act }, 'general', T)).toEqual({ closed: 'killed' });
    expect(gate(planned({ ...releaseOf({ kill: true }), killed: act }, 'kill', {}), 'kill', T)).toBe('open');
    expect(gate(releaseOf({ kill: true }), 'kill', T)).toEqual({ closed: 'not-yet' });
  });

  it('for a version that was replaced', () => {
    expect(gate(releaseOf({ version: 2 }), 'general', T, 1)).toEqual({ closed: 'superseded' });
  });

  it('for a release that was cancelled or does not exist', () => {
    expect(gate({ ...release, live: null, cancelled: act }, 'general', T)).toEqual({ closed: 'cancelled' });
    expect(gate(null, 'general', T)).toEqual({ closed: 'cancelled' });
  });

  it('while a newer version waits for a decision, or while a person must release an overdue edition', () => {
    expect(gate(planned(release, 'general', { state: 'overdue' }), 'general', T)).toEqual({
      closed: 'not-yet',
    });
  });

  it("while this machine's clock differs from AWS's by more than two seconds", () => {
    expect(gate(release, 'general', T, 1, 2001)).toEqual({ closed: 'clock' });
    expect(gate(release, 'general', T, 1, -2001)).toEqual({ closed: 'clock' });
    expect(gate(release, 'general', T, 1, 2000)).toBe('open');
  });

  it('for a release that was withdrawn from sending after its approval, not even in time', () => {
    expect(gate({ ...release, cancelled: act }, 'general', T)).toEqual({ closed: 'cancelled' });
  });

  it('for a release that was killed before anybody approved it, and the reason is the kill', () => {
    expect(gate({ ...release, live: null, killed: act }, 'general', T)).toEqual({ closed: 'killed' });
  });

  it('for an edition that is no longer planned, or was stopped', () => {
    expect(gate(release, 'correction', T)).toEqual({ closed: 'superseded' });
    expect(gate(planned(release, 'general', { state: 'stopped' }), 'general', T)).toEqual({
      closed: 'superseded',
    });
    const killed = { ...releaseOf({ kill: true }), killed: act };
    expect(gate(planned(killed, 'kill', { state: 'stopped' }), 'kill', T)).toEqual({ closed: 'killed' });
    expect(gate({ ...release, killed: act }, 'kill', T)).toEqual({ closed: 'killed' });
  });

  it('about a new embargo after the embargo was broken', () => {
    const moved = releaseOf({ embargo: '2026-01-05T10:00:00Z' });
    const live = moved.live && {
      ...moved.live,
      editions: moved.live.editions.map((each) => ({ ...each, edition: 'embargo-moved' as const })),
    };
    expect(gate({ ...moved, live }, 'embargo-moved', T - 1)).toBe('open');
    expect(gate({ ...moved, live, broken: act }, 'embargo-moved', T - 1)).toEqual({ closed: 'lifted' });
  });
});

describe('a correction', () => {
  const release = releaseOf({ version: 2, sentVersions: [1], embargo: '2026-01-05T10:00:00Z' });
  it('is sent under embargo, up to the instant of the lift', () => {
    expect(gate(release, 'correction', T - 3_600_000, 2)).toBe('open');
    expect(gate(release, 'correction', T - 1, 2)).toBe('open');
  });

  it('goes to everybody if the embargo was broken, or if there was none', () => {
    const broken = { ...release, broken: act };
    expect(needsAccreditation(broken, { edition: 'correction' }, T - 1)).toBe(false);
    const open = releaseOf({ version: 2, sentVersions: [1] });
    expect(needsAccreditation(open, { edition: 'correction' }, T - 1)).toBe(false);
    expect(needsAccreditation({ ...release, live: null }, { edition: 'correction' }, T - 1)).toBe(false);
  });
});

describe('a kill', () => {
  const killed = { ...releaseOf({ kill: true, embargo: '2026-01-05T10:00:00Z' }), killed: act };
  it('is sent at once, under embargo and after it, to the accredited and to all others', () => {
    expect(gate(killed, 'kill', T - 1)).toBe('open');
    expect(gate(killed, 'kill', T)).toBe('open');
    expect(needsAccreditation(killed, { edition: 'kill' }, T - 1)).toBe(false);
  });

  it('waits for a correct clock like everything else', () => {
    expect(gate(killed, 'kill', T, 1, 2001)).toEqual({ closed: 'clock' });
  });
});

it('a gate that is closed by time, clock or a decision may open again; a gate that is closed for good does not', () => {
  for (const reason of ['embargoed', 'not-yet', 'clock'] as const) expect(mayOpen(reason)).toBe(true);
  for (const reason of ['killed', 'superseded', 'lifted', 'cancelled'] as const)
    expect(mayOpen(reason)).toBe(false);
});

it('the embargoed edition starts its last window more than ten seconds before the lift', () => {
  const release = releaseOf({ embargo: '2026-01-05T10:00:00Z' });
  expect(gate(release, 'embargoed', T - 10_001)).toBe('open');
  expect(gate(release, 'lift-notice', T - 10_001)).toEqual({ closed: 'embargoed' });
});
