import { describe, expect, it } from 'vitest';
import type { CommandIo } from '../../bin/command.ts';
import { sayOutcome } from '../../bin/connect-decisions.ts';
import type { MoveOutcome } from '../../functions/_shared/decisions/move-release.ts';
import { configuration } from '../../infra/configuration.ts';
import { ARelease } from '../functions/_shared/domain/a-release.ts';
import { FakeTable, tableThrough } from '../simulator/fake-table.ts';

/** The text that a person reads about an outcome, the record for programs, and the exit code. */
async function said(done: string, outcome: MoveOutcome) {
  const same = (text: string) => text;
  let [words, record]: [string, unknown] = ['', null];
  const io: CommandIo = {
    json: false,
    dataDirectory: '/nowhere',
    stage: undefined,
    width: 80,
    style: {
      bold: same,
      dim: same,
      good: (text) => `good ${text}`,
      bad: (text) => `bad ${text}`,
      caution: same,
    },
    record: (value, inWords) => {
      [words, record] = [inWords(), value];
    },
    say: () => {},
    complain: () => {},
    connect: () => Promise.reject(new Error('not connected')),
    confirm: async () => true,
    now: () => new Date('2026-03-01T08:00:00Z'),
  };
  const fake = new FakeTable();
  const table = tableThrough(async (command) => fake.execute(command));
  const code = await sayOutcome(
    io,
    { table, newsroom: configuration('local').newsroom, now: io.now },
    'forum',
    done,
    outcome,
  );
  return { words, record, code };
}

it('an approval for a million contacts says that they are being checked', async () => {
  const { release } = new ARelease('2026-03-01T08:00:00.000Z')
    .dropped()
    .composed({ recipients: 1_000_000 })
    .approved();
  const { words } = await said('approved', { ok: true, release, changed: true });
  expect(words).toMatch(/general .* checking 1,000,000 contacts …/);
});

describe.each(['approved', 'cancelled', 'lifted', 'killed'])(
  'a decision by which a release is to be %s',
  (done) => {
    it('that is refused shows ✗ and why, never a tick, and exits with 1', async () => {
      const refusal = { code: 'killed', message: 'This release was killed.' } as const;
      const { words, record, code } = await said(done, { ok: false, refusal });
      expect(words).toBe(`bad ✗ not ${done}: forum – This release was killed.`);
      expect(record).toEqual({ release: 'forum', outcome: 'refused', ...refusal });
      expect(code).toBe(1);
    });

    it('that is carried out shows a tick and exits with 0', async () => {
      const { release } = new ARelease('2026-03-01T08:00:00.000Z').dropped().composed().approved();
      const { words, code } = await said(done, { ok: true, release, changed: true });
      expect(words).toMatch(new RegExp(`^good ✓ ${done}: forum version 1`));
      expect(code).toBe(0);
    });
  },
);
