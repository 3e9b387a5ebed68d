import { DeleteObjectCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import type { Bucket } from './bucket.ts';

/**
 * Deletes what a versioned bucket keeps of an object beside its present content: `keep: 'latest'` after it was
 * rewritten, `'nothing'` for all of it, delete markers included. For what a person has the right to have forgotten.
 */
export async function forgetVersions(bucket: Bucket, key: string, keep: 'latest' | 'nothing'): Promise<void> {
  let marker: { KeyMarker: string | undefined; VersionIdMarker: string | undefined } | null = {
    KeyMarker: undefined,
    VersionIdMarker: undefined,
  };
  while (marker) {
    const page: {
      Versions?: StoredVersion[];
      DeleteMarkers?: StoredVersion[];
      IsTruncated?: boolean;
      NextKeyMarker?: string;
      NextVersionIdMarker?: string;
    } = await bucket.client.send(
      new ListObjectVersionsCommand({ Bucket: bucket.name, Prefix: key, ...marker }),
    );
    for (const { Key, VersionId, IsLatest } of [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])]) {
      if (Key !== key || (IsLatest && keep === 'latest')) continue;
      await bucket.client.send(new DeleteObjectCommand({ Bucket: bucket.name, Key, VersionId }));
    }
    marker = page.IsTruncated
      ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
      : null;
  }
}

interface StoredVersion {
  Key?: string;
  VersionId?: string;
  IsLatest?: boolean;
}
