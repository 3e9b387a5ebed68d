import path from 'node:path';
import type { BucketObjects } from '../_shared/aws/bucket.ts';
import { slotToken } from '../_shared/domain/email.ts';
import { mediaTypeOf } from '../_shared/domain/media-type.ts';
import { pathSegment } from '../_shared/domain/path-segment.ts';
import type { Text, Version } from '../_shared/domain/release.ts';
import { renditionNameOf, storedFileKey } from '../_shared/domain/stored-file.ts';
import type { AttachmentLink, Picture } from './edition-input.ts';
import { renderPictures } from './pictures.ts';

export interface PreparedFiles {
  pictures: Picture[];
  attachments: AttachmentLink[];
}

export interface Dependencies extends Pick<BucketObjects, 'readObject' | 'writeObject'> {
  publicUrl: string;
}

/**
 * Copies the files of a version into the store, where a later drop with the same name does not change them. Gives each
 * file its URL: below the page of the release, with a slot for the token of the reader. A file that is missing or
 * unreadable is left out; rendering reports it.
 */
export async function prepareFiles(
  dependencies: Dependencies,
  { releaseId, version }: Pick<Version, 'releaseId' | 'version'>,
  texts: readonly Text[],
  nonce: string,
): Promise<PreparedFiles> {
  const token = slotToken('file-token', nonce);
  const keep = async (file: string, bytes: Uint8Array, mediaType: string): Promise<string> => {
    await dependencies.writeObject(storedFileKey(releaseId, version, file), bytes, mediaType);
    return `${dependencies.publicUrl}/r/${pathSegment(releaseId)}/files/${token}/${pathSegment(file)}`;
  };
  // A version that is composed again keeps its files, because a later drop may have replaced the originals.
  const read = async (file: string): Promise<Uint8Array | null> =>
    isRemote(file)
      ? null
      : ((await dependencies.readObject(storedFileKey(releaseId, version, file))) ??
        (await dependencies.readObject(`releases/${releaseId}/${file}`)));

  const originals = new Map<string, Uint8Array>();
  for (const file of new Set(texts.flatMap(({ images }) => images.map((image) => image.file)))) {
    const bytes = await read(file);
    if (bytes) originals.set(file, bytes);
  }
  const pictures: Picture[] = [];
  for (const [file, rendition] of await renderPictures(originals)) {
    const original = originals.get(file) ?? rendition.bytes;
    const mediaType = mediaTypeOf(file);
    pictures.push({
      file,
      url: await keep(
        renditionNameOf(file, rendition.mediaType === 'image/gif'),
        rendition.bytes,
        rendition.mediaType,
      ),
      width: rendition.width,
      height: rendition.height,
      bytes: rendition.bytes.length,
      original: { url: await keep(file, original, mediaType), bytes: original.length, mediaType },
    });
  }
  const attachments: AttachmentLink[] = [];
  const titles = new Map(
    texts.flatMap((text) => text.attachments.map(({ file, title }) => [file, title] as const)),
  );
  for (const [file, title] of titles) {
    const bytes = await read(file);
    if (!bytes) continue;
    const mediaType = mediaTypeOf(file);
    attachments.push({
      url: await keep(file, bytes, mediaType),
      title: title ?? path.posix.basename(file),
      bytes: bytes.length,
      mediaType,
    });
  }
  return { pictures, attachments };
}

const isRemote = (file: string): boolean => /^[a-z][a-z0-9+.-]*:/i.test(file);
