/** The key of a version's picture or attachment in the store, where later drops cannot change it. */
export function storedFileKey(releaseId: string, version: number, file: string): string {
  return `store/pictures/${releaseId}/${version}/${file}`;
}

/** The name of the picture's rendition for mails and pages; it is stored beside the original. */
export function renditionNameOf(file: string, isGif: boolean): string {
  return `mail-${file.replaceAll('/', '-')}.${isGif ? 'gif' : 'jpg'}`;
}
