import { expect, it } from 'vitest';
import {
  isClutter,
  objectsChanged,
  objectsCreated,
} from '../../../../functions/_shared/runtime/object-created.ts';

const record = (key: string, more: Record<string, unknown> = {}) => ({
  eventName: 'ObjectCreated:Put',
  s3: { bucket: { name: 'newsroom' }, object: { key, size: 3, eTag: '"abc"', ...more } },
});

it('decodes keys once; a plus is a space', () => {
  const [drop] = objectsCreated({
    Records: [record('lists/b%C3%A1o+m%E1%BB%9Bi%2525.csv', { versionId: 'v1' })],
  });
  expect(drop).toEqual({
    bucket: 'newsroom',
    key: 'lists/báo mới%25.csv',
    versionId: 'v1',
    etag: 'abc',
    size: 3,
  });
});

it("ignores S3's test event and everything that is not a creation", () => {
  expect(objectsCreated({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'newsroom' })).toEqual([]);
  expect(objectsCreated({ Records: [{ ...record('x'), eventName: 'ObjectRemoved:Delete' }] })).toEqual([]);
});

it('includes files that were deleted, permanently or with a delete marker, where this matters', () => {
  const removed = (eventName: string) => ({
    eventName,
    s3: { bucket: { name: 'newsroom' }, object: { key: 'releases/b%C3%A1o.md', versionId: 'v2' } },
  });
  for (const name of ['ObjectRemoved:Delete', 's3:ObjectRemoved:DeleteMarkerCreated'])
    expect(objectsChanged({ Records: [removed(name)] })).toMatchObject([
      { key: 'releases/báo.md', versionId: 'v2' },
    ]);
  expect(objectsChanged({ Records: [record('x')] })).toHaveLength(1);
  expect(objectsChanged({ Records: [removed('LifecycleExpiration:Delete')] })).toEqual([]);
});

it.each([
  'releases/',
  'lists/.DS_Store',
  'releases/~$forum.docx',
  'releases/forum.md~',
  'Thumbs.db',
  'a/__MACOSX/x',
  'a.crdownload',
])('treats %s as clutter', (key) => expect(isClutter(key)).toBe(true));
it.each(['releases/forum.md', 'lists/press.csv', 'releases/forum/map.png'])(
  'treats %s as a dropped file',
  (key) => expect(isClutter(key)).toBe(false),
);
