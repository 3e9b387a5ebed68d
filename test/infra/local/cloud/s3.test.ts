import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import * as S3 from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { failure, openBucket } from './open-bucket.ts';
import { clientOptions, named, type OpenStack } from './open-stack.ts';

async function messages(stack: OpenStack): Promise<string[]> {
  const sqs = new SQSClient({ ...clientOptions, endpoint: stack.endpoints.sqs });
  const QueueUrl = stack.queueUrl(named(stack.names.queues, 'Intake0'));
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  return (Messages ?? []).map(({ Body }) => Body ?? '');
}

test('a file comes back as it was dropped, with its type, its metadata and a name in any script', async () => {
  const { put, get } = await openBucket();
  const Metadata = { desk: 'news', 'x-list': 'tech' };
  await put('thư/ünï + code&<1>.md', '# Xin chào', { ContentType: 'text/markdown', Metadata });
  const found = await get('thư/ünï + code&<1>.md');
  expect(await found.Body?.transformToString()).toBe('# Xin chào');
  expect(found.ContentType).toBe('text/markdown');
  expect(found.Metadata).toEqual(Metadata);
  expect(found.ETag).toMatch(/^"[0-9a-f]{32}"$/);
  expect(found.LastModified).toBeInstanceOf(Date);
});

test('what is not there is said to be not there, in the words of S3', async () => {
  const { client, Bucket, get } = await openBucket();
  await expect(get('nothing')).rejects.toEqual(failure('NoSuchKey', 404));
  await expect(client.send(new S3.HeadObjectCommand({ Bucket, Key: 'nothing' }))).rejects.toEqual(
    failure('NotFound', 404),
  );
  await expect(client.send(new S3.GetObjectCommand({ Bucket: 'nobodys', Key: 'x' }))).rejects.toEqual(
    failure('NoSuchBucket', 404),
  );
  await expect(client.send(new S3.HeadBucketCommand({ Bucket: 'nobodys' }))).rejects.toEqual(
    failure('NotFound', 404),
  );
});

test('only one of two who create the same object wins, and only who saw the last content may replace it', async () => {
  const { put, read } = await openBucket();
  const { ETag } = await put('claim', 'a', { IfNoneMatch: '*' });
  await expect(put('claim', 'b', { IfNoneMatch: '*' })).rejects.toEqual(failure('PreconditionFailed', 412));
  await put('claim', 'c', { IfMatch: ETag });
  await expect(put('claim', 'd', { IfMatch: ETag })).rejects.toEqual(failure('PreconditionFailed', 412));
  await expect(put('other', 'e', { IfMatch: ETag })).rejects.toEqual(failure('NoSuchKey', 404));
  expect(await read('claim')).toBe('c');
});

test('a reader who has it already is told so, and a part can be read alone', async () => {
  const { put, get, read } = await openBucket();
  const { ETag } = await put('ten', '0123456789');
  await expect(get('ten', { IfNoneMatch: ETag })).rejects.toMatchObject({
    $metadata: { httpStatusCode: 304 },
  });
  expect(await read('ten', { Range: 'bytes=2-4' })).toBe('234');
  expect(await read('ten', { Range: 'bytes=-3' })).toBe('789');
  expect((await get('ten', { Range: 'bytes=8-99' })).ContentRange).toBe('bytes 8-9/10');
  await expect(get('ten', { Range: 'bytes=99-' })).rejects.toEqual(failure('InvalidRange', 416));
});

test('content that does not match its digest is refused and leaves nothing behind', async () => {
  const { put, read, stack } = await openBucket();
  await put('kept', 'x');
  const ContentMD5 = createHash('md5').update('y').digest('base64');
  await expect(put('kept', 'z', { ContentMD5 })).rejects.toEqual(failure('BadDigest', 400));
  await expect(put('kept', 'z', { ChecksumCRC32: 'AAAAAA==' })).rejects.toEqual(failure('BadDigest', 400));
  const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');
  await expect(put('kept', 'z', { ChecksumSHA256: sha256('y') })).rejects.toEqual(failure('BadDigest', 400));
  await put('signed', 'z', { ChecksumSHA256: sha256('z') });
  await put('signed', 'z', { ChecksumAlgorithm: 'SHA256' });
  expect(await read('kept')).toBe('x');
  expect(await readdir(join(stack.dataDirectory, 's3', 'incoming'))).toEqual([]);
});

test('an upload cut off in the middle leaves neither an object nor a message', async () => {
  const { stack, Bucket, get } = await openBucket();
  const url = new URL(`/${Bucket}/inbox/half.md`, stack.endpoints.s3);
  const upload = request(url, { method: 'PUT', headers: { 'content-length': 1000 } });
  upload.on('error', () => {});
  await new Promise((resolve) => upload.write('half', resolve));
  upload.destroy();
  await new Promise((resolve) => setTimeout(resolve, 100));
  await expect(get('inbox/half.md')).rejects.toEqual(failure('NoSuchKey', 404));
  expect(await messages(stack)).toEqual([]);
  expect(await readdir(join(stack.dataDirectory, 's3', 'incoming'))).toEqual([]);
  expect(stack.errors).toEqual([]);
});

test('a large file, a stream and an upload in parts arrive unharmed', async () => {
  const { client, Bucket, put, get } = await openBucket();
  const large = randomBytes(20_000_000);
  await put('large', large);
  const found = await (await get('large')).Body?.transformToByteArray();
  expect(large.equals(found ?? new Uint8Array())).toBe(true);
  const stream = Readable.from([Buffer.from('abc'), Buffer.from('def')]);
  await client.send(new S3.PutObjectCommand({ Bucket, Key: 'stream', Body: stream, ContentLength: 6 }));
  expect(await (await get('stream')).Body?.transformToString()).toBe('abcdef');

  const { UploadId } = await client.send(new S3.CreateMultipartUploadCommand({ Bucket, Key: 'inbox/parts' }));
  const Parts = [];
  const pieces = [randomBytes(5_242_880), Buffer.from('two')];
  for (const [i, Body] of pieces.entries()) {
    const part = { Bucket, Key: 'inbox/parts', UploadId, PartNumber: i + 1 };
    const { ETag } = await client.send(new S3.UploadPartCommand({ ...part, Body }));
    Parts.push({ PartNumber: i + 1, ETag });
  }
  const whole = { Bucket, Key: 'inbox/parts', UploadId, MultipartUpload: { Parts } };
  const { ETag } = await client.send(new S3.CompleteMultipartUploadCommand(whole));
  expect(ETag).toMatch(/-2"$/);
  const joined = await (await get('inbox/parts')).Body?.transformToByteArray();
  expect(Buffer.concat(pieces).equals(joined ?? new Uint8Array())).toBe(true);
  await expect(client.send(new S3.CompleteMultipartUploadCommand(whole))).rejects.toEqual(
    failure('NoSuchUpload', 404),
  );
});

test('every version is kept, and a deleted file can be had back', async () => {
  const { client, Bucket, put, get, read } = await openBucket();
  const first = await put('v', '1');
  await put('v', '2');
  expect(await read('v', { VersionId: first.VersionId })).toBe('1');
  const { VersionId: marker, DeleteMarker } = await client.send(
    new S3.DeleteObjectCommand({ Bucket, Key: 'v' }),
  );
  expect(DeleteMarker).toBe(true);
  await expect(get('v')).rejects.toEqual(failure('NoSuchKey', 404));
  const listed = await client.send(new S3.ListObjectVersionsCommand({ Bucket, Prefix: 'v' }));
  expect(listed.Versions?.map(({ VersionId }) => VersionId).at(-1)).toBe(first.VersionId);
  expect(listed.DeleteMarkers).toMatchObject([{ Key: 'v', IsLatest: true, VersionId: marker }]);
  await client.send(new S3.DeleteObjectCommand({ Bucket, Key: 'v', VersionId: marker }));
  expect(await read('v')).toBe('2');
});

test('listing goes by folder and by page, in the order of the keys', async () => {
  const { client, Bucket, put } = await openBucket();
  const keys = [
    'a',
    ...Array.from({ length: 12 }, (_, i) => `f/${i % 3}/${String(i).padStart(2, '0')}`),
    'z é',
  ];
  await Promise.all(keys.map((key) => put(key, key)));
  const all = [];
  for await (const page of S3.paginateListObjectsV2({ client, pageSize: 5 }, { Bucket }))
    all.push(...(page.Contents ?? []).map(({ Key }) => Key));
  expect(all).toEqual(keys.toSorted());
  const folders = [];
  for await (const page of S3.paginateListObjectsV2(
    { client, pageSize: 2 },
    { Bucket, Prefix: 'f/', Delimiter: '/' },
  ))
    folders.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix));
  expect(folders).toEqual(['f/0/', 'f/1/', 'f/2/']);
  const old = await client.send(new S3.ListObjectsCommand({ Bucket, Delimiter: '/' }));
  expect(old.Contents?.map(({ Key }) => Key)).toEqual(['a', 'z é']);
  const versions = [];
  let KeyMarker: string | undefined;
  do {
    const page: S3.ListObjectVersionsCommandOutput = await client.send(
      new S3.ListObjectVersionsCommand({ Bucket, MaxKeys: 5, KeyMarker }),
    );
    versions.push(...(page.Versions ?? []).map(({ Key }) => Key));
    KeyMarker = page.NextKeyMarker;
  } while (KeyMarker);
  expect(versions).toEqual(keys.toSorted());
});

test('the buckets are listed and each tells where it is', async () => {
  const { client, Bucket } = await openBucket();
  const { Buckets } = await client.send(new S3.ListBucketsCommand({}));
  expect(Buckets).toEqual([{ Name: Bucket, CreationDate: expect.any(Date) }]);
  expect(await client.send(new S3.GetBucketLocationCommand({ Bucket }))).not.toHaveProperty(
    'LocationConstraint',
  );
  const { Status } = await client.send(new S3.GetBucketVersioningCommand({ Bucket }));
  expect(Status).toBe('Enabled');
});

test('many are deleted at once; a copy keeps or replaces the metadata', async () => {
  const { client, Bucket, put, get } = await openBucket();
  await put('from', 'text', { Metadata: { a: '1' } });
  const CopySource = `${Bucket}/from`;
  await client.send(new S3.CopyObjectCommand({ Bucket, Key: 'same', CopySource }));
  const replaced = { MetadataDirective: 'REPLACE', Metadata: { b: '2' } } as const;
  await client.send(new S3.CopyObjectCommand({ Bucket, Key: 'new & other', CopySource, ...replaced }));
  expect((await get('same')).Metadata).toEqual({ a: '1' });
  expect((await get('new & other')).Metadata).toEqual({ b: '2' });
  const Objects = [{ Key: 'same' }, { Key: 'new & other' }, { Key: 'never there' }];
  const { Deleted } = await client.send(new S3.DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  expect(Deleted?.map(({ Key }) => Key)).toEqual(Objects.map(({ Key }) => Key));
  await expect(get('new & other')).rejects.toEqual(failure('NoSuchKey', 404));
});

test('a browser link works unsigned or presigned until it expires', async () => {
  const { stack, Bucket, put } = await openBucket();
  await put('page.html', '<p>', { ContentType: 'text/html' });
  const link = new URL(`/${Bucket}/page.html`, stack.endpoints.s3);
  const plain = await fetch(link);
  expect(await plain.text()).toBe('<p>');
  expect(Math.abs(Date.now() - Date.parse(plain.headers.get('date') ?? ''))).toBeLessThan(5000);
  const stamp = new Date(Date.now() - 30_000).toISOString().replace(/[-:]|\.\d+/g, '');
  link.searchParams.set('X-Amz-Date', stamp);
  link.searchParams.set('X-Amz-Credential', 'me/20250101/us-east-1/s3/aws4_request');
  link.searchParams.set('X-Amz-Expires', '60');
  link.searchParams.set('response-content-type', 'text/plain');
  expect((await fetch(link)).headers.get('content-type')).toBe('text/plain');
  expect((await fetch(link, { method: 'PUT', body: 'new' })).status).toBe(200);
  link.searchParams.set('X-Amz-Expires', '20');
  expect((await fetch(link)).status).toBe(403);
});

test('a drop tells the queue once, its key encoded once, and only under the prefix of the notification', async () => {
  const { stack, put, client, Bucket } = await openBucket();
  const { VersionId, ETag } = await put('inbox/Bản tin + 1 (a).md', 'text');
  await put('reports/x.json', '{}');
  await client.send(
    new S3.CopyObjectCommand({ Bucket, Key: 'inbox/copy', CopySource: `${Bucket}/reports/x.json` }),
  );
  const told = (await messages(stack)).map((body) => JSON.parse(body).Records[0]);
  expect(told.map(({ eventName }) => eventName)).toEqual(['ObjectCreated:Put', 'ObjectCreated:Copy']);
  expect(told[0]).toMatchObject({
    eventSource: 'aws:s3',
    s3: {
      bucket: { name: Bucket },
      object: {
        key: 'inbox/B%E1%BA%A3n+tin+%2B+1+%28a%29.md',
        size: 4,
        eTag: ETag?.replaceAll('"', ''),
        versionId: VersionId,
      },
    },
  });
  expect(told[0].s3.object.sequencer < told[1].s3.object.sequencer).toBe(true);
});

test('a deletion tells the queue: of a delete marker, of a version, of several at once, and of nothing that was not there', async () => {
  const { stack, put, client, Bucket } = await openBucket();
  const { VersionId } = await put('inbox/báo cáo.md', 'text');
  await put('inbox/two.md', 'text');
  await put('reports/x.json', '{}');
  const Key = 'inbox/báo cáo.md';
  const marker = await client.send(new S3.DeleteObjectCommand({ Bucket, Key }));
  await client.send(new S3.DeleteObjectCommand({ Bucket, Key, VersionId }));
  await client.send(new S3.DeleteObjectCommand({ Bucket, Key, VersionId }));
  const Objects = [{ Key: 'inbox/two.md' }, { Key: 'reports/x.json' }];
  await client.send(new S3.DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  const told = (await messages(stack)).map((body) => JSON.parse(body).Records[0]).slice(2);
  expect(told.map(({ eventName, s3 }) => [eventName, s3.object.key, s3.object.versionId])).toEqual([
    ['ObjectRemoved:DeleteMarkerCreated', 'inbox/b%C3%A1o+c%C3%A1o.md', marker.VersionId],
    ['ObjectRemoved:Delete', 'inbox/b%C3%A1o+c%C3%A1o.md', VersionId],
    ['ObjectRemoved:DeleteMarkerCreated', 'inbox/two.md', expect.any(String)],
  ]);
  expect(told[0].s3.object).not.toHaveProperty('size');
});

test('what is not served is refused as such instead of pretended', async () => {
  const { client, Bucket } = await openBucket();
  await expect(client.send(new S3.GetBucketPolicyCommand({ Bucket }))).rejects.toEqual(
    failure('NotImplemented', 501),
  );
});
