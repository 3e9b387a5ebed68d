import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { deliveryTable } from '../../../../functions/_shared/aws/delivery-table.ts';
import { paceTable } from '../../../../functions/_shared/aws/pace-table.ts';
import { connectQueue } from '../../../../functions/_shared/aws/queue.ts';
import { recipientsFile } from '../../../../functions/_shared/aws/recipients-file.ts';
import { connectDeliveries } from '../../../../functions/_shared/deliveries/connect-deliveries.ts';
import {
  type SettleUnknownsDependencies,
  settleUnknowns,
} from '../../../../functions/_shared/deliveries/settle-unknowns.ts';
import { releaseTag } from '../../../../functions/_shared/domain/release-tag.ts';
import { armedDeliveries } from '../../../../functions/_shared/restore/armed-deliveries.ts';
import { holdDeliveries } from '../../../../functions/_shared/restore/hold-deliveries.ts';
import { repeatRestrictions } from '../../../../functions/_shared/restore/repeat-restrictions.ts';
import type { FakeTable } from '../../../simulator/fake-table.ts';
import { aDelivery, idOf } from '../../send-emails/a-delivery.ts';

const pause = {
  by: 'An operator',
  since: '2026-01-05T09:00:00.000Z',
  until: null,
  reason: 'restored',
  everything: true,
};

/** A release of which some mails went out before the backup, and the others after it. The table is then lost. */
async function afterALoss({ isKnown }: { isKnown: boolean }) {
  const pauses: Promise<void>[] = [];
  const delivery = await aDelivery({
    answer: (mail) => {
      if (/\d+/.exec(mail.to)?.[0] === '9') pauses.push(paceTable(delivery.table).setPause(pause));
      return { kind: 'sent', sesMessageId: 's' };
    },
  });
  const { fake, table, bucket, deliveryId, send, sent } = delivery;
  await send();
  await Promise.all(pauses);
  const backup = [...fake.items()].filter((item) => isKnown || !item.pk?.S?.startsWith('DELIVERY#'));
  const before = isKnown ? sent.length : 0;
  await paceTable(table).setPause(null);
  await send();
  expect(sent).toHaveLength(30);
  replaceAll(fake, backup);
  const recipientsKey = 'store/deliveries/recipients';
  const of = { deliveryId, releaseId: 'forum', version: 1, edition: 'general' as const };
  const restore = () =>
    holdDeliveries({
      ...deliveryTable(table),
      ...recipientsFile(bucket, ['']),
      armedDeliveries: async () => [
        { ...of, files: [{ recipientsKey, notBefore: null }], exclusionsKey: 'exclusions' },
      ],
      now: () => new Date(delivery.clock.now),
    });
  const settle = (contactId: string, meanwhile: Partial<SettleUnknownsDependencies> = {}) => {
    const queue = connectQueue('http://127.0.0.1:1/none');
    const now = () => delivery.clock.now;
    const connected = connectDeliveries({ table, bucket, bulkQueue: queue, urgentQueue: queue, now });
    return settleUnknowns(
      { ...connected, enqueueChunk: async () => {}, appendAudit: async () => {}, ...meanwhile },
      { deliveryId, contactId, as: 'resend', by: 'An operator' },
    );
  };
  /** What a sweep does last, when it has found all chunks settled. */
  const endDelivery = async () => {
    const found = await deliveryTable(table).readDelivery(deliveryId);
    if (found) await deliveryTable(table).moveDelivery({ ...found, state: 'sent' }, found.state);
  };
  return { ...delivery, before, restore, settle, endDelivery };
}

function replaceAll(fake: FakeTable, items: ReturnType<FakeTable['get']>[]): void {
  for (const { pk, sk } of [...fake.items()]) {
    const Key = { pk: pk ?? { S: '' }, sk: sk ?? { S: '' } };
    fake.execute(new DeleteItemCommand({ TableName: 'newsroom', Key }));
  }
  for (const item of items) if (item) fake.put(item);
}

describe.each([
  { isKnown: true, when: 'was going out when the backup was taken' },
  { isKnown: false, when: 'was approved after the backup was taken' },
])('after a restore, a release that $when', ({ isKnown }) => {
  it('goes to nobody again by itself, and to those whom a person names', async () => {
    const { before, restore, settle, send, sent, table, deliveryId, chunk } = await afterALoss({ isKnown });
    expect(await restore()).toEqual([{ deliveryId, held: 30 - before }]);
    expect(await chunk()).toMatchObject({
      state: 'settled',
      counts: { sent: before, unknown: 30 - before },
    });
    await paceTable(table).setPause(null);
    await send();
    expect(sent, 'nobody twice').toHaveLength(30);
    expect(await settle(idOf(29))).toBe(1);
    await send();
    expect(sent.slice(30)).toEqual(['reader29@example.org press']);
  });

  it('goes to those whom a person names, also if a sweep ends the delivery at the same moment', async () => {
    const { restore, settle, send, sent, table, bucket, deliveryId, endDelivery } = await afterALoss({
      isKnown,
    });
    await restore();
    await paceTable(table).setPause(null);
    const { readRecipients } = recipientsFile(bucket, ['']);
    const beforeTheChunkIsOpened: typeof readRecipients = async (...asked) => {
      await endDelivery();
      return readRecipients(...asked);
    };
    expect(await settle(idOf(29), { readRecipients: beforeTheChunkIsOpened })).toBe(1);
    expect(await deliveryTable(table).readDelivery(deliveryId)).toMatchObject({ state: 'sending' });
    await send();
    expect(await settle(idOf(28), { enqueueChunk: endDelivery })).toBe(1);
    await send();
    expect(sent.slice(30)).toEqual(['reader29@example.org press', 'reader28@example.org press']);
  });

  it('is held once, however often the command is run', async () => {
    const { restore, chunk } = await afterALoss({ isKnown });
    await restore();
    const held = await chunk();
    expect(await restore()).toEqual([]);
    expect(await chunk()).toEqual(held);
  });

  it('is known to have reached those of whom SES has told', async () => {
    const { restore, before, table, deliveryId } = await afterALoss({ isKnown });
    const feedback = { deliveryId, contactId: idOf(29), sesMessageId: 's' };
    await deliveryTable(table).writeFeedback(feedback, { sentAt: '2026-01-05T09:00:11.000Z' });
    expect(await restore()).toEqual([{ deliveryId, held: 29 - before }]);
  });
});

it('without the command, the rest of a release would go out twice', async () => {
  const { before, send, sent, table } = await afterALoss({ isKnown: true });
  await paceTable(table).setPause(null);
  await send();
  expect(sent.length).toBe(30 + 30 - before);
});

it('the bucket knows every delivery that was armed, also of a release whose name is not plain', async () => {
  const objects = [
    'store/texts/forum/1/en.json',
    'store/texts/thông cáo/2/vi.json',
    'store/deliveries/forum_v1_general/a.recipients.ndjson',
    'store/deliveries/forum_v1_general/a.exclusions.ndjson',
    'store/deliveries/forum_v1_general/b.recipients.ndjson',
    `store/deliveries/${releaseTag('thông cáo')}_v2_lift-notice/c.recipients.ndjson`,
  ];
  const found = await armedDeliveries({
    async *listObjects(prefix) {
      for (const [at, key] of objects.entries())
        if (key.startsWith(prefix))
          yield { key, size: 1, etag: '', modifiedAt: `2026-01-05T09:00:0${at}.000Z` };
    },
  });
  expect(found.map(({ releaseId, version, edition }) => [releaseId, version, edition])).toEqual([
    ['forum', 1, 'general'],
    ['thông cáo', 2, 'lift-notice'],
  ]);
  expect(found[0]?.files).toEqual([
    { recipientsKey: 'store/deliveries/forum_v1_general/b.recipients.ndjson', notBefore: null },
  ]);
});

it('who left after the backup stays out: the trail outlives the table', async () => {
  const ann = `c${'a'.repeat(26)}`;
  const line = (at: string, act: string, after: unknown, subject = `CONTACT#${ann}`) => ({
    subject,
    at,
    by: 'contact',
    act,
    reason: 'one-click',
    before: null,
    after,
  });
  const trail = {
    '2026-01': [
      line('2026-01-31T22:00:00.000Z', 'unsubscribe', { suppressed: 'unsubscribed' }),
      line('2026-01-31T23:30:00.000Z', 'leave-list', { list: 'press' }),
    ],
    '2026-02': [
      line('2026-02-01T00:10:00.000Z', 'unsubscribe', { suppressed: 'unsubscribed' }),
      line('2026-02-01T00:11:00.000Z', 'set-wishes', { leftLists: ['press'], pausedUntil: null }),
      line('2026-02-01T00:12:00.000Z', 'revoke-accreditation', null),
      line('2026-02-01T00:13:00.000Z', 'erase', { card: true }),
      line('2026-02-01T00:14:00.000Z', 'kill', null, 'RELEASE#forum'),
      { ...line('2026-02-01T00:14:30.000Z', 'compose', null, 'RELEASE#forum'), by: 'compose-emails' },
      line('2026-02-01T00:15:00.000Z', 'pause-sending', null, 'NEWSROOM'),
    ],
  } as const;
  const done: string[] = [];
  const note = (what: string) => async () => {
    done.push(what);
    return true;
  };
  const { repeated, toRepeat } = await repeatRestrictions(
    {
      async *readAuditMonth(month) {
        yield* month === '2026-01' || month === '2026-02' ? trail[month] : [];
      },
      suppress: async (_, reason, evidence, at) => note(`${reason} ${evidence} ${at}`)(),
      leaveList: async (_, list) => note(`left ${list}`)(),
      setWishes: async (_, { leftLists }) => void (await note(`wishes ${leftLists}`)()),
      revokeAccreditation: async () => void (await note('revoked')()),
      erase: note('erased'),
      now: () => new Date('2026-02-01T01:00:00.000Z'),
    },
    new Date('2026-01-31T23:00:00.000Z'),
  );
  expect(done).toEqual([
    'left press',
    'unsubscribed one-click 2026-02-01T00:10:00.000Z',
    'wishes press',
    'revoked',
    'erased',
  ]);
  expect(repeated).toBe(5);
  expect(toRepeat.map(({ act }) => act)).toEqual(['kill']);
});
