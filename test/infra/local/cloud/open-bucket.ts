import * as S3 from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import { clientOptions, named, openStack } from './open-stack.ts';
import { smallTemplateWithout } from './small-template.ts';

/** Without the consumer, so that messages stay in the queue and can be checked. */
const template = smallTemplateWithout('RelayMapping', 'Relay00000006', 'Table00000005');

export async function openBucket() {
  const stack = await openStack({ template });
  const client = new S3.S3Client({ ...clientOptions, endpoint: stack.endpoints.s3 });
  const Bucket = named(stack.names.buckets, 'Store');
  const put = (Key: string, Body: string | Uint8Array, more: Partial<S3.PutObjectCommandInput> = {}) =>
    client.send(new S3.PutObjectCommand({ Bucket, Key, Body, ...more }));
  const get = (Key: string, more: Partial<S3.GetObjectCommandInput> = {}) =>
    client.send(new S3.GetObjectCommand({ Bucket, Key, ...more }));
  const read = async (Key: string, more: Partial<S3.GetObjectCommandInput> = {}) =>
    (await get(Key, more)).Body?.transformToString();
  return { stack, client, Bucket, put, get, read };
}

export const failure = (name: string, status: number) =>
  expect.objectContaining({ name, $metadata: expect.objectContaining({ httpStatusCode: status }) });
