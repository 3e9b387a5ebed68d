import { describe, expect, it } from 'vitest';
import { approveShown } from '../../bin/approve-shown.ts';
import { approveRelease } from '../../functions/_shared/decisions/approve-release.ts';
import { ARelease, anAudience } from '../functions/_shared/domain/a-release.ts';

const morning = '2026-03-01T08:00:00.000Z';

/** The command at a terminal: records what it shows. `meanwhile` contains what happens while it shows or waits. */
function terminal(life: ARelease) {
  const shown: string[] = [];
  const meanwhile: { show?: () => void; sleep?: () => void } = {};
  let now = 0;
  const readHead = async () => structuredClone(life.head);
  return {
    shown,
    meanwhile,
    approve: (version: number | null = null) =>
      approveShown(
        {
          readHead,
          approve: (approval) =>
            approveRelease(
              {
                now: () => new Date(life.now),
                readHead,
                putRelease: async (release) => {
                  life.head = release;
                  return true;
                },
                appendAuditOnce: async () => {},
                carryOut: async () => {},
                embargoElsewhere: async () => null,
              },
              approval,
            ),
          async show(_, { version: waiting, audience }) {
            shown.push(`version ${waiting} to ${audience?.recipients}`);
            meanwhile.show?.();
          },
          async sleep(milliseconds) {
            now += milliseconds;
            meanwhile.sleep?.();
          },
          now: () => now,
        },
        { releaseId: 'forum', by: 'ann', version },
      ),
  };
}

describe('dateline approve', () => {
  it('shows what it approves first', async () => {
    const { approve, shown } = terminal(new ARelease(morning).dropped().composed());
    expect((await approve()).kind).toBe('approved');
    expect(shown).toEqual([`version 1 to ${anAudience.recipients}`]);
  });

  it('refuses if a newer version was dropped at that moment, because nobody has seen it', async () => {
    const life = new ARelease(morning).dropped().composed();
    const { approve, meanwhile } = terminal(life);
    meanwhile.show = () => life.dropped().composed();
    expect(await approve()).toMatchObject({
      kind: 'refused',
      refusal: { code: 'other-version', message: expect.stringContaining('There is a newer version: 2') },
    });
    expect(life.release.live).toBeNull();
  });

  it('says that there is a newer version, even if that one is still being composed, and does not wait for it', async () => {
    const life = new ARelease(morning).dropped().composed();
    const { approve, meanwhile } = terminal(life);
    meanwhile.show = () => life.dropped();
    expect(await approve()).toMatchObject({ refusal: { code: 'other-version' } });
  });

  it('waits for the version that was there when it was called, and approves no newer one instead', async () => {
    const life = new ARelease(morning).dropped();
    const { approve, meanwhile, shown } = terminal(life);
    meanwhile.sleep = () => life.composed();
    expect((await approve()).kind).toBe('approved');
    expect(shown).toHaveLength(1);

    const overtaken = new ARelease(morning).dropped();
    const second = terminal(overtaken);
    second.meanwhile.sleep = () => overtaken.dropped().composed();
    expect(await second.approve()).toMatchObject({ refusal: { code: 'other-version' } });
    expect(overtaken.release.live).toBeNull();
    expect(second.shown).toEqual([]);
  });

  it('with --version approves that one alone', async () => {
    const life = new ARelease(morning).dropped().composed().dropped().composed();
    const { approve } = terminal(life);
    expect(await approve(1)).toMatchObject({ refusal: { code: 'other-version' } });
    expect((await approve(2)).kind).toBe('approved');
  });

  it('is refused if nothing waits', async () => {
    expect(await terminal(new ARelease(morning)).approve()).toMatchObject({
      refusal: { code: 'no-such-release' },
    });
  });
});
