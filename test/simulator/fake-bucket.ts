import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { Bucket } from '../../functions/_shared/aws/bucket.ts';

/** Objects in memory. */
export class FakeBucket {
  readonly objects = new Map<string, Buffer>();
  requests = 0;

  execute(command: unknown): unknown {
    this.requests += 1;
    if (command instanceof PutObjectCommand) {
      const { Key = '', Body, IfNoneMatch } = command.input;
      if (IfNoneMatch === '*' && this.objects.has(Key)) throw preconditionFailed();
      this.objects.set(Key, typeof Body === 'string' ? Buffer.from(Body) : Buffer.from(Body as Uint8Array));
      return { ETag: '"x"' };
    }
    if (command instanceof HeadObjectCommand)
      return { ContentLength: this.objects.get(command.input.Key ?? '')?.length };
    if (command instanceof GetObjectCommand) return this.#get(command);
    if (command instanceof DeleteObjectCommand) {
      this.objects.delete(command.input.Key ?? '');
      return {};
    }
    if (command instanceof ListObjectsV2Command) {
      const { Prefix = '', Delimiter } = command.input;
      const keys = [...this.objects.keys()].filter((key) => key.startsWith(Prefix)).sort();
      if (Delimiter === undefined) return { Contents: keys.map((Key) => ({ Key, Size: 1, ETag: '"x"' })) };
      const folders = keys.map((key) => key.slice(0, key.indexOf(Delimiter, Prefix.length) + 1));
      return { CommonPrefixes: [...new Set(folders)].map((folder) => ({ Prefix: folder })) };
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

function preconditionFailed(): S3ServiceException {
  const $metadata = { httpStatusCode: 412 };
  return new S3ServiceException({ name: 'PreconditionFailed', $fault: 'client', $metadata });
}

export function bucketThrough(send: (command: unknown) => Promise<unknown>): Bucket {
  const client: S3Client = Object.create(S3Client.prototype);
  Object.defineProperty(client, 'send', { value: send });
  return { client, name: 'newsroom' };
}
