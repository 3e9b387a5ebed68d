import { describe, expect, it } from 'vitest';
import { contactTable } from '../../functions/_shared/aws/contact-table.ts';
import { deliveryTable } from '../../functions/_shared/aws/delivery-table.ts';
import { listTable } from '../../functions/_shared/aws/list-table.ts';
import { releaseTable } from '../../functions/_shared/aws/release-table.ts';
import { segmentTable } from '../../functions/_shared/aws/segment-table.ts';
import { emailKey } from '../../functions/_shared/domain/email-key.ts';
import { deliveryIdOf } from '../../functions/_shared/domain/release-tag.ts';
import { armDelivery } from '../../functions/arm-delivery/arm-delivery.ts';
import { countReaders } from '../../functions/compose-emails/count-readers.ts';
import { freezeAudience } from '../../functions/compose-emails/freeze-audience.ts';
import { releaseOf } from '../functions/_shared/deliveries/release-of.ts';
import { bucketThrough, FakeBucket } from '../simulator/fake-bucket.ts';
import { tableThrough } from '../simulator/fake-table.ts';
import { armingOn, putSentDelivery } from './arming.ts';
import { contactNumber, lists, manyContacts, recipientNumber } from './many-contacts.ts';
import { clockOfRequests, throttledTable } from './throttled-table.ts';

const contacts = 2000;

/** `read`: so few units a second that the few contacts of a test are throttled as a million is. */
async function open({ sent = [], read }: { sent?: string[]; read: number }) {
  const opened = throttledTable(
    { read, write: 50, partitions: 1 },
    await manyContacts(contacts, sent),
    clockOfRequests(),
  );
  const objects = new FakeBucket();
  const lines = Array.from(
    { length: contacts },
    (_, n) => `${JSON.stringify(recipientNumber(n, contacts))}\n`,
  );
  for (const key of ['store/audiences/recipients', 'store/deliveries/sent'])
    objects.objects.set(key, Buffer.from(lines.join('')));
  const bucket = bucketThrough(async (command) => objects.execute(command));
  const unlimited = tableThrough(async (command) => opened.stored.execute(command));
  return { ...opened, objects, bucket, unlimited };
}

describe('on a table that throttles', () => {
  it('everybody on two large lists is in the audience once, and who unsubscribed is left out', async () => {
    const { table, meter } = await open({ read: 80 });
    const written: Record<string, string> = {};
    const summary = await freezeAudience(
      {
        ...listTable(table),
        ...segmentTable(table),
        ...contactTable(table),
        upload: (key) => ({
          write: async (text) => void (written[key] = (written[key] ?? '') + text),
          finish: async () => undefined,
          abort: async () => undefined,
        }),
        newsroom: { defaultLanguage: 'en', defaultList: 'press' },
      },
      {
        releaseId: 'forum',
        version: 1,
        rule: { origin: 'declared', lists: [...lists], segments: [], beats: [], regions: [], exclude: [] },
        languages: ['en'],
        now: '2026-01-05T10:00:00.000Z',
      },
    );
    expect(meter.throttled).toBeGreaterThan(0);
    expect(summary.recipients).toBe(contacts * 0.9);
    expect(summary.exclusions).toEqual({ unsubscribed: contacts / 10 });
    const ids = (written[summary.recipientsKey] ?? '')
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line).contactId);
    expect(ids).toEqual(
      Array.from({ length: contacts }, (_, n) => n)
        .filter((n) => n % 10 !== 0)
        .map((n) => contactNumber(n, contacts)),
    );
  }, 30_000);

  it('a kill reaches everybody who was sent it', async () => {
    const { table, meter, bucket, objects, unlimited } = await open({
      sent: ['forum_v1_general'],
      read: 200,
    });
    await putSentDelivery(unlimited, bucket, {
      version: 1,
      edition: 'general',
      recipientsKey: 'store/deliveries/sent',
    });
    const killed = { at: '2026-01-05T10:00:00.000Z', by: 'Lan', reason: 'wrong' };
    await releaseTable(unlimited).putRelease({ ...releaseOf({ kill: true }), killed });
    objects.objects.set(
      emailKey('forum', 1, { edition: 'kill', language: 'en', holds: null }),
      Buffer.from('{}'),
    );
    await armDelivery(armingOn(table, bucket), { releaseId: 'forum', version: 1, edition: 'kill' });
    expect(meter.throttled).toBeGreaterThan(0);
    const delivery = await deliveryTable(unlimited).readDelivery(deliveryIdOf('forum', 1, 'kill'));
    expect(delivery).toMatchObject({ state: 'armed', recipients: contacts });
  }, 30_000);

  it('the proof of a correction says how many were sent the version before', async () => {
    const { table, meter } = await open({ sent: ['forum_v1_general', 'forum_v1_embargoed'], read: 250 });
    const { readRecords } = deliveryTable(table);
    async function* within() {
      for (let n = 0; n < contacts; n += 4) yield recipientNumber(n, contacts);
    }
    expect(
      await countReaders({ readRecords, readRecipients: within }, { releaseId: 'forum', added: [] }, [1, 2]),
    ).toEqual({
      within: contacts / 4,
      all: contacts,
    });
    expect(meter.throttled).toBeGreaterThan(0);
  }, 30_000);
});
