import { describe, expect, it } from 'vitest';
import { publicVersion, releaseState } from '../../../../functions/_shared/domain/release-life.ts';
import { ARelease } from './a-release.ts';

const evening = '2026-11-30T11:00:00.000Z';
const byZone = { 'Pacific/Auckland': 2, 'Asia/Ho_Chi_Minh': 5, 'Pacific/Honolulu': 1 };
const inAuckland = '2026-11-30T19:00:00.000Z';

/** A release that waits for approval, to be sent at 08:00 of its readers' clocks. */
const dropped = (date: string | null) =>
  new ARelease(evening).dropped({ sendAtLocal: { time: '08:00', date } }).composed({ byZone });
const general = (one: ARelease) => one.release.live?.editions.find(({ edition }) => edition === 'general');

describe("a release that goes out by its readers' clocks", () => {
  it('begins at the first of them, on one date for everybody: the first that is ahead for all', () => {
    expect(general(dropped(null).approved())).toMatchObject({
      dueAt: inAuckland,
      local: { time: '08:00', date: '2026-12-01' },
    });
    // In Auckland it is past eight: nobody there is left out, so that everybody gets it a day later.
    expect(general(dropped(null).at('2026-11-30T19:00:00.000Z').approved())).toMatchObject({
      dueAt: '2026-12-01T19:00:00.000Z',
      local: { date: '2026-12-02' },
    });
  });

  it('on a written date begins at once for whom the time has passed', () => {
    const late = dropped('2026-12-01').at('2026-12-01T02:00:00.000Z').approved();
    expect(general(late)).toMatchObject({
      dueAt: '2026-12-01T02:00:00.000Z',
      local: { date: '2026-12-01' },
    });
  });

  it('is public from the first instant, and can then be killed and no longer cancelled', () => {
    const one = dropped('2026-12-01').approved().sent('general', 'armed');
    expect(publicVersion(one.release, evening)).toBeNull();
    one.at(inAuckland);
    expect(publicVersion(one.release, inAuckland)).toEqual({ version: 1, at: inAuckland });
    expect(releaseState(one.release, inAuckland)).toBe('sending');
    expect(one.refuses({ act: 'cancel', by: 'ann', reason: null })).toBe('already-going-out');
    one.does({ act: 'kill', by: 'ann', reason: 'wrong' });
    expect(one.plan).toEqual(['general stopped 2026-11-30T19:00', 'kill planned 2026-11-30T19:00']);
  });

  it('is corrected between two zones: at once for who has it, on the same date for who does not', () => {
    for (const date of [null, '2026-12-01']) {
      const one = dropped(date).approved().sent('general', 'armed').at('2026-11-30T20:00:00.000Z');
      one.dropped({ sendAtLocal: { time: '08:00', date }, correction: 'a figure' }).composed({ byZone });
      one.at('2026-11-30T21:00:00.000Z').approved();
      expect(one.plan).toEqual(['correction planned 2026-11-30T21:00', 'general planned 2026-11-30T21:00']);
      expect(general(one)?.local).toEqual({ time: '08:00', date: '2026-12-01' });
    }
  });

  it('replaced before anybody has it, is planned anew', () => {
    const one = dropped(null).approved();
    one.dropped({ sendAtLocal: { time: '09:00', date: null } }).composed({ byZone });
    one.at('2026-11-30T12:00:00.000Z').approved();
    expect(general(one)).toMatchObject({
      dueAt: '2026-11-30T20:00:00.000Z',
      local: { time: '09:00', date: '2026-12-01' },
    });
  });

  it('is not refused for an embargo on the same text elsewhere that ends before its first reader is due', () => {
    const one = dropped(null);
    const audienceHash = one.release.candidate?.audience?.hash ?? '';
    const approve = (until: string) =>
      one.refuses({
        act: 'approve',
        by: 'ann',
        version: 1,
        audienceHash,
        elsewhere: { releaseId: 'twin', until, inWords: 'later' },
      });
    expect(approve(inAuckland)).toBeNull();
    expect(approve('2026-11-30T19:00:01.000Z')).toBe('embargoed-elsewhere');
  });

  it('leaves a trail that says the time, the day and the first instant', () => {
    const one = dropped(null);
    expect(one.release.trail[0]?.after).toMatchObject({
      candidate: { sendAtLocal: { time: '08:00', date: null } },
    });
    expect(one.approved().release.trail[0]?.after).toMatchObject({
      live: { editions: [{ dueAt: inAuckland, local: { time: '08:00', date: '2026-12-01' } }] },
    });
  });
});
