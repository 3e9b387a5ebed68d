import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type Feedback,
  type ResultCounts,
  resultChanges,
} from '../../../functions/_shared/domain/delivery.ts';
import { writeTogether } from '../../../functions/track-delivery/write-together.ts';

const at = '2026-01-05T09:00:00.000Z';
const members = [
  { sentAt: at },
  { deliveredAt: at },
  { delayedAt: at },
  { bouncedAt: at, bounce: 'Permanent/General' },
  { softBouncedAt: at, softBounce: 'Transient/MailboxFull' },
  { complainedAt: at },
  { rejectedAt: at },
];
type Members = (typeof members)[number];
interface Event {
  contactId: string;
  members: Members;
}

/** A table that sets what is not known yet, as `writeFeedback` does. */
function newsroom() {
  const items = new Map<string, Feedback>();
  const results: ResultCounts = { delivered: 0, bounced: 0, complained: 0, refused: 0 };
  let writes = 0;
  const write = async (
    feedback: Pick<Feedback, 'deliveryId' | 'contactId' | 'sesMessageId'>,
    said: object,
  ) => {
    writes += 1;
    const before = items.get(feedback.contactId) ?? null;
    items.set(feedback.contactId, { ...feedback, ...said, ...before });
    return before;
  };
  const track = async (writeFeedback: typeof write, { contactId, members }: Event) => {
    const key = { deliveryId: 'forum_v1_general', contactId, sesMessageId: 'ses-1' };
    const before = await writeFeedback(key, members);
    const changes = resultChanges(before, { ...key, ...members });
    for (const name of ['delivered', 'bounced', 'complained', 'refused'] as const)
      results[name] += changes?.[name] ?? 0;
    return Object.keys(members).some((name) => !before || !(name in before));
  };
  return { items, results, write, track, writes: () => writes };
}

const event = fc.record({
  contactId: fc.constantFrom('ca', 'cb'),
  members: fc.constantFrom(...members),
});

it('the events of a batch leave the same records and counts as if they came one after the other', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(event, { maxLength: 6 }), { maxLength: 4 }), async (batches) => {
      const [alone, together] = [newsroom(), newsroom()];
      const write = writeTogether(together.write);
      for (const batch of batches) {
        const inTurn: boolean[] = [];
        for (const one of batch) inTurn.push(await alone.track(alone.write, one));
        const atOnce = await Promise.all(batch.map((one) => together.track(write, one)));
        expect(atOnce).toEqual(inTurn);
      }
      expect(Object.fromEntries(together.items)).toEqual(Object.fromEntries(alone.items));
      expect(together.results).toEqual(alone.results);
    }),
  );
});

it('a mail whose Send and Delivery events come together costs one write', async () => {
  const { track, write, writes, results } = newsroom();
  const together = writeTogether(write);
  await Promise.all([
    track(together, { contactId: 'ca', members: { sentAt: at } }),
    track(together, { contactId: 'ca', members: { deliveredAt: at } }),
  ]);
  expect(writes()).toBe(1);
  expect(results.delivered).toBe(1);
});

it('every event fails with the write that contains it, so that all of them come again', async () => {
  const together = writeTogether(async () => {
    throw new Error('throttled');
  });
  const key = { deliveryId: 'forum_v1_general', contactId: 'ca', sesMessageId: 'ses-1' };
  const outcomes = await Promise.allSettled([
    together(key, { sentAt: at }),
    together(key, { deliveredAt: at }),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});
