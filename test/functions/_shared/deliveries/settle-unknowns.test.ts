import { expect, it } from 'vitest';
import { deliveryTable } from '../../../../functions/_shared/aws/delivery-table.ts';
import { connectQueue } from '../../../../functions/_shared/aws/queue.ts';
import { connectDeliveries } from '../../../../functions/_shared/deliveries/connect-deliveries.ts';
import { cutChunks } from '../../../../functions/_shared/deliveries/cut-chunks.ts';
import { listRecipients } from '../../../../functions/_shared/deliveries/list-recipients.ts';
import { settleUnknowns } from '../../../../functions/_shared/deliveries/settle-unknowns.ts';
import type { Recipient } from '../../../../functions/_shared/domain/audience.ts';
import type { AuditLine } from '../../../../functions/_shared/domain/audit.ts';
import { countOutcomes, type Delivery, type Outcome } from '../../../../functions/_shared/domain/delivery.ts';
import { bucketThrough, FakeBucket } from '../../../simulator/fake-bucket.ts';
import { FakeTable, tableThrough } from '../../../simulator/fake-table.ts';
import { releaseOf } from './release-of.ts';

const at = '2026-01-05T09:00:00.000Z';
const deliveryId = 'forum_v1_general';

function recipientOf(letter: string): Recipient {
  return {
    contactId: `c${letter.repeat(26)}`,
    email: `${letter}@paper.example`,
    name: null,
    language: 'en',
    zone: null,
    list: 'press',
    accredited: false,
  };
}

/** A settled delivery: ann is sent, bob is unknown, cay has left; dan was never chosen. */
async function newsroom({
  states = ['sent', 'unknown', 'left-out'] as Outcome['state'][],
  state = 'sent' as Delivery['state'],
} = {}) {
  const fake = new FakeTable();
  const bucket = new FakeBucket();
  const table = tableThrough(async (command) => fake.execute(command));
  const people = ['a', 'b', 'c'].map(recipientOf);
  const lines = people.map((each) => Buffer.from(`${JSON.stringify(each)}\n`));
  bucket.objects.set('store/deliveries/recipients', Buffer.concat(lines));
  bucket.objects.set(
    'store/audiences/exclusions',
    Buffer.from(
      `${JSON.stringify({ contactId: `c${'d'.repeat(26)}`, email: 'd@paper.example', reason: 'bounced', list: 'press' })}\n`,
    ),
  );
  const delivery: Delivery = {
    deliveryId,
    releaseId: 'forum',
    version: 1,
    edition: 'general',
    notBefore: at,
    recipientsKey: 'store/deliveries/recipients',
    recipients: 3,
    reachesUnsubscribed: false,
    chunks: 1,
    state,
    createdAt: at,
    exclusionsKey: null,
    unknownHolders: 0,
    holdersOf: null,
    isUrgent: true,
  };
  await deliveryTable(table).createDelivery(delivery);
  const buffers = (async function* () {
    yield* lines;
  })();
  for await (const chunk of cutChunks(deliveryId, buffers, 10))
    await deliveryTable(table).createChunk({
      ...chunk,
      state: 'settled',
      done: 3,
      highWater: 3,
      touched: 3,
      counts: countOutcomes(states),
    });
  await deliveryTable(table).writeOutcomes(
    people.map(({ contactId, email, language }, i) => ({
      deliveryId,
      contactId,
      email,
      language,
      state: states[i] ?? 'sent',
      reason: states[i] === 'left-out' ? 'unsubscribed' : null,
      at,
      sesMessageId: states[i] === 'sent' ? 'ses-1' : null,
      attempt: 1,
      decided: states[i] === 'unknown' ? 'hold' : null,
      chunk: 0,
    })),
  );
  const queue = connectQueue('http://127.0.0.1:1/none');
  const enqueued: unknown[] = [];
  const audit: AuditLine[] = [];
  const reads: string[] = [];
  const connected = connectDeliveries({
    table,
    bucket: bucketThrough(async (command) => bucket.execute(command)),
    bulkQueue: queue,
    urgentQueue: queue,
    now: () => Date.parse(at) + 3_600_000,
  });
  const dependencies = {
    ...connected,
    async readBacklog() {
      return { at: Date.parse(at) + 3_600_000, isWaiting: false, isSetAside: false };
    },
    readRecipients(key: string, start: number, end: number) {
      reads.push(key);
      return connected.readRecipients(key, start, end);
    },
    async appendAudit(line: AuditLine) {
      audit.push(line);
    },
    async enqueueChunk(isUrgent: boolean, message: unknown) {
      enqueued.push({ isUrgent, message });
    },
  };
  const list = async () =>
    (await Array.fromAsync(listRecipients(dependencies, releaseOf({}), null))).map(
      ({ email, edition, state, reason }) => [email, edition, state, reason],
    );
  return { table, dependencies, enqueued, audit, reads, list };
}

it('lists each recipient and each contact left out, with the reason', async () => {
  const { list } = await newsroom();
  expect(await list()).toEqual([
    ['a@paper.example', 'general', 'sent', null],
    ['b@paper.example', 'general', 'unknown', null],
    ['c@paper.example', 'general', 'left-out', 'unsubscribed'],
    ['d@paper.example', null, 'left-out', 'bounced'],
  ]);
});

it('a person declares an unknown as sent: nothing is sent', async () => {
  const { table, dependencies, enqueued, list } = await newsroom();
  expect(await settleUnknowns(dependencies, { deliveryId, contactId: null, as: 'sent', by: 'Ann' })).toBe(1);
  expect(await list()).toContainEqual(['b@paper.example', 'general', 'sent', 'settled-by-hand']);
  expect(await deliveryTable(table).readChunk(deliveryId, 0)).toMatchObject({
    state: 'settled',
    counts: { sent: 2, unknown: 0 },
  });
  expect(enqueued).toEqual([]);
});

it('a person sends to an unknown again: their chunk opens at them, and nobody else gets a mail', async () => {
  const { table, dependencies, enqueued } = await newsroom();
  expect(await settleUnknowns(dependencies, { deliveryId, contactId: null, as: 'resend', by: 'Ann' })).toBe(
    1,
  );
  expect(await deliveryTable(table).readChunk(deliveryId, 0)).toMatchObject({
    state: 'open',
    done: 1,
    touched: 3,
  });
  expect(await deliveryTable(table).readDelivery(deliveryId)).toMatchObject({ state: 'sending' });
  expect(enqueued).toEqual([{ isUrgent: true, message: { deliveryId, chunk: 0 } }]);
});

it('settling a delivery without unknowns says so', async () => {
  const { dependencies } = await newsroom();
  const settling = { contactId: null, as: 'sent', by: 'Ann' } as const;
  expect(await settleUnknowns(dependencies, { ...settling, deliveryId: 'another_v1_general' })).toBeNull();
  expect(
    await settleUnknowns(dependencies, { ...settling, deliveryId, contactId: `c${'a'.repeat(26)}` }),
  ).toBe(0);
});

it('unknowns in a chunk that is still being sent are not decided, because its worker would overwrite them', async () => {
  const { table, dependencies, enqueued } = await newsroom();
  await deliveryTable(table).reviewChunk(
    { deliveryId, chunk: 0 },
    { state: 'open', done: 1, counts: { sent: 1, refused: 0, unknown: 1, leftOut: 1 } },
  );
  expect(await settleUnknowns(dependencies, { deliveryId, contactId: null, as: 'resend', by: 'Ann' })).toBe(
    0,
  );
  expect(enqueued).toEqual([]);
});

it("the release's trail records who decided, how, and about how many; a decision about nobody is not recorded", async () => {
  const { dependencies, audit } = await newsroom();
  const settling = { deliveryId, as: 'sent', by: 'Ann' } as const;
  await settleUnknowns(dependencies, { ...settling, contactId: `c${'a'.repeat(26)}` });
  expect(audit).toEqual([]);
  await settleUnknowns(dependencies, { ...settling, contactId: `c${'b'.repeat(26)}` });
  expect(audit).toEqual([
    {
      subject: 'RELEASE#forum',
      at: '2026-01-05T10:00:00.000Z',
      by: 'Ann',
      act: 'settle-unknowns',
      reason: null,
      before: { delivery: deliveryId, unknown: 1 },
      after: { delivery: deliveryId, as: 'sent', contact: `c${'b'.repeat(26)}` },
    },
  ]);
});

it('a person decides about one reader: the others stay unknown', async () => {
  const { dependencies, list } = await newsroom({ states: ['unknown', 'unknown', 'left-out'] });
  const contactId = `c${'b'.repeat(26)}`;
  expect(await settleUnknowns(dependencies, { deliveryId, contactId, as: 'sent', by: 'Ann' })).toBe(1);
  expect((await list()).map(([email, , state]) => `${email} ${state}`)).toEqual([
    'a@paper.example unknown',
    'b@paper.example sent',
    'c@paper.example left-out',
    'd@paper.example left-out',
  ]);
});

it('a decision about a recipient who is not unknown changes nothing for those who are: policy decides about them', async () => {
  const { table, dependencies } = await newsroom();
  const before = await deliveryTable(table).readChunk(deliveryId, 0);
  let reviews = 0;
  const watched: typeof dependencies = {
    ...dependencies,
    async reviewChunk() {
      reviews += 1;
      return true;
    },
  };
  await settleUnknowns(watched, { deliveryId, contactId: `c${'a'.repeat(26)}`, as: 'resend', by: 'Ann' });
  expect(reviews).toBe(0);
  expect(await deliveryTable(table).readChunk(deliveryId, 0)).toEqual(before);
});

it('chunks without unknowns are not read, however large the delivery', async () => {
  const { dependencies, reads } = await newsroom({ states: ['sent', 'sent', 'left-out'] });
  expect(await settleUnknowns(dependencies, { deliveryId, contactId: null, as: 'sent', by: 'Ann' })).toBe(0);
  expect(reads).toEqual([]);
});

it('a recipient about whom SES has reported meanwhile, or who was decided by somebody else, is not decided again', async () => {
  const proven = await newsroom();
  await deliveryTable(proven.table).writeFeedback(
    { deliveryId, contactId: `c${'b'.repeat(26)}`, sesMessageId: 's' },
    { sentAt: at },
  );
  const all = { deliveryId, contactId: null, as: 'resend', by: 'Ann' } as const;
  expect(await settleUnknowns(proven.dependencies, all)).toBe(0);
  expect(proven.enqueued).toEqual([]);

  const beaten = await newsroom();
  expect(await settleUnknowns({ ...beaten.dependencies, concludeOutcome: async () => false }, all)).toBe(0);
  expect(beaten.audit).toEqual([]);
});

it.each(['sending', 'stopped'] as const)(
  'a delivery that is %s keeps its state when one of its unknowns is sent again',
  async (state) => {
    const { table, dependencies } = await newsroom({ state });
    let moves = 0;
    const counted: typeof dependencies = {
      ...dependencies,
      async moveDelivery() {
        moves += 1;
        return true;
      },
    };
    await settleUnknowns(counted, { deliveryId, contactId: null, as: 'resend', by: 'Ann' });
    expect(moves).toBe(0);
    expect(await deliveryTable(table).readDelivery(deliveryId)).toMatchObject({ state });
  },
);
