import { describe, expect, it } from 'vitest';
import type { Known } from '../../../../functions/_shared/aws/known-records.ts';
import { reviewUnknowns } from '../../../../functions/_shared/deliveries/review-unknowns.ts';
import type { Recipient } from '../../../../functions/_shared/domain/audience.ts';
import type { Chunk, Delivery, Outcome } from '../../../../functions/_shared/domain/delivery.ts';
import type { Edition } from '../../../../functions/_shared/domain/release.ts';

const at = '2026-01-05T09:00:00.000Z';
const idOf = (letter: string) => `c${letter.repeat(26)}`;

/** A chunk with three recipients: ann is sent, bob and cay are unknown. */
function newsroom({
  edition = 'general' as Edition,
  minutes = 16,
  isWaiting = false,
  isSetAside = false,
  provenBob = false,
  /** The earlier decision about bob. */
  bob = null as Outcome['decided'],
  /** Somebody else settles each record first. */
  isBeaten = false,
  otherwise = 'resend' as 'hold' | 'resend',
}) {
  const outcomeOf = (letter: string, state: Outcome['state']): Outcome => ({
    deliveryId: 'd',
    contactId: idOf(letter),
    email: `${letter}@paper.example`,
    language: 'en',
    state,
    reason: null,
    at,
    sesMessageId: null,
    attempt: 1,
    decided: null,
    chunk: 0,
  });
  const known = new Map<string, Known>([
    [idOf('a'), { outcome: outcomeOf('a', 'sent'), feedback: null }],
    [
      idOf('b'),
      {
        outcome: { ...outcomeOf('b', 'unknown'), decided: bob },
        feedback: provenBob ? { deliveryId: 'd', contactId: idOf('b'), sesMessageId: 's', sentAt: at } : null,
      },
    ],
    [idOf('c'), { outcome: outcomeOf('c', 'unknown'), feedback: null }],
  ]);
  const reviewed: unknown[] = [];
  const concluded: string[] = [];
  let looks = 0;
  const run = () =>
    reviewUnknowns(
      {
        readRecipients: async () =>
          ['a', 'b', 'c'].map((letter) => ({ contactId: idOf(letter) }) as Recipient),
        readKnown: async () => known,
        async concludeOutcome(outcome) {
          concluded.push(`${outcome.email} ${outcome.decided}`);
          if (isBeaten) return false;
          known.set(outcome.contactId, { outcome, feedback: null });
          return true;
        },
        async reviewChunk(_, review) {
          reviewed.push(review);
          return true;
        },
        async readBacklog() {
          looks += 1;
          return { at: Date.parse(at) + minutes * 60_000, isWaiting, isSetAside };
        },
        policy: { graceSeconds: 900, embargoed: 'hold', otherwise },
      },
      { deliveryId: 'd', edition } as Delivery,
      { deliveryId: 'd', chunk: 0, start: 0, end: 9, recipients: 3 } as Chunk,
    );
  return { run, known, reviewed, concluded, looks: () => looks };
}

describe('an unknown', () => {
  it('becomes sent when its Send event came, however late', async () => {
    const { run, reviewed } = newsroom({ provenBob: true, minutes: 1 });
    expect(await run()).toEqual({ waiting: 1, held: 0, resent: 0 });
    expect(reviewed).toEqual([
      { state: 'waiting', done: 3, counts: { sent: 2, refused: 0, unknown: 1, leftOut: 0 } },
    ]);
  });

  it('waits until the grace time is over', async () => {
    expect(await newsroom({ minutes: 15 }).run()).toEqual({ waiting: 2, held: 0, resent: 0 });
  });

  it('waits while events are in the queue, because then a missing event proves nothing', async () => {
    expect(await newsroom({ isWaiting: true, minutes: 600 }).run()).toEqual({
      waiting: 2,
      held: 0,
      resent: 0,
    });
  });

  it('waits two hours for a person to put dead letters back, not the fortnight that they are kept', async () => {
    expect(await newsroom({ isSetAside: true, minutes: 119 }).run()).toMatchObject({ waiting: 2, resent: 0 });
    expect(await newsroom({ isSetAside: true, minutes: 121 }).run()).toMatchObject({ waiting: 0, resent: 2 });
  });

  it('is decided together with all others of its chunk, after one look at the queue before the records are read', async () => {
    const { run, looks } = newsroom({});
    await run();
    expect(looks()).toBe(1);
  });

  it('is sent again after it: the chunk is opened from its position', async () => {
    const { run, reviewed } = newsroom({});
    expect(await run()).toEqual({ waiting: 0, held: 0, resent: 2 });
    expect(reviewed).toEqual([
      { state: 'open', done: 1, counts: { sent: 1, refused: 0, unknown: 2, leftOut: 0 } },
    ]);
  });

  it('in an embargoed edition is held for a person, and the chunk is settled', async () => {
    const { run, reviewed } = newsroom({ edition: 'embargoed' });
    expect(await run()).toEqual({ waiting: 0, held: 2, resent: 0 });
    expect(reviewed).toMatchObject([{ state: 'settled' }]);
  });

  it('is decided one second after the grace time, or after two hours if nobody put dead letters back', async () => {
    expect(await newsroom({ minutes: 15 + 1 / 60 }).run()).toMatchObject({ waiting: 0, resent: 2 });
    expect(await newsroom({ isSetAside: true, minutes: 120 }).run()).toMatchObject({ waiting: 2, resent: 0 });
  });

  it('in other editions is held for a person if the newsroom wants no second sending', async () => {
    const { run, concluded, reviewed } = newsroom({ otherwise: 'hold' });
    expect(await run()).toEqual({ waiting: 0, held: 2, resent: 0 });
    expect(concluded).toEqual(['b@paper.example hold', 'c@paper.example hold']);
    expect(reviewed).toMatchObject([{ state: 'settled', done: 3 }]);
  });

  it('that was decided before keeps its decision, even if the others cannot be decided yet', async () => {
    const again = newsroom({ bob: 'resend', minutes: 1 });
    expect(await again.run()).toEqual({ waiting: 1, held: 0, resent: 1 });
    expect(again.reviewed).toMatchObject([{ state: 'open', done: 1 }]);
    expect(again.concluded).toEqual([]);
    const held = newsroom({ bob: 'hold' });
    expect(await held.run()).toEqual({ waiting: 0, held: 1, resent: 1 });
    expect(held.concluded).toEqual(['c@paper.example resend']);
    expect(held.reviewed).toMatchObject([{ state: 'open', done: 2 }]);
  });

  it('whose record changed meanwhile waits for the next look', async () => {
    const { run, reviewed } = newsroom({ isBeaten: true });
    expect(await run()).toEqual({ waiting: 2, held: 0, resent: 0 });
    expect(reviewed).toMatchObject([{ state: 'waiting', done: 3 }]);
  });
});

it('a recipient without a record is not an unknown, and is not counted', async () => {
  const { run, known, reviewed } = newsroom({ otherwise: 'hold' });
  known.delete(idOf('b'));
  known.set(idOf('c'), { outcome: null, feedback: null });
  expect(await run()).toEqual({ waiting: 0, held: 0, resent: 0 });
  expect(reviewed).toEqual([
    { state: 'settled', done: 3, counts: { sent: 1, refused: 0, unknown: 0, leftOut: 0 } },
  ]);
});
