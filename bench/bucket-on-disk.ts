import { createReadStream } from 'node:fs';
import { appendFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import {
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { Bucket } from '../functions/_shared/aws/bucket.ts';
import { bucketThrough } from '../test/simulator/fake-bucket.ts';

const nameOf = (key: string | undefined) => (key ?? '').replaceAll('/', '_');

/** The file in which an object is stored. */
export function fileOf(directory: string, key: string | undefined): string {
  return path.join(directory, nameOf(key));
}

/** A bucket whose objects are files, so that they need no memory. */
export function bucketOnDisk(directory: string): Bucket {
  return bucketThrough((command) => execute(directory, command));
}

async function execute(directory: string, command: unknown): Promise<unknown> {
  if (command instanceof GetObjectCommand) {
    const { Key, Range } = command.input;
    const [, start, end] = Range?.match(/^bytes=(\d+)-(\d+)$/) ?? [];
    const range = start === undefined ? {} : { start: Number(start), end: Number(end) };
    const Body = createReadStream(fileOf(directory, Key), range);
    const transformToByteArray = async () => Buffer.concat(await Body.toArray());
    return { Body: Object.assign(Body, { transformToByteArray }) };
  }
  if (command instanceof PutObjectCommand || command instanceof UploadPartCommand) {
    const { Key, Body } = command.input;
    if (Body instanceof Uint8Array) await appendFile(fileOf(directory, Key), Body);
    return { ETag: '"x"' };
  }
  if (command instanceof CreateMultipartUploadCommand) return { UploadId: 'x' };
  if (command instanceof ListObjectsV2Command) {
    const { Prefix = '' } = command.input;
    const names = (await readdir(directory)).filter((name) => name.startsWith(nameOf(Prefix)));
    const Contents = names.map((name) => ({
      Key: Prefix + name.slice(Prefix.length),
      Size: 1,
      ETag: '"x"',
    }));
    return { Contents };
  }
  return {};
}
