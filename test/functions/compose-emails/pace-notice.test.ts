import { describe, expect, it } from 'vitest';
import { paceTable } from '../../../functions/_shared/aws/pace-table.ts';
import type { NoticeKind } from '../../../functions/_shared/domain/notice.ts';
import { paceNotice } from '../../../functions/compose-emails/pace-notice.ts';
import { FakeTable, tableThrough } from '../../simulator/fake-table.ts';

const start = Date.parse('2026-01-05T09:00:00Z');

/** An account that may send ten mails a second: a slot is 105 ms long. */
function account(maxSendRate: number | null = 10) {
  const fake = new FakeTable();
  const pace = paceTable(tableThrough(async (command) => fake.execute(command)));
  const clock = { now: start };
  const dependencies = {
    ...pace,
    async readQuota() {
      if (maxSendRate === null) throw new Error('AccessDenied');
      return { maxSendRate, max24HourSend: -1, sentLast24Hours: 0 };
    },
    now: () => clock.now,
    async sleep(milliseconds: number) {
      clock.now += milliseconds;
    },
  };
  return { pace, clock, take: (kind: NoticeKind) => paceNotice(dependencies, kind) };
}

describe('a notice', () => {
  it('takes one slot of the rate that editions send at, after those that came before', async () => {
    const { clock, take } = account();
    for (let n = 0; n < 20; n++) expect(await take('desk-report')).toBe(true);
    expect(clock.now - start).toBeCloseTo((19 * 1000) / 9.5, 0);
  });

  it('makes an edition that is sent at the same time slower by its own slot, and no more', async () => {
    const { pace, clock, take } = account();
    await take('proof');
    const before = (await pace.readPace()).nextAt;
    await take('proof');
    const after = await pace.reservePace({ milliseconds: 1000, now: clock.now, isUrgent: false });
    expect(after.nextAt - before).toBeCloseTo(1000 + 1000 / 9.5, 0);
  });

  it('to the desk waits a few seconds at most, however much of a big sending is reserved', async () => {
    const { pace, clock, take } = account();
    await pace.reservePace({ milliseconds: 60_000, now: clock.now, isUrgent: false });
    expect(await take('proof')).toBe(true);
    expect(clock.now - start).toBe(5000);
  });

  it('that a stranger asked for comes later if a big sending is under way, and takes none of its slots', async () => {
    const { pace, clock, take } = account();
    await pace.reservePace({ milliseconds: 60_000, now: clock.now, isUrgent: false });
    const { nextAt } = await pace.readPace();
    expect(await take('confirm')).toBe(false);
    expect((await pace.readPace()).nextAt).toBe(nextAt);
    clock.now += 56_000;
    expect(await take('confirm')).toBe(true);
  });

  it('is sent although SES does not tell its quota: it may be the alert that says so', async () => {
    const { take } = account(null);
    expect(await take('desk-alert')).toBe(true);
  });
});
