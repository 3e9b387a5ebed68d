import { describe, expect, it } from 'vitest';
import { consumeDrops } from '../../../functions/accept-release/consume-drops.ts';

const created = (key: string) => ({
  eventName: 'ObjectCreated:Put',
  s3: { bucket: { name: 'b' }, object: { key, eTag: 'e', size: 1 } },
});
const message = (messageId: string, body: unknown) => ({
  messageId,
  body: JSON.stringify(body),
  attributes: { ApproximateReceiveCount: '1' },
});
const consume = async (
  accept: (id: string, keys: readonly string[]) => Promise<void>,
  records: unknown[],
) => {
  const logged: unknown[] = [];
  const response = await consumeDrops(accept, (line) => logged.push(line))({ Records: records });
  return { failed: response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier), logged };
};

describe('a batch of drops', () => {
  it('reads the files of one release once', async () => {
    const read: string[] = [];
    await consume(
      async (id, keys) => void read.push(`${id}: ${keys.join(' ')}`),
      [
        message('1', { Records: [created('releases/forum/a.en.md'), created('releases/forum/b.jpg')] }),
        message('2', { Records: [created('releases/forum/a.vi.md')] }),
        message('3', { Records: [created('releases/di%E1%BB%85n+%C4%91%C3%A0n.md')] }),
      ],
    );
    expect(read).toEqual([
      'forum: releases/forum/a.en.md releases/forum/b.jpg releases/forum/a.vi.md',
      'diễn đàn: releases/diễn đàn.md',
    ]);
  });

  it('hears of a file that was deleted, and reads the release once for both events', async () => {
    const read: string[] = [];
    const deleted = (key: string) => ({ ...created(key), eventName: 'ObjectRemoved:DeleteMarkerCreated' });
    await consume(
      async (id, keys) => void read.push(`${id}: ${keys.join(' ')}`),
      [
        message('1', { Records: [deleted('releases/forum.md')] }),
        message('2', { Records: [created('releases/forum.md')] }),
      ],
    );
    expect(read).toEqual(['forum: releases/forum.md']);
  });

  it('passes over S3’s test event, folders and what editors leave behind', async () => {
    const read: string[] = [];
    const { failed } = await consume(
      async (id) => void read.push(id),
      [
        message('1', { Service: 'Amazon S3', Event: 's3:TestEvent' }),
        message('2', {
          Records: [
            created('releases/forum/'),
            created('releases/forum/~%24lock.docx'),
            created('releases/.DS_Store'),
          ],
        }),
      ],
    );
    expect({ read, failed }).toEqual({ read: [], failed: [] });
  });

  it('gives back the messages of the release that failed, and no others', async () => {
    const { failed, logged } = await consume(
      async (id) => {
        if (id === 'bad') throw new Error('Secret headline');
      },
      [
        message('1', { Records: [created('releases/bad/a.md'), created('releases/good.md')] }),
        message('2', { Records: [created('releases/good.md')] }),
        message('3', { Records: [created('releases/bad/b.md')] }),
        message('4', { Records: 'nonsense' }),
      ],
    );
    expect(failed.sort()).toEqual(['1', '3', '4']);
    expect(JSON.stringify(logged)).not.toContain('Secret');
  });
});
