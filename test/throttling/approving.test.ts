import { SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { listTable } from '../../functions/_shared/aws/list-table.ts';
import { releaseTable } from '../../functions/_shared/aws/release-table.ts';
import { approveRelease } from '../../functions/_shared/decisions/approve-release.ts';
import { connectLife } from '../../functions/_shared/decisions/connect-life.ts';
import { ARelease, anAudience } from '../functions/_shared/domain/a-release.ts';
import { versionOf } from '../functions/console/newsroom-of.ts';
import { bucketThrough, FakeBucket } from '../simulator/fake-bucket.ts';
import { tableThrough } from '../simulator/fake-table.ts';
import { newsroom } from '../simulator/newsroom.ts';
import { manyContacts } from './many-contacts.ts';
import { newTable } from './partition-limits.ts';
import { clockOfRequests, throttledTable } from './throttled-table.ts';

const morning = '2026-03-01T08:00:00.000Z';

/** A newsroom with so many contacts, in which a release to `recipients` of them awaits approval. */
async function open(contacts: number, recipients: number) {
  const opened = throttledTable(newTable, await manyContacts(contacts), clockOfRequests());
  const unlimited = tableThrough(async (command) => opened.stored.execute(command));
  const objects = new FakeBucket();
  const queue = { url: 'http://127.0.0.1:1/none', client: new SQSClient({ region: 'eu-central-1' }) };
  mockClient(queue.client);
  const { release } = new ARelease(morning).dropped().composed({ recipients });
  const { putRelease, putVersion } = releaseTable(unlimited);
  await putRelease({ ...release, revision: 1 });
  const audience = {
    origin: 'declared' as const,
    lists: ['press'],
    segments: [],
    beats: [],
    regions: [],
    exclude: [],
  };
  await putVersion(versionOf('forum', { audience }));
  await listTable(unlimited).registerList({ list: 'press', title: 'Press', createdAt: morning });
  objects.objects.set(anAudience.recipientsKey, Buffer.from(''));
  const life = connectLife({
    newsroom,
    table: opened.table,
    bucket: bucketThrough(async (command) => objects.execute(command)),
    composeQueue: queue,
    armQueue: queue,
    schedules: null,
    keys: null,
    publicUrl: 'https://news.example',
    now: () => new Date(morning),
  });
  return { life, meter: opened.meter };
}

describe('approving', () => {
  it('a release to a million contacts takes as many requests as to one', async () => {
    const approve = async (contacts: number) => {
      const { life, meter } = await open(contacts, contacts);
      const shown = { version: 1, audienceHash: anAudience.hash };
      const outcome = await approveRelease(life, { releaseId: 'forum', by: 'Lan', shown });
      expect(outcome.kind).toBe('approved');
      return meter.used;
    };
    expect(await approve(1_000_000)).toEqual(await approve(1));
  });

  it('a release to a few on a list of a million shows the page within seconds, without the count of who joined', async () => {
    const { life, meter } = await open(1_000_000, 100);
    expect(await life.countJoined('forum', 1, { ...anAudience, recipients: 100 })).toBeNull();
    // The whole list takes 60,000 units.
    expect(meter.used.read).toBeGreaterThan(1000);
    expect(meter.used.read).toBeLessThan(6000);
  }, 120_000);
});
