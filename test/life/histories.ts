import fc from 'fast-check';
import { approveRelease } from '../../functions/_shared/decisions/approve-release.ts';
import { moveRelease } from '../../functions/_shared/decisions/move-release.ts';
import { cancelRelease, killRelease, liftRelease } from '../../functions/_shared/decisions/stop-release.ts';
import { sweepReleases } from '../../functions/_shared/decisions/sweep-releases.ts';
import { undecided } from '../../functions/_shared/domain/release-life.ts';
import { accreditation, Crash, type NewsroomInMemory } from './newsroom-in-memory.ts';

/** What may happen to a release, one event after another. Instants are in minutes from the event; null means none. */
export type Happening =
  | {
      what: 'drop';
      embargo: number | null;
      sendAt: number | null;
      correction: boolean;
      policy: 'required' | 'four-eyes' | 'auto';
      liftNotice: boolean;
    }
  /** The most frequent event: a version is dropped, composed, approved, and armed or sent as far as it is due. */
  | { what: 'routine'; embargo: number | null; correction: boolean; isSent: boolean }
  | { what: 'drop-again' | 'drop-rejected' | 'drop-held' }
  | { what: 'approve'; by: string }
  | { what: 'cancel' | 'lift' | 'kill' | 'sweep' | 'settle' | 'deliver-all' }
  /** A queue delivers one of its messages. `again`: the message will be delivered once more. */
  | { what: 'deliver'; which: number; again: boolean }
  | { what: 'send'; which: number }
  | { what: 'send-all' }
  | { what: 'wait'; minutes: number }
  /** The machine crashes at one of the next calls. */
  | { what: 'crash'; calls: number }
  /** The files are deleted from the bucket. */
  | { what: 'delete' }
  /** The same text is dropped under another name and embargo, or that other release is cancelled. */
  | { what: 'twin'; embargo: number | null }
  | { what: 'person'; who: number; does: 'join' | 'leave' | 'bounce' | 'accept-terms' | 'revoke' };

const minutes = fc.constantFrom(-30, 1, 5, 10, 60, 300);

export const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constant('drop' as const),
      embargo: fc.option(minutes, { freq: 3 }),
      sendAt: fc.option(fc.constantFrom(2, 20), { freq: 4 }),
      correction: fc.boolean(),
      policy: fc.constantFrom(
        'required' as const,
        'required' as const,
        'four-eyes' as const,
        'auto' as const,
      ),
      liftNotice: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constant('routine' as const),
      embargo: fc.option(fc.constantFrom(60, 300), { freq: 3 }),
      correction: fc.boolean(),
      isSent: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constantFrom('drop-again' as const, 'drop-rejected' as const, 'drop-held' as const),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      what: fc.constant('approve' as const),
      by: fc.constantFrom('ann', 'bob', 'Ann '),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ what: fc.constantFrom('cancel' as const, 'lift' as const, 'kill' as const) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constantFrom(
        'sweep' as const,
        'settle' as const,
        'deliver-all' as const,
        'deliver-all' as const,
      ),
    }),
  },
  {
    weight: 10,
    arbitrary: fc.record({ what: fc.constant('deliver' as const), which: fc.nat(5), again: fc.boolean() }),
  },
  { weight: 6, arbitrary: fc.record({ what: fc.constant('send' as const), which: fc.nat(20) }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('send-all' as const) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      what: fc.constant('wait' as const),
      minutes: fc.constantFrom(0.1, 1, 3, 8, 58, 150, 400),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ what: fc.constant('crash' as const), calls: fc.integer({ min: 1, max: 12 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ what: 'delete' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constant('twin' as const), embargo: fc.option(minutes, { freq: 3 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constant('person' as const),
      who: fc.nat(4),
      does: fc.constantFrom(
        'join' as const,
        'leave' as const,
        'bounce' as const,
        'accept-terms' as const,
        'revoke' as const,
      ),
    }),
  },
);

const releaseId = 'forum';

/** Carries out one event. A crash ends it; a message from a queue comes back. */
export async function letHappen(newsroom: NewsroomInMemory, one: Happening): Promise<void> {
  try {
    await act(newsroom, one);
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
    newsroom.callsToLive = null;
  }
  newsroom.notePublic();
}

async function act(newsroom: NewsroomInMemory, one: Happening): Promise<void> {
  const { life } = newsroom;
  switch (one.what) {
    case 'drop':
      return drop(newsroom, one, 'accepted');
    case 'routine':
      await drop(
        newsroom,
        {
          embargo: one.embargo,
          correction: one.correction,
          sendAt: null,
          policy: 'required',
          liftNotice: true,
        },
        'accepted',
      );
      await act(newsroom, { what: 'deliver-all' });
      await act(newsroom, { what: 'approve', by: 'ann' });
      await act(newsroom, { what: 'deliver-all' });
      if (one.isSent) await newsroom.sendAll();
      return;
    case 'drop-held':
      return drop(
        newsroom,
        { embargo: null, sendAt: null, correction: false, policy: 'required', liftNotice: true },
        'held',
      );
    case 'drop-again':
    case 'drop-rejected': {
      const status = one.what === 'drop-rejected' ? 'rejected' : 'accepted';
      await moveRelease(life, releaseId, {
        act: 'read',
        by: 'accept-release',
        releaseId,
        status,
        title: null,
      });
      return;
    }
    case 'approve': {
      const before = newsroom.release;
      const waiting = before && undecided(before);
      const shown = waiting && { version: waiting.version, audienceHash: waiting.audience?.hash ?? '' };
      const outcome = await approveRelease(life, { releaseId, by: one.by, shown });
      if (outcome.kind === 'refused' && outcome.refusal.code === 'embargoed-elsewhere')
        newsroom.refusedForTwin = true;
      if (outcome.kind === 'approved' && before) newsroom.noteApproval(before);
      return;
    }
    case 'cancel':
      await cancelRelease(life, { releaseId, by: 'ann' });
      return;
    case 'lift':
      newsroom.liftAsked = true;
      await liftRelease(life, { releaseId, by: 'ann', reason: 'published elsewhere' });
      return;
    case 'kill':
      newsroom.killAsked = true;
      await killRelease(life, { releaseId, by: 'ann', reason: 'wrong' });
      return;
    case 'sweep':
      return sweepReleases(life);
    case 'settle':
      return newsroom.settle();
    case 'deliver-all':
      for (const job of newsroom.dueJobs()) await newsroom.work(job);
      return;
    case 'deliver':
      return newsroom.deliver(one.which, one.again);
    case 'send':
      return newsroom.sendOne(one.which);
    case 'send-all':
      return newsroom.sendAll();
    case 'wait':
      newsroom.now += one.minutes * 60_000;
      return;
    case 'crash':
      newsroom.callsToLive = one.calls;
      return;
    case 'delete':
      await moveRelease(life, releaseId, { act: 'withdraw', by: 'accept-release' });
      return;
    case 'twin':
      newsroom.placeTwin(one.embargo === null ? null : newsroom.now + one.embargo * 60_000);
      if (one.embargo !== null && newsroom.release)
        await moveRelease(life, releaseId, { act: 'note-twin', by: 'accept-release', reason: 'a twin' });
      return;
    case 'person':
      return change(newsroom, one);
  }
}

async function drop(
  newsroom: NewsroomInMemory,
  one: Omit<Extract<Happening, { what: 'drop' }>, 'what'>,
  status: 'accepted' | 'held',
): Promise<void> {
  const at = (offset: number | null) =>
    offset === null ? null : new Date(newsroom.now + offset * 60_000).toISOString();
  const version = (newsroom.release?.latestVersion ?? 0) + 1;
  const embargo = at(one.embargo);
  newsroom.declared.set(version, { embargo, sendAt: at(one.sendAt), policy: one.policy });
  await moveRelease(newsroom.life, releaseId, {
    act: 'accept',
    by: 'accept-release',
    releaseId,
    accepted: {
      version,
      contentHash: `hash-${version}`,
      status,
      title: 'Headline',
      language: 'en',
      embargo,
      sendAt: at(one.sendAt),
      sendAtLocal: null,
      liftNotice: one.liftNotice,
      policy: one.policy,
      correction: one.correction ? 'a figure' : null,
      distinctFrom: [],
    },
  });
}

function change(newsroom: NewsroomInMemory, { who, does }: Extract<Happening, { what: 'person' }>): void {
  const person = newsroom.people[who];
  if (!person) return;
  const { standing } = person;
  switch (does) {
    case 'join':
      person.isOnList = true;
      return;
    case 'leave':
      standing.suppressed ??= { reason: 'unsubscribed', at: '2026-01-01T00:00:00Z', evidence: 'link' };
      return;
    case 'bounce':
      standing.suppressed = { reason: 'bounced', at: '2026-01-01T00:00:00Z', evidence: 'event' };
      return;
    case 'accept-terms':
      standing.accreditation = accreditation;
      return;
    case 'revoke':
      standing.accreditation = null;
  }
}

/**
 * Runs until nothing is left to do: without crashes, all queues are processed, and time passes until every wait is
 * over.
 */
export async function comeToRest(newsroom: NewsroomInMemory): Promise<void> {
  newsroom.callsToLive = null;
  for (let round = 0; round < 60; round++) {
    await sweepReleases(newsroom.life);
    for (let due = newsroom.dueJobs(); due.length > 0; due = newsroom.dueJobs())
      for (const job of due) await newsroom.work(job);
    newsroom.notePublic();
    await newsroom.sendAll();
    await newsroom.settle();
    const { release } = newsroom;
    const isComposing = release !== null && undecided(release)?.state === 'composing';
    const waits = isComposing ? newsroom.now + 1000 : newsroom.nextInstant();
    if (waits === null) return;
    newsroom.now = Math.max(newsroom.now + 1000, waits);
  }
  throw new Error('the newsroom did not come to rest');
}
