import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, it } from 'vitest';
import { bucketObjects, connectBucket } from '../../../../functions/_shared/aws/bucket.ts';

it.each([
  ['longer than S3 takes', 'x'.repeat(1025)],
  ['longer than S3 takes, in bytes', 'ủ'.repeat(342)],
  ['empty', ''],
])('a key that is %s cannot exist, and S3 is not asked', async (_, key) => {
  const s3 = mockClient(S3Client).rejects(new Error('KeyTooLongError'));
  const bucket = connectBucket('press');
  expect(await bucketObjects(bucket).sizeOfObject(key)).toBeNull();
  expect(await bucketObjects(bucket).readObject(key)).toBeNull();
  s3.reset();
  s3.on(HeadObjectCommand).resolves({ ContentLength: 7 });
  expect(await bucketObjects(bucket).sizeOfObject('x'.repeat(1024))).toBe(7);
  s3.restore();
});
