import { describe, expect, it } from 'vitest';
import { approveRelease } from '../../../../functions/_shared/decisions/approve-release.ts';
import { countJoined } from '../../../../functions/_shared/decisions/count-joined.ts';
import { moveRelease } from '../../../../functions/_shared/decisions/move-release.ts';
import {
  cancelRelease,
  killRelease,
  stopRelease,
} from '../../../../functions/_shared/decisions/stop-release.ts';
import { sweepReleases } from '../../../../functions/_shared/decisions/sweep-releases.ts';
import type { Recipient } from '../../../../functions/_shared/domain/audience.ts';
import type { AuditLine } from '../../../../functions/_shared/domain/audit.ts';
import { type Card, cardSchema, goodStanding } from '../../../../functions/_shared/domain/contact.ts';
import type { Effect } from '../../../../functions/_shared/domain/release-moves.ts';
import type { EmbargoElsewhere } from '../../../../functions/_shared/domain/twin.ts';
import { ARelease, anAudience } from '../domain/a-release.ts';

const morning = '2026-03-01T08:00:00.000Z';
const noon = '2026-03-01T12:00:00.000Z';

/** The table and the queues that the decisions use. */
class Desk {
  readonly audit = new Map<string, AuditLine>();
  readonly effects: Effect[] = [];
  /** The embargo on the same text in another release; asked again for each decision. */
  elsewhere: (() => EmbargoElsewhere | null) | null = null;
  readonly life: ARelease;
  /** What somebody else does between a read and the following write. */
  meanwhile: (() => void) | null = null;

  constructor(life: ARelease) {
    this.life = life;
  }

  get dependencies() {
    const desk = this;
    return {
      now: () => new Date(this.life.now),
      readHead: async () => structuredClone(this.life.head),
      putRelease: async (release: NonNullable<ARelease['head']>) => {
        this.meanwhile?.();
        this.meanwhile = null;
        if (this.life.head && this.life.head.revision !== release.revision - 1) return false;
        this.life.head = release;
        return true;
      },
      appendAuditOnce: async (line: AuditLine, id: string) => void this.audit.set(id, line),
      carryOut: async (effect: Effect) => void this.effects.push(effect),
      embargoElsewhere: async () => this.elsewhere?.() ?? null,
      overdueLimitSeconds: 7200,
      async *listReleases(which: 'open' | 'settled') {
        if (which === 'open' && desk.life.head) yield desk.life.head;
      },
    };
  }
}

const approve = (desk: Desk, by = 'ann') => {
  const { candidate } = desk.life.head ?? {};
  const shown = candidate && {
    version: candidate.version,
    audienceHash: candidate.audience?.hash ?? '',
  };
  return approveRelease(desk.dependencies, { releaseId: 'forum', by, shown: shown ?? null });
};

describe('approving', () => {
  it('looks again for the same text under embargo if somebody moved the release meanwhile', async () => {
    const desk = new Desk(new ARelease(morning).dropped().composed());
    const budget = { releaseId: 'budget', until: noon, inWords: 'noon' };
    // The twin arrives after the check and before the approval is written. Dropping it changes this head first.
    desk.meanwhile = () => {
      desk.elsewhere = () => budget;
      desk.life.does({ act: 'note-twin', by: 'accept-release', reason: 'the same text as “budget”' });
    };
    const outcome = await approve(desk);
    expect(outcome).toMatchObject({ kind: 'refused', refusal: { code: 'embargoed-elsewhere' } });
    expect(outcome).toHaveProperty('refusal.message', expect.stringMatching(/“budget” until noon/));
    expect(desk.life.release.live).toBeNull();
  });

  it('approves the release and records who did it', async () => {
    const desk = new Desk(new ARelease(morning).dropped().composed());
    expect((await approve(desk)).kind).toBe('approved');
    expect(desk.effects.map(({ kind }) => kind)).toEqual(['arm']);
    expect([...desk.audit.values()].at(-1)).toMatchObject({ by: 'ann', act: 'approve' });
  });

  it('is for the audience of the proof: a stranger who joins a list later cannot block it', async () => {
    const desk = new Desk(new ARelease(morning).dropped().composed());
    expect((await approve(desk)).kind).toBe('approved');
    expect(desk.life.release.live?.audience).toEqual(anAudience);
  });

  it('is refused as too early while it is being composed', async () => {
    const desk = new Desk(new ARelease(morning).dropped());
    expect(await approve(desk)).toMatchObject({ refusal: { code: 'not-composed' } });
  });

  it('an overdue edition approves no newer version that nobody was shown', async () => {
    const desk = new Desk(new ARelease(morning).dropped().composed());
    const outcome = await approveRelease(desk.dependencies, { releaseId: 'forum', by: 'ann', shown: null });
    expect(outcome).toMatchObject({ refusal: { code: 'undecided-version' } });
    expect(desk.life.release.live).toBeNull();
  });

  it('by a link for an older audience or version changes nothing', async () => {
    const desk = new Desk(new ARelease(morning).dropped().composed());
    const by = { releaseId: 'forum', by: 'ann' };
    for (const shown of [
      { version: 1, audienceHash: 'b'.repeat(16) },
      { version: 2, audienceHash: anAudience.hash },
    ])
      expect((await approveRelease(desk.dependencies, { ...by, shown })).kind).toBe('refused');
    expect(desk.life.release.live).toBeNull();
  });

  it('with four eyes waits for a second person', async () => {
    const desk = new Desk(new ARelease(morning).dropped({ policy: 'four-eyes' }).composed());
    expect((await approve(desk, 'ann')).kind).toBe('waits-for-second');
    expect(await approve(desk, 'ann')).toMatchObject({ kind: 'refused', refusal: { code: 'same-person' } });
    expect((await approve(desk, 'bob')).kind).toBe('approved');
  });

  it('sends what an outage had made overdue', async () => {
    const life = new ARelease(morning).dropped().composed().approved();
    const desk = new Desk(life.at('2026-03-01T20:00:00.000Z'));
    await sweepReleases(desk.dependencies);
    expect(life.plan).toEqual(['general overdue 2026-03-01T08:00']);
    expect((await approve(desk)).kind).toBe('approved');
    expect(life.plan).toEqual(['general planned 2026-03-01T20:00']);
  });

  it('is refused if nothing waits or the release does not exist', async () => {
    expect(await approve(new Desk(new ARelease(morning)))).toMatchObject({
      refusal: { code: 'no-such-release' },
    });
    const sent = new Desk(new ARelease(morning).dropped().composed().approved().sent('general'));
    expect(await approve(sent)).toMatchObject({ refusal: { code: 'not-awaiting-approval' } });
  });
});

describe('two people at the same time', () => {
  it('decide one after the other: the second decides on the result of the first', async () => {
    const desk = new Desk(new ARelease(morning).dropped().composed());
    desk.meanwhile = () => desk.life.does({ act: 'kill', by: 'bob', reason: 'wrong' });
    expect(await approve(desk)).toMatchObject({ kind: 'refused', refusal: { code: 'killed' } });
  });

  it('cannot both kill', async () => {
    const desk = new Desk(new ARelease(morning).dropped().composed());
    const order = { releaseId: 'forum', by: 'ann', reason: 'wrong' };
    expect((await killRelease(desk.dependencies, order)).ok).toBe(true);
    expect((await killRelease(desk.dependencies, order)).ok).toBe(false);
  });
});

describe('stopping', () => {
  const order = { releaseId: 'forum', by: 'ann', reason: 'wrong' };

  it('cancels what nobody has, together with the waiting version', async () => {
    const life = new ARelease(morning).dropped({ sendAt: noon }).composed().approved().dropped();
    expect(await stopRelease(new Desk(life).dependencies, order)).toMatchObject({ as: 'cancelled' });
    expect(life.release.live).toBeNull();
    expect(life.release.killed).toBeNull();
    expect(life.release.candidate?.state ?? 'cancelled').toBe('cancelled');
  });

  it('kills a release that begins to be sent at that very moment', async () => {
    const life = new ARelease(morning).dropped({ sendAt: noon }).composed().approved();
    life.does({ act: 'arm', by: 'arm-delivery', version: 1, edition: 'general' });
    const desk = new Desk(life);
    const { dependencies } = desk;
    let reads = 0;
    const late = {
      ...dependencies,
      readHead: async () => {
        if (++reads === 2) life.at(noon);
        return dependencies.readHead();
      },
    };
    expect(await stopRelease(late, order)).toMatchObject({ as: 'killed', outcome: { ok: true } });
    expect(life.release.killed?.reason).toBe('wrong');
  });

  it('is a kill if it was sent, and is refused the second time', async () => {
    const life = new ARelease(morning).dropped().composed().approved().sent('general');
    const desk = new Desk(life);
    expect(await stopRelease(desk.dependencies, order)).toMatchObject({
      as: 'killed',
      outcome: { ok: true },
    });
    expect(await stopRelease(desk.dependencies, order)).toMatchObject({ outcome: { ok: false } });
  });
});

describe('a crash right after a move', () => {
  it('loses no line of the trail: the next move writes it', async () => {
    const desk = new Desk(new ARelease(morning).dropped().composed());
    const dying = {
      ...desk.dependencies,
      appendAuditOnce: async (line: AuditLine, id: string) => {
        if (line.act === 'cancel') throw new Error('crash');
        desk.audit.set(id, line);
      },
    };
    await expect(cancelRelease(dying, { releaseId: 'forum', by: 'ann' })).rejects.toThrow('crash');
    await moveRelease(desk.dependencies, 'forum', { act: 'kill', by: 'bob', reason: 'wrong' });
    expect([...desk.audit.values()].map(({ act }) => act)).toEqual(['compose', 'cancel', 'kill']);
  });

  it('loses no effect: the sweep finds it in the head', async () => {
    const life = new ARelease(morning).dropped({ embargo: noon }).composed().approved();
    const desk = new Desk(life);
    await sweepReleases(desk.dependencies);
    expect(
      desk.effects.map((effect) => (effect.kind === 'arm' ? effect.message.edition : effect.kind)),
    ).toEqual(['embargoed', 'general', 'lift-notice']);
  });
});

describe('contacts who joined since the proof', () => {
  const card = (contactId: string): Card =>
    cardSchema.parse({
      contactId: `c${contactId.padEnd(26, 'a')}`,
      revision: 1,
      email: `${contactId}@press.example.org`,
      name: null,
      outlet: null,
      outletKind: null,
      role: null,
      phone: null,
      beats: [],
      regions: [],
      languages: ['en'],
      zone: null,
      lists: ['general'],
      tier: null,
      consent: null,
      notes: null,
      createdAt: morning,
      updatedAt: morning,
    });
  const accreditation = { termsVersion: '1', at: morning, evidence: 'link', by: 'contact' };
  async function* frozen(people: Record<string, boolean>): AsyncGenerator<Recipient> {
    for (const [name, accredited] of Object.entries(people)) {
      const { contactId, email } = card(name);
      yield { contactId, email, name: null, language: 'en', zone: null, list: 'general', accredited };
    }
  }
  async function* chosen(people: Record<string, boolean>) {
    for (const [name, accredited] of Object.entries(people)) {
      const one = card(name);
      const standing = { ...goodStanding(one.contactId), accreditation: accredited ? accreditation : null };
      yield { card: one, standing, list: 'general', reason: null };
    }
  }
  const joined = (before: Record<string, boolean>, after: Record<string, boolean>) =>
    countJoined(frozen(before), chosen(after));

  it('are counted, wherever their id is in the order', async () => {
    expect(await joined({ b: false, d: false }, { a: false, b: false, c: false, d: false, e: false })).toBe(
      3,
    );
    expect(await joined({}, { a: false })).toBe(1);
  });

  it('do not include people who were there already, or who left', async () => {
    expect(await joined({ a: true, b: false, c: false }, { b: false })).toBe(0);
    expect(await joined({ a: false }, { a: true })).toBe(0);
    expect(await joined({ a: true }, {})).toBe(0);
  });
});
