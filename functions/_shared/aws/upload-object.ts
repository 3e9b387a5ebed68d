import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { Bucket } from './bucket.ts';

/** S3 requires parts of at least 5 MiB. One part at a time is held in memory. */
const partBytes = 8 * 1024 * 1024;

/** An object that is written in pieces; memory stays constant for any length. Call `finish` or `abort`. */
export interface Upload {
  write(text: string): Promise<void>;
  finish(): Promise<void>;
  /** Leaves nothing in the bucket. */
  abort(): Promise<void>;
}

export type ObjectUploads = ReturnType<typeof objectUploads>;

export function objectUploads(bucket: Bucket) {
  return {
    /**
     * Starts an upload. If everything fits into one part, `finish` writes it at once; otherwise it is uploaded in
     * parts.
     */
    uploadObject(key: string, contentType: string, metadata: Record<string, string> = {}): Upload {
      return startUpload(bucket, key, { ContentType: contentType, Metadata: metadata });
    },
  };
}

function startUpload(
  { client, name }: Bucket,
  key: string,
  description: { ContentType: string; Metadata: Record<string, string> },
): Upload {
  const target = { Bucket: name, Key: key };
  let pieces: Buffer[] = [];
  let pending = 0;
  let uploadId: string | undefined;
  const parts: { ETag: string | undefined; PartNumber: number }[] = [];

  const sendPart = async () => {
    const Body = Buffer.concat(pieces);
    pieces = [];
    pending = 0;
    uploadId ??= (await client.send(new CreateMultipartUploadCommand({ ...target, ...description })))
      .UploadId;
    const PartNumber = parts.length + 1;
    const { ETag } = await client.send(
      new UploadPartCommand({ ...target, UploadId: uploadId, PartNumber, Body }),
    );
    parts.push({ ETag, PartNumber });
  };

  return {
    async write(text) {
      const piece = Buffer.from(text);
      pieces.push(piece);
      pending += piece.length;
      if (pending >= partBytes) await sendPart();
    },
    async finish() {
      if (uploadId === undefined) {
        const Body = Buffer.concat(pieces);
        await client.send(new PutObjectCommand({ ...target, ...description, Body }));
        return;
      }
      if (pending > 0) await sendPart();
      await client.send(
        new CompleteMultipartUploadCommand({
          ...target,
          UploadId: uploadId,
          MultipartUpload: { Parts: parts },
        }),
      );
    },
    async abort() {
      if (uploadId !== undefined)
        await client.send(new AbortMultipartUploadCommand({ ...target, UploadId: uploadId }));
    },
  };
}
