import { describe, expect, it } from 'vitest';
import type { Known } from '../../../../functions/_shared/aws/delivery-table.ts';
import { reviewUnknowns } from '../../../../functions/_shared/deliveries/review-unknowns.ts';
import type { Recipient } from '../../../../functions/_shared/domain/audience.ts';
import type { Chunk, Delivery, Outcome } from '../../../../functions/_shared/domain/delivery.ts';
import type { Edition } from '../../../../functions/_shared/domain/release.ts';

const at = '2026-01-05T09:00:00.000Z';
const idOf = (letter: string) => `c${letter.repeat(26)}`;

/** A chunk of three: ann was sent, of bob and cay nobody can tell. */
function newsroom({
  edition = 'general' as Edition,
  minutes = 16,
  isWaiting = false,
  isSetAside = false,
  provenBob = false,
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
        outcome: outcomeOf('b', 'unknown'),
        feedback: provenBob ? { deliveryId: 'd', contactId: idOf('b'), sesMessageId: 's', sentAt: at } : null,
      },
    ],
    [idOf('c'), { outcome: outcomeOf('c', 'unknown'), feedback: null }],
  ]);
  const reviewed: unknown[] = [];
  let looks = 0;
  const run = () =>
    reviewUnknowns(
      {
        readRecipients: async () =>
          ['a', 'b', 'c'].map((letter) => ({ contactId: idOf(letter) }) as Recipient),
        readKnown: async () => known,
        async concludeOutcome(outcome) {
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
        policy: { graceSeconds: 900, embargoed: 'hold', otherwise: 'resend' },
      },
      { deliveryId: 'd', edition } as Delivery,
      { deliveryId: 'd', chunk: 0, start: 0, end: 9, recipients: 3 } as Chunk,
    );
  return { run, reviewed, looks: () => looks };
}

describe('R26: an unknown', () => {
  it('becomes sent when its Send event came, however late', async () => {
    const { run, reviewed } = newsroom({ provenBob: true, minutes: 1 });
    expect(await run()).toEqual({ waiting: 1, held: 0, resent: 0 });
    expect(reviewed).toEqual([
      { state: 'waiting', done: 3, counts: { sent: 2, refused: 0, unknown: 1, leftOut: 0 } },
    ]);
  });

  it('waits out the grace time', async () => {
    expect(await newsroom({ minutes: 15 }).run()).toEqual({ waiting: 2, held: 0, resent: 0 });
  });

  it('waits while events stand in the queue: silence means nothing then', async () => {
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

  it('is judged with all others of its chunk by one look at the queue, taken before the records are read', async () => {
    const { run, looks } = newsroom({});
    await run();
    expect(looks()).toBe(1);
  });

  it('is sent again after it, in a chunk that is opened from there on', async () => {
    const { run, reviewed } = newsroom({});
    expect(await run()).toEqual({ waiting: 0, held: 0, resent: 2 });
    expect(reviewed).toEqual([
      { state: 'open', done: 1, counts: { sent: 1, refused: 0, unknown: 2, leftOut: 0 } },
    ]);
  });

  it('of an embargoed edition is held for a person, and the chunk is done', async () => {
    const { run, reviewed } = newsroom({ edition: 'embargoed' });
    expect(await run()).toEqual({ waiting: 0, held: 2, resent: 0 });
    expect(reviewed).toMatchObject([{ state: 'settled' }]);
  });
});
