import { randomBytes } from 'node:crypto';
import * as S3 from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { failure, openBucket } from './open-bucket.ts';

const smallest = 5_242_880;

async function openUpload(Key = 'inbox/parts') {
  const opened = await openBucket();
  const { client, Bucket } = opened;
  const target = { Bucket, Key };
  const { UploadId } = await client.send(new S3.CreateMultipartUploadCommand(target));
  const put = async (PartNumber: number, Body: string | Uint8Array) => {
    const { ETag } = await client.send(new S3.UploadPartCommand({ ...target, UploadId, PartNumber, Body }));
    return { PartNumber, ETag };
  };
  const complete = (Parts: S3.CompletedPart[]) =>
    client.send(new S3.CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } }));
  return { ...opened, target, UploadId, put, complete };
}

test('a part under 5 MiB is refused unless it is the last, and the upload can go on', async () => {
  const { put, complete, read } = await openUpload();
  const small = await put(1, 'tiny');
  const last = await put(2, 'end');
  await expect(complete([small, last])).rejects.toMatchObject({
    name: 'EntityTooSmall',
    message: 'Your proposed upload is smaller than the minimum allowed size',
    PartNumber: '1',
    ProposedSize: '4',
    MinSizeAllowed: '5242880',
  });
  const large = await put(1, Buffer.alloc(smallest, 'a'));
  await complete([large, last]);
  expect((await read('inbox/parts'))?.slice(-4)).toBe('aend');
});

test('an upload is completed with at least one part, in order, each with its number and digest', async () => {
  const { put, complete } = await openUpload();
  const [one, two] = [await put(1, Buffer.alloc(smallest)), await put(2, 'end')];
  await expect(complete([two, one])).rejects.toEqual(failure('InvalidPartOrder', 400));
  await expect(complete([one, { ...two, ETag: one.ETag }])).rejects.toEqual(failure('InvalidPart', 400));
  await expect(complete([one, { ...two, PartNumber: 3 }])).rejects.toEqual(failure('InvalidPart', 400));
  await expect(complete([])).rejects.toMatchObject({ message: 'You must specify at least one part' });
  await expect(put(10_001, 'x')).rejects.toEqual(failure('InvalidArgument', 400));
  await expect(put(0, 'x')).rejects.toEqual(failure('InvalidArgument', 400));
});

test('the parts of an upload and the uploads of a bucket are listed in pages until they are aborted', async () => {
  const { client, Bucket, target, UploadId, put } = await openUpload();
  for (const n of [3, 1, 2]) await put(n, `part ${n}`);
  const parts = (more: Partial<S3.ListPartsCommandInput> = {}) =>
    client.send(new S3.ListPartsCommand({ ...target, UploadId, ...more }));
  const first = await parts({ MaxParts: 2 });
  expect(first).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '2', UploadId, Key: target.Key });
  expect(first.Parts).toMatchObject([
    { PartNumber: 1, Size: 6, ETag: expect.stringMatching(/^"\w{32}"$/), LastModified: expect.any(Date) },
    { PartNumber: 2 },
  ]);
  const rest = await parts({ PartNumberMarker: first.NextPartNumberMarker });
  expect(rest.Parts?.map(({ PartNumber }) => PartNumber)).toEqual([3]);
  expect(rest.IsTruncated).toBe(false);
  await client.send(new S3.CreateMultipartUploadCommand({ Bucket, Key: 'other' }));
  const uploads = async (Prefix?: string) =>
    (await client.send(new S3.ListMultipartUploadsCommand({ Bucket, Prefix }))).Uploads ?? [];
  expect((await uploads()).map(({ Key }) => Key)).toEqual([target.Key, 'other']);
  const [upload] = await uploads('inbox/');
  expect(upload).toMatchObject({ UploadId, Initiated: expect.any(Date) });
  expect(Math.abs(Number(upload?.Initiated) - Date.now())).toBeLessThan(60_000);
  await client.send(new S3.AbortMultipartUploadCommand({ ...target, UploadId }));
  await expect(parts()).rejects.toEqual(failure('NoSuchUpload', 404));
  expect(await uploads('inbox/')).toEqual([]);
});

test('a large object is copied in parts, as the AWS CLI copies from bucket to bucket', async () => {
  const { client, Bucket, target, UploadId, complete, put: _, ...bucket } = await openUpload('copy');
  const source = randomBytes(smallest + 100);
  const stored = await client.send(new S3.PutObjectCommand({ Bucket, Key: 'a source+1', Body: source }));
  const copy = async (PartNumber: number, CopySourceRange: string, CopySourceIfMatch = stored.ETag) => {
    const CopySource = `${Bucket}/${encodeURIComponent('a source+1')}`;
    const part = { ...target, UploadId, PartNumber, CopySource, CopySourceRange, CopySourceIfMatch };
    const { CopyPartResult } = await client.send(new S3.UploadPartCopyCommand(part));
    return { PartNumber, ETag: CopyPartResult?.ETag };
  };
  await expect(copy(1, 'bytes=0-99999999')).rejects.toEqual(failure('InvalidArgument', 400));
  await expect(copy(1, 'bytes=0-9', '"other"')).rejects.toEqual(failure('PreconditionFailed', 412));
  await complete([
    await copy(1, `bytes=0-${smallest - 1}`),
    await copy(2, `bytes=${smallest}-${smallest + 99}`),
  ]);
  const found = await (await bucket.get('copy')).Body?.transformToByteArray();
  expect(source.equals(found ?? new Uint8Array())).toBe(true);
});

test('the tags of an object are set with it, changed, copied and removed', async () => {
  const { client, Bucket, put, get } = await openBucket();
  const Key = 'inbox/tagged';
  await put(Key, 'x', { Tagging: 'desk=news&list=t%20%2B%20b' });
  const tags = async (of = Key) =>
    (await client.send(new S3.GetObjectTaggingCommand({ Bucket, Key: of }))).TagSet;
  expect(await tags()).toEqual([
    { Key: 'desk', Value: 'news' },
    { Key: 'list', Value: 't + b' },
  ]);
  expect((await get(Key)).TagCount).toBe(2);
  const copy = { Bucket, Key: 'copy', CopySource: `${Bucket}/${Key}` };
  await client.send(new S3.CopyObjectCommand(copy));
  expect(await tags('copy')).toHaveLength(2);
  await client.send(new S3.CopyObjectCommand({ ...copy, TaggingDirective: 'REPLACE', Tagging: 'c=d' }));
  expect(await tags('copy')).toEqual([{ Key: 'c', Value: 'd' }]);
  const set = (TagSet: S3.Tag[]) =>
    client.send(new S3.PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet } }));
  await set([{ Key: 'a', Value: 'thông cáo' }]);
  expect(await tags()).toEqual([{ Key: 'a', Value: 'thông cáo' }]);
  await expect(set([{ Key: 'a,b', Value: '' }])).rejects.toEqual(failure('InvalidTag', 400));
  const eleven = Array.from({ length: 11 }, (_, i) => ({ Key: `k${i}`, Value: '' }));
  await expect(set(eleven)).rejects.toMatchObject({ message: 'Object tags cannot be greater than 10' });
  await expect(put(Key, 'x', { Tagging: 'a=1&a=2' })).rejects.toEqual(failure('InvalidArgument', 400));
  await client.send(new S3.DeleteObjectTaggingCommand({ Bucket, Key }));
  expect(await tags()).toEqual([]);
  expect((await get(Key)).TagCount).toBeUndefined();
});

test('only the requested attributes are returned; every ACL belongs to the owner and cannot be changed', async () => {
  const { client, Bucket, put } = await openBucket();
  await put('x', 'four');
  const ObjectAttributes: S3.ObjectAttributes[] = ['ETag', 'ObjectSize', 'StorageClass'];
  const told = await client.send(new S3.GetObjectAttributesCommand({ Bucket, Key: 'x', ObjectAttributes }));
  expect(told).toMatchObject({
    ObjectSize: 4,
    StorageClass: 'STANDARD',
    ETag: expect.stringMatching(/^\w{32}$/),
  });
  const { Grants } = await client.send(new S3.GetObjectAclCommand({ Bucket, Key: 'x' }));
  expect(Grants).toMatchObject([{ Permission: 'FULL_CONTROL', Grantee: { Type: 'CanonicalUser' } }]);
  expect((await client.send(new S3.GetBucketAclCommand({ Bucket }))).Grants).toHaveLength(1);
  const off = { name: 'AccessControlListNotSupported', message: 'The bucket does not allow ACLs' };
  await expect(put('x', 'y', { ACL: 'public-read' })).rejects.toMatchObject(off);
  await put('x', 'y', { ACL: 'bucket-owner-full-control' });
  const open = new S3.PutObjectAclCommand({ Bucket, Key: 'x', ACL: 'public-read' });
  await expect(client.send(open)).rejects.toMatchObject(off);
});

test('names of buckets and keys follow the rules of S3', async () => {
  const { client, Bucket, put } = await openBucket();
  const create = (name: string) => client.send(new S3.CreateBucketCommand({ Bucket: name }));
  await create(Bucket);
  await create('press-drafts');
  for (const bad of ['Press', 'ab', 'a..b', '192.168.1.1', 'xn--press', '-press'])
    await expect(create(bad)).rejects.toEqual(failure('InvalidBucketName', 400));
  await client.send(new S3.PutObjectCommand({ Bucket: 'press-drafts', Key: 'k', Body: 'v' }));
  const drop = () => client.send(new S3.DeleteBucketCommand({ Bucket: 'press-drafts' }));
  await expect(drop()).rejects.toEqual(failure('BucketNotEmpty', 409));
  await client.send(new S3.DeleteObjectCommand({ Bucket: 'press-drafts', Key: 'k' }));
  await drop();
  await put('ü'.repeat(512), 'a key of 1024 bytes');
  await expect(put('ü'.repeat(513), 'too long')).rejects.toEqual(failure('KeyTooLongError', 400));
  const itself = { Bucket, Key: 'x', CopySource: `${Bucket}/x` };
  await put('x', 'y');
  await expect(client.send(new S3.CopyObjectCommand(itself))).rejects.toEqual(failure('InvalidRequest', 400));
});
