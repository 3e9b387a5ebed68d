import { describe, expect, it } from 'vitest';
import { deliveryTable } from '../../../functions/_shared/aws/delivery-table.ts';
import { settleDelivery } from '../../../functions/_shared/deliveries/settle-delivery.ts';
import { silenceWords } from '../../../functions/_shared/deliveries/silence-words.ts';
import type { Delivery } from '../../../functions/_shared/domain/delivery.ts';
import { closeResults } from '../../../functions/watch/close-results.ts';
import { FakeTable, tableThrough } from '../../simulator/fake-table.ts';
import { recipientOf } from '../send-emails/a-delivery.ts';

const hour = 3_600_000;
const sentAt = Date.parse('2026-01-05T09:00:00.000Z');
const iso = (at: number) => new Date(at).toISOString();
const deliveryId = 'forum_v1_general';
const delivery: Delivery = {
  deliveryId,
  releaseId: 'forum',
  version: 1,
  edition: 'general',
  notBefore: iso(sentAt),
  recipientsKey: 'recipients',
  recipients: 0,
  reachesUnsubscribed: false,
  chunks: 0,
  state: 'sending',
  createdAt: iso(sentAt),
  exclusionsKey: null,
  unknownHolders: 0,
  holdersOf: null,
  isUrgent: false,
  groups: [
    { by: 'list', name: 'press', recipients: 300 },
    { by: 'language', name: 'en', recipients: 300 },
  ],
};

/** A delivery that was sent to `of` recipients and is settled. SES has reported on all but the first `silent`. */
async function newsroomWith({ silent, of }: { silent: number; of: number }) {
  const fake = new FakeTable();
  const deliveries = deliveryTable(tableThrough(async (command) => fake.execute(command)));
  const logged: Record<string, unknown>[] = [];
  const measured: unknown[] = [];
  await deliveries.createDelivery(delivery);
  const people = Array.from({ length: of }, (_, i) => recipientOf(i)).sort((a, b) =>
    a.contactId < b.contactId ? -1 : 1,
  );
  const recipients = people.map(({ contactId }) => contactId);
  const outcome = { deliveryId, reason: null, at: iso(sentAt), attempt: 1, decided: null };
  await deliveries.writeOutcomes(
    recipients.map((contactId) => ({
      ...outcome,
      language: 'en',
      contactId,
      email: null,
      state: 'sent',
      sesMessageId: contactId,
      chunk: 0,
    })),
  );
  for (const contactId of recipients.slice(silent))
    await deliveries.writeFeedback(
      { deliveryId, contactId, sesMessageId: contactId },
      { deliveredAt: iso(sentAt) },
    );
  const settle = (now: number) =>
    settleDelivery({ ...deliveries, recordEdition: async () => undefined, now: () => now }, deliveryId);
  await settle(sentAt);
  const sweep = (now: number) =>
    closeResults({
      ...deliveries,
      async *streamRecipients() {
        yield* people;
      },
      now: () => now,
      log: (line) => logged.push(line),
      measure: (values) => measured.push(values),
    });
  return { deliveries, settle, sweep, logged, measured };
}

it('a result that a crash left uncounted is counted a day after the last mail, and in its groups', async () => {
  const { deliveries, sweep } = await newsroomWith({ silent: 2, of: 300 });
  await deliveries.countResults(deliveryId, { delivered: 1, d0: 1 });
  await sweep(sentAt + 24 * hour);
  const { delivered, byGroup } = await deliveries.readResults(deliveryId);
  expect([delivered, byGroup]).toEqual([298, { d0: 298, d1: 298 }]);
});

describe('recipients of whom SES says nothing', () => {
  it('are counted when a day has passed since the last mail, and once', async () => {
    const { deliveries, sweep, logged } = await newsroomWith({ silent: 2, of: 300 });
    await sweep(sentAt + 23 * hour);
    expect((await deliveries.readResults(deliveryId)).silence).toBeNull();
    await sweep(sentAt + 24 * hour);
    const counted = { recipients: 2, of: 300, at: iso(sentAt + 24 * hour) };
    expect((await deliveries.readResults(deliveryId)).silence).toEqual(counted);
    await sweep(sentAt + 25 * hour);
    expect((await deliveries.readResults(deliveryId)).silence).toEqual(counted);
    expect(logged).toHaveLength(1);
  });

  it('are counted anew a day after the delivery was opened again and settled', async () => {
    const { deliveries, settle, sweep } = await newsroomWith({ silent: 2, of: 300 });
    const settled = await deliveries.readDelivery(deliveryId);
    if (!settled) throw new Error('the delivery is missing');
    await deliveries.moveDelivery({ ...settled, state: 'sending' }, 'sent');
    await sweep(sentAt + 24 * hour);
    expect((await deliveries.readResults(deliveryId)).silence).toBeNull();
    await settle(sentAt + 24 * hour);
    await sweep(sentAt + 48 * hour);
    expect((await deliveries.readResults(deliveryId)).silence?.at).toBe(iso(sentAt + 48 * hour));
  });

  it('are a warning for the operators if they are more than 2 %, and at least three', async () => {
    const few = await newsroomWith({ silent: 2, of: 4 });
    await few.sweep(sentAt + 24 * hour);
    expect([few.logged[0]?.level, few.measured]).toEqual([undefined, []]);
    const some = await newsroomWith({ silent: 6, of: 300 });
    await some.sweep(sentAt + 24 * hour);
    expect([some.logged[0]?.level, some.measured]).toEqual([undefined, []]);
    const many = await newsroomWith({ silent: 7, of: 300 });
    await many.sweep(sentAt + 24 * hour);
    expect([many.logged[0]?.level, many.measured]).toEqual(['warning', [{ RecipientsSilent: 7 }]]);
  });

  it('are said to the desk with their number, when they were counted and what it means', () => {
    const at = '2026-01-06T09:00:00.000Z';
    expect(silenceWords(null, 'UTC')).toBeNull();
    expect(silenceWords({ recipients: 0, of: 300, at }, 'UTC')).toBeNull();
    const few = silenceWords({ recipients: 2, of: 3000, at }, 'UTC');
    expect(few).toContain('to 3,000 recipients');
    expect(few).toContain('of 2 of them');
    expect(few).toContain('there is nothing to do');
    expect(silenceWords({ recipients: 200, of: 3000, at }, 'UTC')).toContain('Have an operator look');
  });
});
