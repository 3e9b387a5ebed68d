import { describe, expect, it } from 'vitest';
import type { Edition } from '../../../../functions/_shared/domain/release.ts';
import type { PlannedEdition, Release } from '../../../../functions/_shared/domain/release-life.ts';
import { needsAccreditation, sendGate } from '../../../../functions/_shared/domain/send-gate.ts';
import { releaseOf } from '../deliveries/release-of.ts';

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
    'its %s edition opens at T, not a millisecond before',
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

  it('whoever broke the embargo opened it for everybody', () => {
    const broken = planned({ ...release, broken: act }, 'general', { dueAt: act.at });
    expect(gate(broken, 'general', T - 1_000_000)).toBe('open');
    expect(gate(broken, 'embargoed', T - 1_000_000)).toEqual({ closed: 'superseded' });
  });

  it('goes to accredited contacts only until it lifts, also as a correction', () => {
    expect(needsAccreditation(release, { edition: 'embargoed' }, T - 1)).toBe(true);
    expect(needsAccreditation(release, { edition: 'correction' }, T - 1)).toBe(true);
    expect(needsAccreditation(release, { edition: 'correction' }, T)).toBe(false);
    expect(needsAccreditation(release, { edition: 'general' }, T)).toBe(false);
  });
});

describe('nothing goes out', () => {
  const release = releaseOf({});
  it('before its time', () => {
    const later = planned(release, 'general', { dueAt: '2026-01-05T10:00:00Z' });
    expect(gate(later, 'general', T - 1)).toEqual({ closed: 'not-yet' });
    expect(gate(later, 'general', T)).toBe('open');
  });

  it('of a release that was killed, but the kill notice', () => {
    const killed = { ...planned(release, 'general', { state: 'stopped' }), killed: act };
    expect(gate(killed, 'general', T)).toEqual({ closed: 'killed' });
    expect(gate(planned({ ...releaseOf({ kill: true }), killed: act }, 'kill', {}), 'kill', T)).toBe('open');
    expect(gate(releaseOf({ kill: true }), 'kill', T)).toEqual({ closed: 'not-yet' });
  });

  it('R21: of a version that another has replaced', () => {
    expect(gate(releaseOf({ version: 2 }), 'general', T, 1)).toEqual({ closed: 'superseded' });
  });

  it('of a release that was cancelled or is not there', () => {
    expect(gate({ ...release, live: null, cancelled: act }, 'general', T)).toEqual({ closed: 'cancelled' });
    expect(gate(null, 'general', T)).toEqual({ closed: 'cancelled' });
  });

  it('while a newer version waits for a decision, or a person has to let an overdue edition go', () => {
    expect(gate(planned(release, 'general', { state: 'overdue' }), 'general', T)).toEqual({
      closed: 'not-yet',
    });
  });

  it("while this machine's clock differs from AWS's by more than two seconds", () => {
    expect(gate(release, 'general', T, 1, 2001)).toEqual({ closed: 'clock' });
    expect(gate(release, 'general', T, 1, -2001)).toEqual({ closed: 'clock' });
    expect(gate(release, 'general', T, 1, 2000)).toBe('open');
  });
});
