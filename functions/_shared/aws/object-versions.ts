import { DeleteObjectCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import type { Bucket } from './bucket.ts';

export type ObjectVersions = ReturnType<typeof objectVersions>;

export function objectVersions(bucket: Bucket) {
  return {
    /**
     * Deletes the earlier versions of an object in a versioned bucket: `keep: 'latest'` after it was rewritten,
     * `'nothing'` to delete everything including delete markers. For personal data that must be erased.
     */
    async forgetVersions(key: string, keep: 'latest' | 'nothing'): Promise<void> {
      for await (const { Key, VersionId, IsLatest } of versionsUnder(bucket, key)) {
        if (Key !== key || (IsLatest && keep === 'latest')) continue;
        await bucket.client.send(new DeleteObjectCommand({ Bucket: bucket.name, Key, VersionId }));
      }
    },
  };
}

async function* versionsUnder(bucket: Bucket, prefix: string): AsyncGenerator<StoredVersion> {
  let marker: { KeyMarker: string | undefined; VersionIdMarker: string | undefined } | null = {
    KeyMarker: undefined,
    VersionIdMarker: undefined,
  };
  while (marker) {
    const page: VersionsPage = await bucket.client.send(
      new ListObjectVersionsCommand({ Bucket: bucket.name, Prefix: prefix, ...marker }),
    );
    yield* [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
    marker = page.IsTruncated
      ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
      : null;
  }
}

interface VersionsPage {
  Versions?: StoredVersion[];
  DeleteMarkers?: StoredVersion[];
  IsTruncated?: boolean;
  NextKeyMarker?: string;
  NextVersionIdMarker?: string;
}

interface StoredVersion {
  Key?: string;
  VersionId?: string;
  IsLatest?: boolean;
}
