import type { BucketObjects } from '../_shared/aws/bucket.ts';
import type { ContactTable } from '../_shared/aws/contact-table.ts';
import type { FileLink } from '../_shared/domain/file-link.ts';
import { mediaTypeOf } from '../_shared/domain/media-type.ts';
import { publicVersion, type Release, undecided } from '../_shared/domain/release-life.ts';
import { releaseTag } from '../_shared/domain/release-tag.ts';
import { storedFileKey } from '../_shared/domain/stored-file.ts';
import type { PageResponse } from '../_shared/runtime/page.ts';

export interface Dependencies
  extends Pick<BucketObjects, 'readObject' | 'sizeOfObject' | 'addressOfObject'>,
    Pick<ContactTable, 'readStanding'> {
  readFileToken: (token: string) => FileLink | null;
  now: () => Date;
}

/** The version whose file a link opens now, and whether everybody may have it or only the link's reader. */
type Opened = { version: number; isPublic: boolean };

/**
 * `/r/<id>/files/<token>/<file>`. A link opens what its reader may see at this moment. Where they may see nothing, the
 * answer is `missing`, as for what never existed. Where they may, but the file is gone (the release was killed, or a
 * correction dropped the file), the answer is 410.
 */
export async function releaseFile(
  dependencies: Dependencies,
  release: Release,
  token: string,
  file: string,
  missing: PageResponse,
): Promise<PageResponse> {
  const link = dependencies.readFileToken(token);
  if (link?.release !== releaseTag(release.releaseId) || !isFileName(file)) return missing;
  const opened = await openedBy(dependencies, release, link);
  if (!opened) return missing;
  if (release.killed) return gone;
  const key = storedFileKey(release.releaseId, opened.version, file);
  const size = await dependencies.sizeOfObject(key);
  if (size === null) return opened.version === link.version ? missing : gone;
  const lastName = file.split('/').at(-1) ?? file;
  if (size > largestAnswer) {
    const location = await dependencies.addressOfObject(key, lastName);
    return { status: 302, headers: { ...plainHeaders, location }, body: '' };
  }
  const bytes = await dependencies.readObject(key);
  if (!bytes) return missing;
  const mediaType = mediaTypeOf(file);
  const name = encodeURIComponent(lastName);
  return {
    status: 200,
    headers: {
      'content-type': mediaType,
      'content-disposition': `${mediaType.startsWith('image/') ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`,
      // A dropped file is served with the type of its name, and can run nothing on our origin.
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex',
      'cache-control': opened.isPublic ? 'private, max-age=300' : 'private, no-store',
    },
    body: bytes,
  };
}

/** Bytes. A function's answer is limited to 6 MB of base64. Larger files are served by the bucket. */
const largestAnswer = 4_000_000;

const plainHeaders = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };
const gone: PageResponse = { status: 410, headers: plainHeaders, body: '' };

function isFileName(file: string): boolean {
  return file !== '' && !file.split('/').some((part) => part === '..' || part === '.' || part === '');
}

/** Null if this reader may see nothing. They must not learn that the release exists. */
async function openedBy(
  { readStanding, now }: Dependencies,
  release: Release,
  { reader, version }: FileLink,
): Promise<Opened | null> {
  const at = now().toISOString();
  const seen = publicVersion(release, at);
  // A mail of an earlier version shows the corrected pictures, never the retracted ones.
  if (seen && version <= seen.version) return { version: seen.version, isPublic: true };
  if (isCorrecting(release, version, at)) return { version, isPublic: true };
  const { live } = release;
  switch (reader.kind) {
    case 'anybody':
      return null;
    case 'contact': {
      if (live?.version !== version || live.embargo === null) return null;
      const { accreditation, suppressed } = await readStanding(reader.contactId);
      return accreditation === null || suppressed?.reason === 'erased' ? null : { version, isPublic: false };
    }
    case 'desk':
      return live?.version === version || undecided(release)?.version === version
        ? { version, isPublic: false }
        : null;
  }
}

/**
 * Some recipients may read a correction without an embargo seconds before the general edition of that version is armed.
 */
function isCorrecting({ live }: Release, version: number, now: string): boolean {
  if (live?.version !== version) return false;
  const isOver = live.embargo === null || Date.parse(live.embargo) <= Date.parse(now);
  return (
    isOver &&
    live.editions.some(
      ({ edition, state, dueAt }) =>
        edition === 'correction' &&
        (state === 'armed' || state === 'sent') &&
        Date.parse(dueAt) <= Date.parse(now),
    )
  );
}
