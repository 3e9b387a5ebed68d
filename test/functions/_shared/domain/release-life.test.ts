import { describe, expect, it } from 'vitest';
import { isOverdue, liveStateAt, publicVersion } from '../../../../functions/_shared/domain/release-life.ts';
import { ARelease } from './a-release.ts';

const morning = '2026-03-01T08:00:00.000Z';
const noon = '2026-03-01T12:00:00.000Z';
const evening = '2026-03-01T18:00:00.000Z';
const aRelease = () => new ARelease(morning);
const lift = { act: 'lift', by: 'ann', reason: 'published elsewhere' } as const;
const cancel = { act: 'cancel', by: 'ann', reason: null } as const;

describe('whether somebody may have the release', () => {
  const embargoed = () => aRelease().dropped({ embargo: noon }).composed().approved();

  it('is true from the moment when sending may begin, even if no mail is known to be sent', () => {
    expect(embargoed().sent('embargoed', 'armed').refuses(cancel)).toBe('already-going-out');
    const waits = aRelease().dropped({ sendAt: noon }).composed().approved().sent('general', 'armed');
    expect(waits.at('2026-03-01T11:59:59.999Z').refuses(cancel)).toBeNull();
    expect(waits.at(noon).refuses(cancel)).toBe('already-going-out');
  });

  it('stays true if the sending was stopped halfway, and is false if it was stopped before it began', () => {
    const edition = { by: 'ann', version: 1, edition: 'embargoed' } as const;
    const halfway = embargoed()
      .sent('embargoed', 'armed')
      .does({ act: 'stop', ...edition });
    expect(halfway.refuses(cancel)).toBe('already-going-out');
    const waits = aRelease().dropped({ sendAt: noon }).composed().approved().sent('general', 'armed');
    waits.does({ act: 'stop', by: 'ann', version: 1, edition: 'general' });
    expect(waits.refuses(cancel)).toBeNull();
  });
});

describe('the public version', () => {
  it('is the approved version if a newer one came exactly at its time, because it was already public', () => {
    const one = aRelease().dropped({ embargo: noon }).composed().approved();
    one.at('2026-03-01T11:58:00.000Z').sent('general', 'armed');
    one.at(noon).dropped({ correction: 'a figure' });
    expect(publicVersion(one.release, evening)).toEqual({ version: 1, at: noon });
  });

  it('is null for a version whose time came while it could not be sent', () => {
    const one = aRelease().dropped({ embargo: noon }).composed().approved();
    expect(publicVersion(one.release, evening)).toBeNull();
  });
});

describe('an edition that missed its time', () => {
  const general = (state: 'planned' | 'sent') =>
    ({ edition: 'general', deliveryId: 'forum.1.general', dueAt: noon, state }) as const;

  it('is overdue only if more than the limit has passed', () => {
    expect(isOverdue(general('planned'), '2026-03-01T14:00:00.000Z', 7200)).toBe(false);
    expect(isOverdue(general('planned'), '2026-03-01T14:00:00.001Z', 7200)).toBe(true);
  });

  it('is not overdue if it is already sent', () => {
    expect(isOverdue(general('sent'), '2026-03-02T12:00:00.000Z', 7200)).toBe(false);
  });
});

describe('the state of the approved version after the last move', () => {
  it('is “sent” if all of it is sent', () => {
    const one = aRelease().dropped().composed().approved().sent('general');
    expect(one.release.live?.state).toBe('sent');
  });

  it('is “embargoed” once the early edition is sent, but not if the embargo was broken', () => {
    const one = aRelease().dropped({ embargo: noon }).composed().approved();
    expect(one.release.live?.state).toBe('approved');
    expect(one.sent('embargoed').release.live?.state).toBe('embargoed');
    expect(one.does(lift).release.live?.state).toBe('approved');
  });

  it('is “sent” too if the rest was stopped', () => {
    const editions = [
      { edition: 'general', deliveryId: 'forum.1.general', dueAt: noon, state: 'stopped' } as const,
    ];
    expect(liveStateAt({ editions, embargo: noon }, false, morning)).toBe('sent');
  });
});
