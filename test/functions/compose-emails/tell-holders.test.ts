import { describe, expect, it } from 'vitest';
import type { RecipientRecord } from '../../../functions/_shared/domain/delivery.ts';
import { type Dependencies, tellHolders } from '../../../functions/compose-emails/tell-holders.ts';
import { ARelease } from '../_shared/domain/a-release.ts';

const morning = '2026-03-01T08:00:00.000Z';
const noon = '2026-03-01T12:00:00.000Z';
const evening = '2026-03-01T18:00:00.000Z';

const record = (name: string, state: RecipientRecord['state']): RecipientRecord => ({
  deliveryId: 'forum_v1_embargoed',
  contactId: `c${name.repeat(26)}`,
  email: `${name}@press.example.org`,
  language: 'vi',
  state,
  reason: null,
  at: morning,
  sesMessageId: null,
  attempt: 1,
});

function holders(records: RecipientRecord[]) {
  const life = new ARelease(morning).dropped({ embargo: noon }).composed().approved().sent('embargoed');
  life.dropped({ embargo: evening }).composed().approved();
  const notices = new Map<string, string>();
  const dependencies: Dependencies = {
    now: () => new Date(life.now),
    readRelease: async () => life.release,
    putRelease: async (release) => {
      life.head = release;
      return true;
    },
    appendAudit: async () => {},
    carryOut: async () => {},
    writeNotice: async (id, { to, notice }) => {
      if (notice.kind === 'embargo-moved')
        notices.set(id, `${to} ${notice.language} ${notice.before} → ${notice.after}`);
    },
    enqueueCompose: async () => {},
    readVersion: async () => null,
    async *readRecords(deliveryId) {
      if (deliveryId === 'forum_v1_embargoed') yield* records;
    },
    readZone: async () => 'Asia/Tokyo',
  };
  return { life, notices, tell: () => tellHolders(dependencies, { releaseId: 'forum', version: 2 }) };
}

describe('when an embargo moves', () => {
  it('everybody who holds the release, or may hold it, is told when it was and when it is, in their language', async () => {
    const { notices, tell } = holders([
      record('a', 'delivered'),
      record('b', 'left-out'),
      record('d', 'unknown'),
      record('e', 'bounced'),
    ]);
    await tell();
    expect([...notices.values()]).toEqual([
      `a@press.example.org vi ${noon} → ${evening}`,
      `d@press.example.org vi ${noon} → ${evening}`,
    ]);
  });

  it('they are told once, and the trail says that they were', async () => {
    const { life, notices, tell } = holders([record('a', 'sent')]);
    await tell();
    expect(life.release.live?.movedFrom).toBeNull();
    expect(life.release.trail[0]).toMatchObject({ act: 'tell-holders' });
    notices.clear();
    await tell();
    expect(notices.size).toBe(0);
  });
});
