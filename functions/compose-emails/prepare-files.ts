import path from 'node:path';
import { imageSize } from 'image-size';
import { signLink } from '../_shared/domain/link-token.ts';
import type { Text, Version } from '../_shared/domain/release.ts';
import type { AttachmentLink, Picture } from './edition-input.ts';

export interface PreparedFiles {
  pictures: Picture[];
  attachments: AttachmentLink[];
}

export interface Dependencies {
  readObject: (key: string) => Promise<Uint8Array | null>;
  writeObject: (key: string, body: Uint8Array, contentType: string) => Promise<void>;
  publicUrl: string;
  linkKey: Uint8Array;
}

/** Pictures wider than this are shown at this width. */
const widest = 1200;

/**
 * Keeps the files of a version beside it, where a later drop of the same name does not reach them, and gives each its
 * address: under the release's page, with a token that nobody can guess before it stands in a mail. What is not there
 * or cannot be read is left out, and rendering says so.
 */
export async function prepareFiles(
  dependencies: Dependencies,
  { releaseId, version }: Pick<Version, 'releaseId' | 'version'>,
  texts: readonly Text[],
): Promise<PreparedFiles> {
  const token = signLink(
    'file',
    { contact: '', scope: releaseId, release: String(version) },
    dependencies.linkKey,
  );
  const keep = async (file: string) => {
    const bytes = isRemote(file) ? null : await dependencies.readObject(`releases/${releaseId}/${file}`);
    if (!bytes) return null;
    const mediaType = mediaTypeOf(file);
    await dependencies.writeObject(fileKey(releaseId, version, file), bytes, mediaType);
    const url = `${dependencies.publicUrl}/r/${encodeURIComponent(releaseId)}/files/${token}/${encodeURIComponent(file)}`;
    return { bytes, url, mediaType };
  };
  const pictures: Picture[] = [];
  for (const file of new Set(texts.flatMap(({ images }) => images.map((image) => image.file)))) {
    const kept = await keep(file);
    const size = kept && sizeOf(kept.bytes);
    if (!kept || !size) continue;
    const scale = Math.min(1, widest / size.width);
    pictures.push({
      file,
      url: kept.url,
      width: Math.round(size.width * scale),
      height: Math.round(size.height * scale),
      bytes: kept.bytes.length,
      original: { url: kept.url, bytes: kept.bytes.length, mediaType: kept.mediaType },
    });
  }
  const attachments: AttachmentLink[] = [];
  const titles = new Map(
    texts.flatMap((text) => text.attachments.map(({ file, title }) => [file, title] as const)),
  );
  for (const [file, title] of titles) {
    const kept = await keep(file);
    if (kept)
      attachments.push({
        url: kept.url,
        title: title ?? path.posix.basename(file),
        bytes: kept.bytes.length,
        mediaType: kept.mediaType,
      });
  }
  return { pictures, attachments };
}

/** Where a file of a version is kept. */
export function fileKey(releaseId: string, version: number, file: string): string {
  return `store/pictures/${releaseId}/${version}/${file}`;
}

const isRemote = (file: string): boolean => /^[a-z][a-z0-9+.-]*:/i.test(file);

function sizeOf(bytes: Uint8Array): { width: number; height: number } | null {
  try {
    const { width, height, orientation = 1 } = imageSize(bytes);
    // EXIF orientations from 5 on lie on their side.
    return orientation >= 5 ? { width: height, height: width } : { width, height };
  } catch {
    // Not a picture that mail programs show; rendering reports it as missing.
    return null;
  }
}

const mediaTypes: Record<string, string> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.pdf': 'application/pdf',
  '.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.pptx': 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  '.mp3': 'audio/mpeg',
  '.mp4': 'video/mp4',
  '.csv': 'text/csv; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
};

function mediaTypeOf(file: string): string {
  return mediaTypes[path.posix.extname(file).toLowerCase()] ?? 'application/octet-stream';
}
