import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Bucket } from '../../functions/_shared/aws/bucket.ts';

/** Objects in memory. */
export class FakeBucket {
  readonly objects = new Map<string, Buffer>();
  requests = 0;

  execute(command: unknown): unknown {
    this.requests += 1;
    if (command instanceof PutObjectCommand) {
      const { Key = '', Body } = command.input;
      this.objects.set(Key, typeof Body === 'string' ? Buffer.from(Body) : Buffer.from(Body as Uint8Array));
      return { ETag: '"x"' };
    }
    if (command instanceof GetObjectCommand) return this.#get(command);
    if (command instanceof DeleteObjectCommand) {
      this.objects.delete(command.input.Key ?? '');
      return {};
    }
    if (command instanceof ListObjectsV2Command) {
      const Contents = [...this.objects.keys()]
        .filter((Key) => Key.startsWith(command.input.Prefix ?? ''))
        .sort()
        .map((Key) => ({ Key, Size: 1, ETag: '"x"' }));
      return { Contents };
    }
    throw new Error('the fake bucket does not know this command');
  }

  #get({ input: { Key = '', Range } }: GetObjectCommand): unknown {
    const object = this.objects.get(Key);
    if (!object) throw new NoSuchKey({ message: 'NoSuchKey', $metadata: {} });
    const [, start, end] = Range?.match(/^bytes=(\d+)-(\d+)$/) ?? [];
    const bytes = start === undefined ? object : object.subarray(Number(start), Number(end) + 1);
    const body = Readable.from([bytes]);
    return { Body: Object.assign(body, { transformToByteArray: async () => bytes }) };
  }
}

export function bucketThrough(send: (command: unknown) => Promise<unknown>): Bucket {
  const client: S3Client = Object.create(S3Client.prototype);
  Object.defineProperty(client, 'send', { value: send });
  return { client, name: 'newsroom' };
}
